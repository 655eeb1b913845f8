"""Bodies are judged by hand: what is wrong is gathered, not raised."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from tests.mutants.other.quayside.errors import RefusedError
from tests.mutants.other.quayside.wrongness import Fault

Json = Any
MOMENT = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*")
CODE = re.compile(r"[A-D]-[0-9]{2}")


def is_number(value: Json) -> bool:
    """Whether it is a number of JSON."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_integer(value: Json) -> bool:
    """Whether it is an integer of JSON: 1.0 is one."""
    return is_number(value) and (isinstance(value, int) or value.is_integer())


def is_date(value: str) -> bool:
    """Whether it is a day of the calendar."""
    try:
        return DATE.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


def is_ipv4(value: str) -> bool:
    """Whether it is an address of four numbers."""
    parts = value.split(".")
    plain = all(re.fullmatch(r"0|[1-9][0-9]{0,2}", part, re.ASCII) for part in parts)
    return len(parts) == 4 and plain and all(int(part) < 256 for part in parts)


def is_moment(value: str) -> bool:
    """Whether it is a moment of UTC."""
    try:
        return MOMENT.fullmatch(value) is not None and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


class Judge:
    """Gathers what is wrong with one body."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.errors: list[dict[str, Json]] = []

    def wrong(self, at: str, message: str, rule: str = "") -> None:
        """Note an error."""
        self.errors.append({"pointer": at, "message": message} | ({"rule": rule} if rule else {}))

    def rule(self, name: str, at: str, *, holds: bool) -> None:
        """Note a rule that does not hold."""
        if not self.fault.judged(name, holds=holds):
            self.wrong(at, f"breaks {name}", name)

    def done(self, status: int = 422) -> None:
        """Refuse, if anything was wrong."""
        if self.errors:
            raise RefusedError(status, self.errors)

    def record(
        self, value: Json, at: str, needed: Sequence[str], allowed: Sequence[str] = ()
    ) -> bool:
        """Whether it is an object with what is needed; whatever is not allowed is noted."""
        if not isinstance(value, dict):
            self.wrong(at, "is no object")
            return False
        missing = [name for name in needed if name not in value]
        for name in missing:
            self.wrong(f"{at}/{name}", "is missing")
        for name in value:
            if name not in needed and name not in allowed:
                self.wrong(f"{at}/{name}", "is unknown")
        return not missing

    def text(
        self, value: Json, at: str, low: int = 0, high: int = 10**9, like: str | None = None
    ) -> bool:
        """Judge a text, by its length and a pattern."""
        if not isinstance(value, str):
            return self._not(at, "is no text")
        if not low <= len(value) <= high:
            return self._not(at, f"has not {low} to {high} characters")
        if like and not re.fullmatch(like, value, re.ASCII):
            return self._not(at, f"is not like {like}")
        return True

    def kind(self, value: Json, at: str, fits: Callable[[str], object]) -> bool:
        """Judge a text by its format."""
        return (isinstance(value, str) and bool(fits(value))) or self._not(at, "has another format")

    def choice(self, value: Json, at: str, *values: Json) -> bool:
        """Judge one of several values."""
        fits = any(
            value == one and isinstance(value, bool) is isinstance(one, bool) for one in values
        )
        return fits or self._not(at, "is none of those")

    def number(self, value: Json, at: str, low: float, high: float, step: float = 0) -> bool:
        """Judge a number."""
        if not is_number(value):
            return self._not(at, "is no number")
        if not low <= value <= high:
            return self._not(at, f"is not from {low} to {high}")
        if step and value % step:
            return self._not(at, f"is no multiple of {step}")
        return True

    def more(self, value: Json, at: str, than: float) -> bool:
        """Judge a number that is more than another."""
        return (is_number(value) and value > than) or self._not(at, f"is not above {than}")

    def integer(self, value: Json, at: str, low: int, high: float, step: int = 0) -> bool:
        """Judge an integer."""
        if not is_integer(value):
            return self._not(at, "is no integer")
        return self.number(value, at, low, high, step)

    def boolean(self, value: Json, at: str) -> bool:
        """Judge a boolean."""
        return isinstance(value, bool) or self._not(at, "is no boolean")

    def items(
        self, value: Json, at: str, low: int, high: int, *, once: bool = False
    ) -> list[tuple[str, Json]]:
        """Return places and items of a list, or none."""
        if not isinstance(value, list):
            self.wrong(at, "is no list")
            return []
        if not low <= len(value) <= high:
            self.wrong(at, f"has not {low} to {high} items")
        if once and any(item in value[:place] for place, item in enumerate(value)):
            self.wrong(at, "has an item twice")
        return [(f"{at}/{place}", item) for place, item in enumerate(value)]

    def _not(self, at: str, message: str) -> bool:
        self.wrong(at, message)
        return False

"""How Tillside reads a body: fields with bounds, forms with rules, by hand."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias

from tallystick.diagnostics import escape

INVALID: Final = 422
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
Rule: TypeAlias = Callable[[Any], Any]


class NoError(Exception):
    """A request is not taken.

    Attributes:
        status: Of the answer.
        code: What is broken.
        at: A pointer to it.
    """

    def __init__(self, status: int, code: str, at: str | None = None) -> None:
        """Say why."""
        super().__init__(code)
        self.status, self.code, self.at = status, code, at


@dataclass(slots=True)
class Field:
    """What a member takes.

    Attributes:
        kind: text, whole, number, flag, day, bytes, list, map or the name of a form.
        low: The least value, length or count; not taken itself when ``above``.
        high: The greatest.
        among: The only values.
        item: Of a list or a map.
        null: Whether it may be null.
        needed: Whether it has to be given.
        default: What stands in its place when it is not given.
    """

    kind: str
    low: float = 0
    high: float = 10**9
    pattern: str = ""
    among: tuple[str, ...] = ()
    item: "Field | None" = None
    null: bool = False
    needed: bool = False
    default: Any = None
    above: bool = False
    unique: bool = False


@dataclass(slots=True)
class Form:
    """An object of known members.

    Attributes:
        rules: What its members keep together, by name.
        free: Whether it takes members that nobody knows.
        least: How many members it has to have.
        alike: Names of the forms that a ``type`` chooses from.
    """

    fields: dict[str, Field] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    free: bool = False
    least: int = 0
    alike: dict[str, str] = field(default_factory=dict)


def want(fine: object, code: str, at: str) -> None:
    """Refuse a body unless it is fine."""
    if not fine:
        raise NoError(INVALID, code, at)


def is_day(value: str) -> bool:
    """Whether a text is a day of the calendar."""
    try:
        return bool(DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def given(body: Any) -> Any:
    """Return a body without what is null."""
    if isinstance(body, dict):
        return {name: given(value) for name, value in body.items() if value is not None}
    return [given(item) for item in body] if isinstance(body, list) else body


class Forms:
    """Reads bodies by forms."""

    def __init__(self, forms: dict[str, Form]) -> None:
        """Begin with them."""
        self.forms = forms

    def read(self, name: str, body: Any, at: str = "") -> dict[str, Any]:
        """Return a body with its defaults.

        Raises:
            NoError: When it is not taken.
        """
        form = self.forms[name]
        want(isinstance(body, dict), "type", at)
        if form.alike:
            want("type" in body, "required", f"{at}/type")
            chosen = body["type"]
            want(isinstance(chosen, str) and chosen in form.alike, "discriminator", f"{at}/type")
            return self.read(form.alike[chosen], body, at)
        want(len(body) >= form.least, "minProperties", at)
        for member in body:
            want(
                form.free or member in form.fields, "additionalProperties", f"{at}/{escape(member)}"
            )
        made = {}
        for member, wanted in form.fields.items():
            if member in body:
                made[member] = self.value(wanted, body[member], f"{at}/{member}")
            else:
                want(not wanted.needed, "required", f"{at}/{member}")
                made[member] = deepcopy(wanted.default)
        self.judge(name, body, at)
        return made

    def judge(self, name: str, body: dict[str, Any], at: str = "") -> None:
        """Judge the rules of a form."""
        said = given(body)
        for rule, holds in self.forms[name].rules.items():
            want(holds(said), rule, at)

    def value(self, wanted: Field, value: Any, at: str) -> Any:
        """Return what a member holds."""
        if value is None:
            want(wanted.null, "type", at)
            return deepcopy(wanted.default)
        if wanted.kind in self.forms:
            return self.read(wanted.kind, value, at)
        reading: Callable[[Field, Any, str], Any] = getattr(self, f"_{wanted.kind}")
        return reading(wanted, value, at)

    def _text(self, wanted: Field, value: Any, at: str) -> str:
        want(isinstance(value, str), "type", at)
        want(not wanted.among or value in wanted.among, "enum", at)
        want(len(value) >= wanted.low, "minLength", at)
        want(len(value) <= wanted.high, "maxLength", at)
        want(not wanted.pattern or re.fullmatch(wanted.pattern, value), "pattern", at)
        return str(value)

    def _day(self, wanted: Field, value: Any, at: str) -> str:
        want(isinstance(value, str), "type", at)
        want(is_day(value), "format", at)
        want(not wanted.pattern or re.match(wanted.pattern, value), "pattern", at)
        return str(value)

    def _number(self, wanted: Field, value: Any, at: str) -> Any:
        want(isinstance(value, int | float) and not isinstance(value, bool), "type", at)
        want(value >= wanted.low and not (wanted.above and value == wanted.low), "minimum", at)
        want(value <= wanted.high, "maximum", at)
        return value

    def _whole(self, wanted: Field, value: Any, at: str) -> int:
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        want(numeric and value % 1 == 0, "type", at)
        return int(self._number(wanted, value, at))

    def _bytes(self, _wanted: Field, value: Any, _at: str) -> bytes:
        return bytes(value)

    def _flag(self, _wanted: Field, value: Any, at: str) -> bool:
        want(isinstance(value, bool), "type", at)
        return bool(value)

    def _list(self, wanted: Field, value: Any, at: str) -> list[Any]:
        want(isinstance(value, list), "type", at)
        want(len(value) >= wanted.low, "minItems", at)
        want(len(value) <= wanted.high, "maxItems", at)
        want(not wanted.unique or len(set(map(repr, value))) == len(value), "uniqueItems", at)
        item = wanted.item or Field("text")
        return [self.value(item, each, f"{at}/{place}") for place, each in enumerate(value)]

    def _map(self, wanted: Field, value: Any, at: str) -> dict[str, Any]:
        want(isinstance(value, dict), "type", at)
        want(len(value) <= wanted.high, "maxProperties", at)
        item = wanted.item or Field("text")
        made = {n: self.value(item, each, f"{at}/{escape(n)}") for n, each in value.items()}
        want(all(re.fullmatch(wanted.pattern, name) for name in value), "metadata-keys", at)
        return made

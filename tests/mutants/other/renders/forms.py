"""Judges of single values, to build those of bodies from."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Check: TypeAlias = Callable[[Any, str], None]
"""Takes a value and the pointer to it; raises `BadError`."""
INFINITE = (float("inf"), float("-inf"))


class BadError(Exception):
    """A request is not served.

    Attributes:
        status: What is answered.
        at: JSON Pointer to what is wrong, None where nothing in the body is.
        says: What is wrong there.
        headers: Of the answer.
    """

    def __init__(self, status: int, at: str | None = None, says: str = "", **headers: str) -> None:
        """Say what is answered."""
        super().__init__(f"{status} {at} {says}")
        self.status, self.at, self.says, self.headers = status, at, says, headers


def ensure(good: bool, at: str, says: str) -> None:  # noqa: FBT001 - what is ensured
    """Refuse a value that is not good."""
    if not good:
        raise BadError(400, at, says)


def within(size: float, low: float | None, high: float | None) -> bool:
    """Whether a number is between two others, if there are these."""
    return (low is None or size >= low) and (high is None or size <= high)


def null(check: Check) -> Check:
    """Take null too."""
    return lambda value, at: None if value is None else check(value, at)


def nullable(check: Check, *, taken: bool = True) -> Check:
    """Take null too, unless a fault refuses it."""
    return null(check) if taken else check


def text(
    low: int = 0,
    high: int | None = None,
    *,
    form: str | None = None,
    size: Callable[[str], int] = len,
) -> Check:
    """Take texts of some size and form."""

    def check(value: Any, at: str) -> None:
        ensure(isinstance(value, str), at, "must be a string")
        ensure(within(size(value), low, high), at, "has the wrong length")
        ensure(form is None or bool(re.fullmatch(form, value)), at, "has the wrong form")

    return check


def among(*values: str) -> Check:
    """Take one of these texts."""

    def check(value: Any, at: str) -> None:
        ensure(isinstance(value, str), at, "must be a string")
        ensure(value in values, at, "is not one of the values")

    return check


def flag(*, loose: bool = False) -> Check:
    """Take true and false; loosely, what stands for them too."""

    def check(value: Any, at: str) -> None:
        if loose and value in ("true", "false", 0, 1):
            return
        ensure(isinstance(value, bool), at, "must be true or false")

    return check


def number(
    low: float | None = None,
    high: float | None = None,
    *,
    without: tuple[float, ...] = (),
    whole: bool = False,
) -> Check:
    """Take numbers between two others, without some."""

    def check(value: Any, at: str) -> None:
        right = isinstance(value, int | float) and not isinstance(value, bool)
        ensure(right, at, "must be a number")
        ensure(value not in INFINITE, at, "is out of range")
        ensure(not whole or value == int(value), at, "must be whole")
        ensure(within(value, low, high) and value not in without, at, "is out of range")

    return check


def distinct(values: list[Any]) -> bool:
    """Whether no value is there twice."""
    return len(set(values)) == len(values)


def many(
    item: Check, low: int, high: int, *, differ: Callable[[list[Any]], bool] | None = None
) -> Check:
    """Take lists of some size."""

    def check(value: Any, at: str) -> None:
        ensure(isinstance(value, list), at, "must be a list")
        ensure(within(len(value), low, high), at, "has the wrong number of entries")
        for index, one in enumerate(value):
            item(one, f"{at}/{index}")
        ensure(differ is None or differ(value), at, "has an entry twice")

    return check


def record(
    members: Mapping[str, Check], required: tuple[str, ...] = (), *, more: bool = False
) -> Check:
    """Take objects; with more, those that have unknown members too."""

    def check(value: Any, at: str) -> None:
        ensure(isinstance(value, dict), at, "must be an object")
        for name in required:
            ensure(name in value, f"{at}/{name}", "is missing")
        for name, one in value.items():
            where = f"{at}/" + name.replace("~", "~0").replace("/", "~1")
            ensure(more or name in members, where, "is not known")
            if name in members:
                members[name](one, where)

    return check

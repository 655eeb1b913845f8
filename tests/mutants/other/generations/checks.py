"""Checks of single values, to build those of the members from."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from tests.mutants.other.generations.refusal import malformed

Check: TypeAlias = Callable[[Any, str], None]
"""Takes a value and the pointer to it; raises `RefusalError`."""
Members: TypeAlias = Mapping[str, Check]


def shape(members: Members, required: tuple[str, ...] = (), *, unknown: bool = False) -> Check:
    """Judge an object member by member.

    Args:
        members: Check of each.
        required: Those that must be there.
        unknown: Other members are taken.
    """

    def check(value: Any, at: str) -> None:
        if not isinstance(value, dict):
            raise malformed(at, "type", "an object is wanted")
        for name in required:
            if name not in value:
                raise malformed(f"{at}/{name}", "required", f"{name} is required")
        for name, inner in value.items():
            where = f"{at}/" + name.replace("~", "~0").replace("/", "~1")
            if name in members:
                members[name](inner, where)
            elif not unknown:
                raise malformed(where, "additionalProperties", "unknown member")

    return check


def text(least: int = 0, most: int | None = None, *, octets: bool = False) -> Check:
    """Judge a text by its length in characters, or in UTF-8."""

    def check(value: Any, at: str) -> None:
        if not isinstance(value, str):
            raise malformed(at, "type", "a text is wanted")
        size = len(value.encode("utf-8", "replace")) if octets else len(value)
        if size < least:
            raise malformed(at, "minLength", f"at least {least} characters")
        if most is not None and size > most:
            raise malformed(at, "maxLength", f"at most {most} characters")

    return check


def one(*values: str, free: bool = False) -> Check:
    """Judge a choice; a free one is any text."""

    def check(value: Any, at: str) -> None:
        text()(value, at)
        if value not in values and not free:
            raise malformed(at, "enum", f"one of {', '.join(values)}")

    return check


def flag(value: Any, at: str) -> None:
    """Judge a boolean."""
    if not isinstance(value, bool):
        raise malformed(at, "type", "true or false")


def number(low: float, high: float, *, above: bool = False, whole: bool = False) -> Check:
    """Judge a number; above: the lower bound itself is too low."""

    def check(value: Any, at: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise malformed(at, "type", "a number is wanted")
        if value < low or (above and value == low):
            raise malformed(at, "minimum", f"at least {low}")
        if value > high:
            raise malformed(at, "maximum", f"at most {high}")
        if whole and value != int(value):
            raise malformed(at, "type", "a whole number is wanted")

    return check


def null(check: Check) -> Check:
    """Let null through."""
    return lambda value, at: None if value is None else check(value, at)


def instead(kinds: type | tuple[Any, ...], check: Check) -> Check:
    """Let values of a type, or some values, through: what faults do."""

    def judge(value: Any, at: str) -> None:
        known = isinstance(value, kinds) if isinstance(kinds, type) else value in kinds
        if not known:
            check(value, at)

    return judge


def each(check: Check, least: int, most: int, *, unique: bool = False) -> Check:
    """Judge a list."""

    def judge(value: Any, at: str) -> None:
        if not isinstance(value, list):
            raise malformed(at, "type", "a list is wanted")
        if len(value) < least:
            raise malformed(at, "minItems", f"at least {least}")
        if len(value) > most:
            raise malformed(at, "maxItems", f"at most {most}")
        for index, item in enumerate(value):
            check(item, f"{at}/{index}")
        if unique and len(set(value)) < len(value):
            raise malformed(at, "uniqueItems", "all different")

    return judge


def identity(value: Any, at: str) -> None:
    """Judge a UUID."""
    text()(value, at)
    try:
        uuid.UUID(value)
    except ValueError:
        raise malformed(at, "format", "a UUID is wanted") from None

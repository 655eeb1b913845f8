"""JSON Pointer. Source: RFC 6901."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from tallystick.diagnostics import escape, unescape
from tallystick.text import Json

_NO_INDEX: Final = "there is no item {!r}"


@lru_cache(maxsize=1024)
def split(pointer: str) -> tuple[str, ...]:
    """Return the unescaped steps of a pointer.

    Raises:
        ValueError: A pointer is empty or begins with a slash; this one does neither.
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        msg = f"{pointer!r} is not a JSON Pointer: it must begin with /"
        raise ValueError(msg)
    return tuple(unescape(token) for token in pointer[1:].split("/"))


def join(*steps: str | int) -> str:
    """Return the pointer of unescaped steps."""
    return "".join("/" + escape(str(step)) for step in steps)


def step_into(value: Json, step: str) -> Json:
    """Return a member or item.

    Raises:
        KeyError: There is none of this name or number.
    """
    if isinstance(value, dict):
        return value[step]
    if isinstance(value, list) and _is_index(step) and int(step) < len(value):
        return value[int(step)]
    raise KeyError(step)


def _is_index(step: str) -> bool:
    digits = step.isascii() and step.isdecimal()
    return digits and (step == "0" or step[0] != "0") and len(step) < 10  # noqa: PLR2004 (no list is longer)


def found(value: Json, steps: Iterable[str]) -> tuple[Json] | None:
    """Return what stands at the end of some unescaped steps, in a tuple; None when nothing does."""
    try:
        for step in steps:
            value = step_into(value, step)
    except KeyError:
        return None
    return (value,)


def value_at(root: Json, pointer: str) -> Json:
    """Return the value at a pointer.

    Raises:
        KeyError: There is no such value.
        ValueError: The pointer is malformed.
    """
    for step in split(pointer):
        root = step_into(root, step)
    return root

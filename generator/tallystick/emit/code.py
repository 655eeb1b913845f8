"""Text that may stand in output: our own, or quoted by a target."""

from collections.abc import Iterable
from typing import Final

WIDTH: Final = 100
"""Columns of a line of generated code."""

_SHORT, _LONG = 0xFF, 0xFFFF


class Code(str):
    """Output text. Only quoting filters and the naming stage make it.

    It is a `str`, but whatever is computed from it (``upper()``, ``+``, slices) is a plain `str`
    again, which a template refuses to print: text is quoted last.
    """

    __slots__ = ()


def join(parts: Iterable[str]) -> Code:
    """Join what a template printed; every part went through `refuse_unquoted` already."""
    return Code("".join(parts))


def refuse_unquoted(value: object) -> Code | int:
    """Let a printed value pass only if it is `Code` or an integer.

    Raises:
        TypeError: It is anything else, text from a document above all.
        UndefinedError: The view has no such member.
    """
    if type(value) is Code or type(value) is int:
        return value
    from jinja2 import Undefined  # noqa: PLC0415 (slow to import, and few need it)

    if isinstance(value, Undefined):
        str(value)
    msg = f"a template printed {type(value).__name__}, which no filter of the target has quoted"
    raise TypeError(msg)


def printable(text: str) -> str:
    """Return text without anything that could hide or move what a reader sees."""
    if text.isprintable():
        return text
    return "".join(visible(char) for char in text)


def visible(char: str) -> str:
    """Return a character, as an escape if a reader could not see it."""
    if char.isprintable():
        return char
    if char in "\n\t\r":
        return " "
    code = ord(char)
    if code <= _SHORT:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LONG else f"\\U{code:08x}"

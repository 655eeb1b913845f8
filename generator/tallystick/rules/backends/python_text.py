"""Pieces of Python source: precedence, quoting, names, regular expressions."""

import builtins
import keyword
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Final

from tallystick.rules.dialect import Dialect
from tallystick.rules.regex import Ranges, Regex, complement


class Level(IntEnum):
    """How tightly an expression binds; an operand of a lower level needs parentheses."""

    CHOICE = 1
    OR = 2
    AND = 3
    NOT = 4
    COMPARE = 5
    SUM = 6
    PRODUCT = 7
    SIGN = 8
    ATOM = 9


@dataclass(frozen=True, slots=True)
class Code:
    """An expression and how tightly it binds.

    Attributes:
        inverse: The same condition denied by its own operator (``is not None`` for ``is None``),
            at the same level; None where there is no such operator.
    """

    text: str
    level: Level = Level.ATOM
    inverse: str | None = None

    def at(self, level: Level) -> str:
        """Return the text, in parentheses where an operand of this level is wanted."""
        return self.text if self.level >= level else f"({self.text})"

    def denied(self) -> "Code":
        """Return the condition that is true where this one is false."""
        if self.inverse is not None:
            return Code(self.inverse, self.level, self.text)
        return Code(f"not {self.at(Level.NOT)}", Level.NOT)


def join(word: str, level: Level, parts: list[Code]) -> Code:
    """Join operands of ``and`` or ``or``."""
    if len(parts) == 1:
        return parts[0]
    return Code(f" {word} ".join(part.at(Level(level + 1)) for part in parts), level)


def compare(left: Code, operator: str, right: str, inverse: str | None = None) -> Code:
    """Return a comparison; `right` binds tightly enough already."""
    head = left.at(Level.SUM)
    other = None if inverse is None else f"{head} {inverse} {right}"
    return Code(f"{head} {operator} {right}", Level.COMPARE, other)


def call(function: str, *arguments: str) -> Code:
    """Return a call."""
    return Code(f"{function}({', '.join(arguments)})")


def quote(text: str) -> str:
    """Return a string literal, in double quotes where that needs no more escapes."""
    literal = repr(text)
    return literal if "'" in text or '"' in text else f'"{literal[1:-1]}"'


def number(value: float) -> Code:
    """Return a number literal."""
    return Code(repr(value), Level.SIGN if repr(value).startswith("-") else Level.ATOM)


RESERVED: Final = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "re"})


def variable(name: str, taken: frozenset[str]) -> str:
    """Return a name for a macro's variable that hides nothing of Python and nothing in use."""
    plain = name.lstrip("_") or "item"
    while plain in RESERVED or plain in taken:
        plain += "_"
    return plain


def pattern(regex: Regex) -> str:
    """Return a regular expression in Python's dialect, as a raw string literal where possible."""
    text = _PYTHON.text(regex)
    raw = text.isascii() and text.isprintable() and '"' not in text and not text.endswith("\\")
    return f'r"{text}"' if raw and "\\" in text else quote(text)


_NAMED: Final = {
    (): "(?!)",
    complement(((0x0A, 0x0A),)): ".",
    complement(()): r"[\s\S]",
}
_BASIC: Final = 0xFFFF


class _Python(Dialect):
    end: ClassVar[str] = r"\Z"
    special_inside: ClassVar[str] = "^-[]\\&~|"

    def named(self, ranges: Ranges) -> str | None:
        return _NAMED.get(ranges)

    def character(self, code: int, special: str) -> str:
        char = chr(code)
        if char in special:
            return "\\" + char
        if char.isascii() and char.isprintable():
            return char
        return f"\\u{code:04x}" if code <= _BASIC else f"\\U{code:08x}"


_PYTHON: Final = _Python()

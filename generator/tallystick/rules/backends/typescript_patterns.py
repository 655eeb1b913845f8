"""Regular expressions as JavaScript spells them."""

from typing import ClassVar, Final

from tallystick.rules.dialect import Dialect
from tallystick.rules.regex import Ranges, Regex, complement

_NAMED: Final = {
    (): "[]",
    ((0x30, 0x39),): r"\d",
    ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)): r"\w",
}
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BASIC: Final = 0xFFFF


def pattern(regex: Regex) -> str:
    """Return a regular expression literal in JavaScript's dialect, over code points."""
    return f"/{_JAVASCRIPT.text(regex) or '(?:)'}/u"


class _JavaScript(Dialect):
    special: ClassVar[str] = ".^$*+?{}[]\\|()/"
    special_inside: ClassVar[str] = "^-[]\\/"

    def named(self, ranges: Ranges) -> str | None:
        rest = complement(ranges)
        if not rest:
            return "[^]"
        return _NAMED.get(ranges) or (_NAMED[rest].upper() if rest in _NAMED else None)

    def character(self, code: int, special: str) -> str:
        char = chr(code)
        if char in special:
            return "\\" + char
        if char.isascii() and char.isprintable():
            return char
        escape = f"\\u{code:04x}" if code <= _BASIC else f"\\u{{{code:x}}}"
        return _SHORT.get(char, escape)


_JAVASCRIPT: Final = _JavaScript()

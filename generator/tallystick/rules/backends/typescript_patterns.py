"""Regular expressions as JavaScript spells them."""

from typing import Final

from tallystick.rules.regex import (
    Anchor,
    CharSet,
    Choice,
    Ranges,
    Regex,
    Repeat,
    Sequence,
    complement,
)


def pattern(regex: Regex) -> str:
    """Return a regular expression literal in JavaScript's dialect, over code points."""
    return f"/{_choice(regex) or '(?:)'}/u"


def _choice(regex: Regex) -> str:
    if isinstance(regex, Choice):
        return "|".join(_sequence(option) for option in regex.options)
    return _sequence(regex)


def _sequence(regex: Regex) -> str:
    if isinstance(regex, Sequence):
        return "".join(_repeat(part) for part in regex.parts)
    return _repeat(regex)


def _repeat(regex: Regex) -> str:
    if isinstance(regex, Repeat):
        return _unit(regex.part) + _bounds(regex.least, regex.most)
    return _unit(regex)


def _unit(regex: Regex) -> str:
    if isinstance(regex, CharSet):
        return _set(regex.ranges)
    if isinstance(regex, Anchor):
        return "$" if regex.end else "^"
    return f"(?:{_choice(regex)})"


def _bounds(least: int, most: int | None) -> str:
    short = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((least, most))
    if short is not None:
        return short
    if least == most:
        return f"{{{least}}}"
    return f"{{{least},{'' if most is None else most}}}"


_NAMED: Final = {
    ((0x30, 0x39),): r"\d",
    ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)): r"\w",
}
_SPECIAL: Final = ".^$*+?{}[]\\|()/"
_BASIC: Final = 0xFFFF


def _set(ranges: Ranges) -> str:  # noqa: PLR0911 - one return for each kind
    rest = complement(ranges)
    if ranges in _NAMED:
        return _NAMED[ranges]
    if rest in _NAMED:
        return _NAMED[rest].upper()
    if not ranges:
        return "[]"
    if not rest:
        return "[^]"
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _character(ranges[0][0], special=_SPECIAL)
    if len(rest) < len(ranges) or rest[0][0] > ranges[0][0] == 0:
        return f"[^{_members(rest)}]"
    return f"[{_members(ranges)}]"


def _members(ranges: Ranges) -> str:
    parts: list[str] = []
    for first, last in ranges:
        parts.append(_character(first, special="^-[]\\/"))
        if last > first:
            parts.append("-" * (last > first + 1) + _character(last, special="^-[]\\/"))
    return "".join(parts)


def _character(code: int, *, special: str) -> str:
    char = chr(code)
    if char in special:
        return "\\" + char
    if char.isascii() and char.isprintable():
        return char
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
    return short or (f"\\u{code:04x}" if code <= _BASIC else f"\\u{{{code:x}}}")

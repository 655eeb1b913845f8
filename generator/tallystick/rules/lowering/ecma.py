"""Patterns of rules in the dialect of JSON Schema: ECMA-262, as little of it as will do.

Only what the regular expressions of other languages read alike is written: characters stand for
themselves, classes are spelled out. The runtime reads U+0000 as U+0001 and a lone surrogate as
U+FFFD, so a set has both or neither.
"""

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
    merge,
)

_SPECIAL: Final = ".^$*+?{}[]\\|()"
_SPECIAL_IN_SET: Final = "^-[]\\"
_CONTROLS: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SURROGATES: Final = (0xD800, 0xDFFF)
_REPLACEMENT: Final = 0xFFFD


def pattern(regex: Regex) -> str:
    """Return a pattern as the value of the keyword ``pattern``, which searches too."""
    return _choice(regex)


def quoted(text: str) -> str:
    """Return the pattern that finds exactly a text."""
    return "".join(_character(ord(char), _SPECIAL) for char in text)


def _choice(regex: Regex) -> str:
    if isinstance(regex, Choice):
        return "|".join(map(_sequence, regex.options))
    return _sequence(regex)


def _sequence(regex: Regex) -> str:
    if isinstance(regex, Sequence):
        return "".join(map(_repeat, regex.parts))
    return _repeat(regex)


def _repeat(regex: Regex) -> str:
    if not isinstance(regex, Repeat):
        return _unit(regex)
    short = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((regex.least, regex.most))
    if short is None:
        most = "" if regex.most is None else regex.most
        exact = regex.least == regex.most
        short = f"{{{regex.least}}}" if exact else f"{{{regex.least},{most}}}"
    return _unit(regex.part) + short


def _unit(regex: Regex) -> str:
    if isinstance(regex, CharSet):
        return _set(_as_read(regex.ranges))
    if isinstance(regex, Anchor):
        return "$" if regex.end else "^"
    return f"(?:{_choice(regex)})"


def _as_read(ranges: Ranges) -> Ranges:
    """Return a set with what the runtime reads as one of its characters."""

    def has(code: int) -> bool:
        return any(first <= code <= last for first, last in ranges)

    found = _without(_without(ranges, (0, 0)), _SURROGATES)
    found += ((0, 0),) if has(1) else ()
    found += (_SURROGATES,) if has(_REPLACEMENT) else ()
    return merge(found)


def _without(ranges: Ranges, gap: tuple[int, int]) -> Ranges:
    kept = []
    for first, last in ranges:
        if first < gap[0]:
            kept.append((first, min(last, gap[0] - 1)))
        if last > gap[1]:
            kept.append((max(first, gap[1] + 1), last))
    return tuple(kept)


def _set(ranges: Ranges) -> str:
    if not ranges:
        return "[^\\s\\S]"
    rest = complement(ranges)
    if not rest:
        return "[\\s\\S]"
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _character(ranges[0][0], _SPECIAL)
    if len(rest) < len(ranges) or rest[0][0] > ranges[0][0] == 0:
        return f"[^{_members(rest)}]"
    return f"[{_members(ranges)}]"


def _members(ranges: Ranges) -> str:
    parts: list[str] = []
    for first, last in ranges:
        low = _SURROGATES[1] + 1 if _is_surrogate(first) else first
        high = _SURROGATES[0] - 1 if _is_surrogate(last) else last
        if low > high:
            continue  # no text of Unicode characters has one
        parts.append(_character(low, _SPECIAL_IN_SET))
        if high > low:
            parts.append("-" * (high > low + 1) + _character(high, _SPECIAL_IN_SET))
    return "".join(parts)


def _is_surrogate(code: int) -> bool:
    return _SURROGATES[0] <= code <= _SURROGATES[1]


def _character(code: int, special: str) -> str:
    char = chr(code)
    if char in _CONTROLS:
        return _CONTROLS[char]
    return "\\" + char if char in special else char

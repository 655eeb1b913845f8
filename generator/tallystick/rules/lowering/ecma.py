"""Patterns of rules in the dialect of JSON Schema: ECMA-262, as little of it as will do.

Only what the regular expressions of other languages read alike is written: characters stand for
themselves, classes are spelled out. The runtime reads U+0000 as U+0001 and a lone surrogate as
U+FFFD, so a set has both or neither.
"""

from collections.abc import Iterator
from typing import Final

from tallystick.rules.dialect import Dialect
from tallystick.rules.regex import Ranges, Regex, complement, merge

_NAMED: Final = {(): "[^\\s\\S]", complement(()): "[\\s\\S]"}
_CONTROLS: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SURROGATES: Final = (0xD800, 0xDFFF)
_REPLACEMENT: Final = 0xFFFD


def pattern(regex: Regex) -> str:
    """Return a pattern as the value of the keyword ``pattern``, which searches too."""
    return _PLAIN.text(regex)


def quoted(text: str) -> str:
    """Return the pattern that finds exactly a text."""
    return "".join(_PLAIN.character(ord(char), _PLAIN.special) for char in text)


class _Plain(Dialect):
    def set(self, ranges: Ranges) -> str:
        return super().set(_as_read(ranges))

    def named(self, ranges: Ranges) -> str | None:
        return _NAMED.get(ranges)

    def members(self, ranges: Ranges) -> str:
        return super().members(tuple(_visible(ranges)))

    def character(self, code: int, special: str) -> str:
        char = chr(code)
        if char in _CONTROLS:
            return _CONTROLS[char]
        return "\\" + char if char in special else char


_PLAIN: Final = _Plain()


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


def _visible(ranges: Ranges) -> Iterator[tuple[int, int]]:
    """Yield ranges that end at characters: no text of Unicode has a surrogate."""
    for first, last in ranges:
        low = _SURROGATES[1] + 1 if _is_surrogate(first) else first
        high = _SURROGATES[0] - 1 if _is_surrogate(last) else last
        if low <= high:
            yield low, high


def _is_surrogate(code: int) -> bool:
    return _SURROGATES[0] <= code <= _SURROGATES[1]

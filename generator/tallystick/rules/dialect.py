"""How languages spell regular expressions: one walk over the tree, a dialect for each language."""

from abc import ABC, abstractmethod
from typing import ClassVar

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


class Dialect(ABC):
    """Spells regular expressions in one language.

    Attributes:
        end: Matches the end of a text.
        special: Characters that mean something outside of a set.
        special_inside: Characters that mean something in one.
    """

    end: ClassVar[str] = "$"
    special: ClassVar[str] = ".^$*+?{}[]\\|()"
    special_inside: ClassVar[str] = "^-[]\\"

    def text(self, regex: Regex) -> str:
        """Return the expression."""
        if isinstance(regex, Choice):
            return "|".join(map(self._sequence, regex.options))
        return self._sequence(regex)

    def _sequence(self, regex: Regex) -> str:
        if isinstance(regex, Sequence):
            return "".join(map(self._repeat, regex.parts))
        return self._repeat(regex)

    def _repeat(self, regex: Regex) -> str:
        if isinstance(regex, Repeat):
            return self._unit(regex.part) + _bounds(regex.least, regex.most)
        return self._unit(regex)

    def _unit(self, regex: Regex) -> str:
        if isinstance(regex, CharSet):
            return self.set(regex.ranges)
        if isinstance(regex, Anchor):
            return self.end if regex.end else "^"
        return f"(?:{self.text(regex)})"

    def set(self, ranges: Ranges) -> str:
        """Return what matches one character of some."""
        named = self.named(ranges)
        if named is not None:
            return named
        if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
            return self.character(ranges[0][0], self.special)
        rest = complement(ranges)
        if len(rest) < len(ranges) or rest[0][0] > ranges[0][0] == 0:
            return f"[^{self.members(rest)}]"
        return f"[{self.members(ranges)}]"

    def members(self, ranges: Ranges) -> str:
        """Return the inside of a set."""
        parts: list[str] = []
        for first, last in ranges:
            parts.append(self.character(first, self.special_inside))
            if last > first:
                more = self.character(last, self.special_inside)
                parts.append("-" * (last > first + 1) + more)
        return "".join(parts)

    @abstractmethod
    def named(self, ranges: Ranges) -> str | None:
        """Return the spelling of a set that has one of its own; none and all must have one."""

    @abstractmethod
    def character(self, code: int, special: str) -> str:
        """Return what matches one character, where some mean something else."""


def _bounds(least: int, most: int | None) -> str:
    short = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((least, most))
    if short is not None:
        return short
    if least == most:
        return f"{{{least}}}"
    return f"{{{least},{'' if most is None else most}}}"

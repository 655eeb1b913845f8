"""The classes of code points that a language tells apart, and sets of them as bits."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, TypeAlias

from tallystick.rules.regex import CharSet, Choice, Repeat, Sequence
from tallystick.solve.strings.language import (
    ANY_CHAR,
    LAST,
    SURROGATES,
    Both,
    Complement,
    Term,
)

Interval: TypeAlias = tuple[int, int]
"""First and last code point."""


class Alphabet:
    """Classes of code points, the lowest first: what is said of one of a class is said of all.

    Attributes:
        all: Every class, as bits.
    """

    def __init__(self, term: Term) -> None:
        """Find the classes of a language; surrogates are in none.

        Args:
            term: The language.
        """
        sets = tuple(_sets(term))
        edges = {0, SURROGATES[0], SURROGATES[1] + 1, LAST + 1}
        edges.update(edge for it in sets for low, high in it.ranges for edge in (low, high + 1))
        starts = sorted(edges)
        signatures = [0] * len(starts)
        for number, chars in enumerate(sets):
            for low, high in chars.ranges:
                for index in range(bisect_left(starts, low), bisect_left(starts, high + 1)):
                    signatures[index] |= 1 << number
        classes: dict[int, list[Interval]] = {}
        for (low, after), signature in zip(pairwise(starts), signatures, strict=False):
            if not SURROGATES[0] <= low <= SURROGATES[1]:
                classes.setdefault(signature, []).append((low, after - 1))
        self._intervals = list(classes.values())
        self._sets = {
            chars: sum(1 << it for it, said in enumerate(classes) if said >> number & 1)
            for number, chars in enumerate(sets)
        }
        self.all: Final = (1 << len(classes)) - 1

    def bits(self, chars: CharSet) -> int:
        """Return the classes of a set that the language names, or of all characters."""
        return self.all if chars == ANY_CHAR else self._sets[chars]

    def intervals(self, bits: int) -> tuple[Interval, ...]:
        """Return the code points of some classes, in order."""
        found = [
            it for number, own in enumerate(self._intervals) if bits >> number & 1 for it in own
        ]
        return tuple(sorted(found))


def _sets(term: Term) -> Iterator[CharSet]:
    """Yield each set of characters of a language once."""
    seen: set[Term] = {term}
    todo = [term]
    while todo:
        part = todo.pop()
        match part:
            case CharSet():
                yield part
                inner: tuple[Term, ...] = ()
            case Sequence() | Both():
                inner = part.parts
            case Choice():
                inner = part.options
            case Repeat() | Complement():
                inner = (part.part,)
            case _:
                inner = ()
        fresh = [it for it in inner if it not in seen]
        seen.update(fresh)
        todo += fresh

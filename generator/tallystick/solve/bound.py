"""What an answer of the solver stands on: how far messages were looked at."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

BoundKind: TypeAlias = Literal[
    "items", "extras", "depth", "formats", "tidy", "integers", "rounding", "alike", "copies"
]


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound that an answer stands on.

    Attributes:
        kind: ``items``: length of an array; ``extras``: unnamed members of an object; ``depth``:
            nesting; ``formats``: strings on which implementations of a format may differ;
            ``tidy``: only plain numbers and strings were looked at; ``integers``: integers of 64
            bits; ``rounding``: sums of doubles that need none; ``alike``: parts nobody looks into
            do not differ; ``copies``: items of a long array after the first few are all equal.
        pointer: JSON Pointer of the array or object; ``""`` for the others.
        value: The count.
    """

    kind: BoundKind
    pointer: str
    value: int

"""Outcomes of conditions: when surely true, when surely false, and what could not be said."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tallystick.rules.lowering.formula import FALSE, TRUE, Formula, both, either, negate
from tallystick.rules.lowering.simplify import simplify

NO_DOUBTS: Final[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """When a condition is true, and when it is false; an error where neither.

    A formula with doubts holds wherever it should, and elsewhere too.

    Attributes:
        doubts: Why `true` is weaker than it should be; empty when it is exact.
        denials: Why `false` is.
    """

    true: Formula
    false: Formula
    doubts: tuple[str, ...] = NO_DOUBTS
    denials: tuple[str, ...] = NO_DOUBTS

    def opposite(self) -> "Verdict":
        """Return the verdict of the denied condition."""
        return Verdict(self.false, self.true, self.denials, self.doubts)

    def under(self, fine: Formula, doubts: Iterable[str] = ()) -> "Verdict":
        """Return the verdict where something must be so for there to be no error."""
        more = tuple(doubts)
        return Verdict(
            smaller(both(fine, self.true)),
            smaller(both(fine, self.false)),
            merged(self.doubts, more),
            merged(self.denials, more),
        )

    @property
    def fine(self) -> Formula:
        """When there is no error."""
        return smaller(either(self.true, self.false))

    @property
    def all_doubts(self) -> tuple[str, ...]:
        """Why `fine` is weaker than it should be."""
        return merged(self.doubts, self.denials)


ALWAYS: Final = Verdict(TRUE, FALSE)
NEVER: Final = Verdict(FALSE, TRUE)


def unsaid(reason: str) -> Verdict:
    """Return the verdict of what JSON Schema has no words for."""
    return Verdict(TRUE, TRUE, (reason,), (reason,))


def merged(*doubts: tuple[str, ...]) -> tuple[str, ...]:
    """Return several reasons, each once."""
    return tuple(dict.fromkeys(reason for part in doubts for reason in part))


def smaller(formula: Formula) -> Formula:
    """Return a formula made smaller."""
    return simplify(formula)


def conjunction(parts: Iterable[Verdict]) -> Verdict:
    """Return the verdict of ``&&``."""
    listed = list(parts)
    return Verdict(
        smaller(both(*(part.true for part in listed))),
        smaller(either(*(part.false for part in listed))),
        merged(*(part.doubts for part in listed)),
        merged(*(part.denials for part in listed)),
    )


def disjunction(parts: Iterable[Verdict]) -> Verdict:
    """Return the verdict of ``||``."""
    return conjunction(part.opposite() for part in parts).opposite()


def choice(test: Verdict, then: Verdict, otherwise: Verdict) -> Verdict:
    """Return the verdict of ``test ? then : otherwise``."""

    def taken(one: Formula, other: Formula) -> Formula:
        return smaller(either(both(test.true, one), both(test.false, other)))

    asked = test.all_doubts
    return Verdict(
        taken(then.true, otherwise.true),
        taken(then.false, otherwise.false),
        merged(asked, then.doubts, otherwise.doubts),
        merged(asked, then.denials, otherwise.denials),
    )


def negate_exactly(formula: Formula) -> Formula:
    """Return the opposite of a formula without doubts."""
    return smaller(negate(formula))

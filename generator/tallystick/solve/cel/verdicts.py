"""Verdicts of conditions: true, false, or, where neither, an error."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tallystick.solve.smt.formula import Formula, conj, disj, neg


@dataclass(frozen=True, slots=True)
class Verdict:
    """When a condition is definitely true, and when definitely false."""

    true: Formula
    false: Formula


TRUE: Final = Verdict(true=True, false=False)
FALSE: Final = Verdict(true=False, false=True)


def decided(formula: Formula, fine: Formula) -> Verdict:
    """Return the verdict of a formula where there is no error."""
    return Verdict(conj((fine, formula)), conj((fine, neg(formula))))


def given_that(verdict: Verdict, guard: Formula) -> Verdict:
    """Return the verdict where a guard holds, an error elsewhere."""
    return Verdict(conj((guard, verdict.true)), conj((guard, verdict.false)))


def judged(cases: Iterable[tuple[Formula, Formula]], fine: Formula) -> Verdict:
    """Return the verdict of several cases; where none applies there is an error.

    Args:
        cases: When a case applies, and whether the condition then holds.
        fine: There was no error before.
    """
    listed = list(cases)
    return Verdict(
        conj((fine, disj(conj((guard, held)) for guard, held in listed))),
        conj((fine, disj(conj((guard, neg(held))) for guard, held in listed))),
    )

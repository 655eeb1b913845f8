"""Boolean formulas with the constants folded away, so that z3 sees only what matters."""

from collections.abc import Iterable

from tallystick.solve.smt.symbolic import (
    AND,
    AT_LEAST,
    AT_MOST,
    NOT,
    OR,
    SAME,
    Bool,
    Formula,
)

__all__ = [
    "Formula",
    "at_least",
    "at_most",
    "conj",
    "disj",
    "either",
    "exactly_one",
    "implies",
    "neg",
    "same",
]


def neg(formula: Formula) -> Formula:
    """Return the negation."""
    if isinstance(formula, bool):
        return not formula
    if formula.op is NOT:
        return formula.args[0]  # type: ignore[return-value] # what is denied is a condition
    return formula.terms.bool(NOT, (formula,))


def conj(formulas: Iterable[Formula]) -> Formula:
    """Return the conjunction; true for none."""
    parts: dict[int, Bool] = {}
    for formula in formulas:
        if formula is False:
            return False
        if formula is not True:
            parts[formula.id] = formula
    if len(parts) > 1:
        return next(iter(parts.values())).terms.bool(AND, tuple(parts.values()))
    return parts.popitem()[1] if parts else True


def disj(formulas: Iterable[Formula]) -> Formula:
    """Return the disjunction; false for none."""
    parts: dict[int, Bool] = {}
    for formula in formulas:
        if formula is True:
            return True
        if formula is not False:
            parts[formula.id] = formula
    if len(parts) > 1:
        return next(iter(parts.values())).terms.bool(OR, tuple(parts.values()))
    return parts.popitem()[1] if parts else False


def implies(premise: Formula, conclusion: Formula) -> Formula:
    """Return ``premise -> conclusion``."""
    return disj((neg(premise), conclusion))


def same(left: Formula, right: Formula) -> Formula:
    """Return the equivalence."""
    if isinstance(left, bool):
        return right if left else neg(right)
    if isinstance(right, bool):
        return left if right else neg(left)
    if left is right:
        return True
    return left.terms.bool(SAME, (left, right))


def either(test: Formula, then: Formula, otherwise: Formula) -> Formula:
    """Return ``test ? then : otherwise``."""
    if isinstance(test, bool):
        return then if test else otherwise
    return conj((implies(test, then), disj((test, otherwise))))


def exactly_one(formulas: Iterable[Formula]) -> Formula:
    """Return whether exactly one holds."""
    unknown: list[Bool] = []
    known = 0
    for formula in formulas:
        if isinstance(formula, bool):
            known += formula
        else:
            unknown.append(formula)
    if known > 1:
        return False
    if known == 1:
        return conj(neg(item) for item in unknown)
    return conj((disj(unknown), at_most(unknown, 1)))


def at_most(formulas: list[Bool], count: int) -> Formula:
    """Return whether no more than `count` hold."""
    if len(formulas) <= count:
        return True
    return formulas[0].terms.bool(AT_MOST, formulas, count)


def at_least(formulas: list[Bool], count: int) -> Formula:
    """Return whether `count` or more hold."""
    if count <= 0 or len(formulas) < count:
        return count <= 0
    return disj(formulas) if count == 1 else formulas[0].terms.bool(AT_LEAST, formulas, count)

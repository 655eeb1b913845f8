"""Boolean formulas with the constants folded away, so that z3 sees only what matters."""

from collections.abc import Iterable
from typing import TypeAlias

import z3

Formula: TypeAlias = bool | z3.BoolRef
"""A formula, or its value where that is known."""


def neg(formula: Formula) -> Formula:
    """Return the negation."""
    if isinstance(formula, bool):
        return not formula
    if z3.is_not(formula):
        return formula.arg(0)
    context = formula.ctx
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), formula.as_ast()), context)


def conj(formulas: Iterable[Formula]) -> Formula:
    """Return the conjunction; true for none."""
    parts: dict[int, z3.BoolRef] = {}
    for formula in formulas:
        if formula is False:
            return False
        if formula is not True:
            parts[formula.get_id()] = formula
    if not parts:
        return True
    return _joined(z3.Z3_mk_and, list(parts.values()))


def disj(formulas: Iterable[Formula]) -> Formula:
    """Return the disjunction; false for none."""
    parts: dict[int, z3.BoolRef] = {}
    for formula in formulas:
        if formula is True:
            return True
        if formula is not False:
            parts[formula.get_id()] = formula
    if not parts:
        return False
    return _joined(z3.Z3_mk_or, list(parts.values()))


def _joined(make: object, parts: list[z3.BoolRef]) -> z3.BoolRef:
    """Build the node directly: the wrappers of z3 take five times as long."""
    if len(parts) == 1:
        return parts[0]
    context = parts[0].ctx
    array = (z3.Ast * len(parts))(*[part.as_ast() for part in parts])
    return z3.BoolRef(make(context.ref(), len(parts), array), context)  # type: ignore[operator]


def implies(premise: Formula, conclusion: Formula) -> Formula:
    """Return ``premise -> conclusion``."""
    return disj((neg(premise), conclusion))


def same(left: Formula, right: Formula) -> Formula:
    """Return the equivalence."""
    if isinstance(left, bool):
        return right if left else neg(right)
    if isinstance(right, bool):
        return left if right else neg(left)
    return left == right


def either(test: Formula, then: Formula, otherwise: Formula) -> Formula:
    """Return ``test ? then : otherwise``."""
    if isinstance(test, bool):
        return then if test else otherwise
    return conj((implies(test, then), disj((test, otherwise))))


def exactly_one(formulas: Iterable[Formula]) -> Formula:
    """Return whether exactly one holds."""
    unknown: list[z3.BoolRef] = []
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


def at_most(formulas: list[z3.BoolRef], count: int) -> Formula:
    """Return whether no more than `count` hold."""
    if len(formulas) <= count:
        return True
    return z3.AtMost(*formulas, count)


def at_least(formulas: list[z3.BoolRef], count: int) -> Formula:
    """Return whether `count` or more hold."""
    if count <= 0 or len(formulas) < count:
        return count <= 0
    return disj(formulas) if count == 1 else z3.AtLeast(*formulas, count)

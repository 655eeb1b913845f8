"""Numbers of CEL: comparisons, and arithmetic with its errors.

Source: CEL language definition, "Numeric values" and the list of standard definitions.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

import z3

from tallystick.solve.equality import rational
from tallystick.solve.formula import Formula, conj
from tallystick.solve.values import Number
from tallystick.solve.world import World

LOW: Final = -(1 << 63)
HIGH: Final = (1 << 63) - 1

Term: TypeAlias = z3.ArithRef | int | Fraction


def _pair(left: Term, right: Term, world: World) -> tuple[Term, Term]:
    """Bring two terms to one sort."""
    left, right = _plain(left), _plain(right)
    reals = [isinstance(side, Fraction) or _is_real(side) for side in (left, right)]
    if not any(reals) or not (_is_term(left) or _is_term(right)):
        return left, right
    return as_real(left, world), as_real(right, world)


def _plain(term: Term) -> Term:
    return term.numerator if isinstance(term, Fraction) and term.denominator == 1 else term


def _is_term(term: Term) -> bool:
    return not isinstance(term, int | Fraction)


def _is_real(term: Term) -> bool:
    return _is_term(term) and bool(z3.is_real(term))


def as_real(term: Term, world: World) -> z3.ArithRef:
    """Return a term of reals."""
    if isinstance(term, int | Fraction):
        return rational(Fraction(term), world.context)
    return term if z3.is_real(term) else z3.ToReal(term)


def as_whole(term: Term) -> Term:
    """Return a number rounded towards zero."""
    if isinstance(term, int | Fraction):
        return int(term)
    return z3.If(term >= 0, z3.ToInt(term), -z3.ToInt(-term)) if _is_real(term) else term


def compare(operator: str, left: Number, right: Number, world: World) -> Formula:
    """Return whether a comparison of two numbers holds, of different kinds too."""
    one, other = _pair(left.term, right.term, world)
    match operator:
        case "==":
            return one == other
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
        case _:
            return one >= other


def within_64(term: Term) -> Formula:
    """Return whether an integer is one of CEL's."""
    return conj((term >= LOW, term <= HIGH))


@dataclass(frozen=True, slots=True)
class Sum:
    """The result of an operation.

    Attributes:
        fine: It ends in no error.
    """

    number: Number
    fine: Formula


def calculate(operator: str, left: Number, right: Number, world: World) -> Sum | None:
    """Apply ``+ - * / %`` to two numbers; None when the operator does not take them."""
    if left.double != right.double or (left.double and operator == "%"):
        return None
    if left.double:
        return _double(operator, left.term, right.term, world)
    for side in (left.term, right.term):
        if not isinstance(side, int | Fraction):
            world.assume(_implies_64(side, world))
    fine: Formula = True
    result: Term
    match operator:
        case "+":
            result = left.term + right.term
        case "-":
            result = left.term - right.term
        case "*":
            result = left.term * right.term
        case _:
            fine = right.term != 0
            result = _truncated(operator, left.term, right.term, world)
    return Sum(Number(result, double=False), conj((fine, within_64(result))))


def _implies_64(term: z3.ArithRef, world: World) -> Formula:
    """Beyond 64 bits the runtime has other kinds of number, which is not looked into."""
    return z3.Implies(world.limit("integers"), within_64(term))


def _truncated(operator: str, left: Term, right: Term, world: World) -> Term:
    """Return the quotient rounded towards zero, or what it leaves."""
    if isinstance(left, int) and isinstance(right, int):
        if right == 0:
            return 0
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return quotient if operator == "/" else left - quotient * right
    one = z3.IntVal(left, world.context) if isinstance(left, int) else left
    other = z3.IntVal(right, world.context) if isinstance(right, int) else right
    size = z3.If(one < 0, -one, one) / z3.If(other < 0, -other, other)
    quotient = z3.If((one < 0) == (other < 0), size, -size)
    return quotient if operator == "/" else one - quotient * other


def _double(operator: str, left: Term, right: Term, world: World) -> Sum:
    """Calculate exactly where the runtime rounds: said as a bound."""
    one, other = as_real(left, world), as_real(right, world)
    fine: Formula = True
    match operator:
        case "+":
            exact = one + other
        case "-":
            exact = one - other
        case "*":
            exact = one * other
        case _:
            exact = one / other
            fine = other != 0
    world.unknowns.append("rounding")
    result = world.real("double")
    world.assume(z3.Implies(world.limit("rounding"), z3.And(result == exact, fine)))
    return Sum(Number(result, double=True), fine=True)


def negative(number: Number, world: World) -> Sum:
    """Return the number with the other sign."""
    result = Number(-number.term, number.double)
    if number.double or isinstance(number.term, Fraction):
        return Sum(result, fine=True)
    if not isinstance(number.term, int):
        world.assume(_implies_64(number.term, world))
    return Sum(result, within_64(result.term))

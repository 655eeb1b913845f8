"""Numbers of CEL: comparisons, and arithmetic with its errors.

Source: CEL language definition, "Numeric values" and the list of standard definitions.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from tallystick.solve.cel.values import Number
from tallystick.solve.encoding.equality import rational
from tallystick.solve.encoding.world import World, is_exact
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg, same
from tallystick.solve.smt.symbolic import (
    NUMBER,
    REAL,
    Arith,
    as_reals,
    chosen,
    equals,
    rounded_down,
)

LOW: Final = -(1 << 63)
HIGH: Final = (1 << 63) - 1
_CONVERTED: Final = (1 << 63) - 513
"""The runtime converts no double of 63 bits; larger integers than this one become such a double."""

Term: TypeAlias = Arith | int | Fraction

_TURNED: Final = {"==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _pair(left: Term, right: Term, world: World) -> tuple[Term, Term]:
    """Bring two terms to one sort."""
    reals = [isinstance(side, Fraction) or _is_real(side) for side in (left, right)]
    if not any(reals) or not (_is_term(left) or _is_term(right)):
        return left, right
    return as_real(left, world), as_real(right, world)


def _plain(term: Term) -> Term:
    return term.numerator if isinstance(term, Fraction) and term.denominator == 1 else term


def _is_term(term: Term) -> bool:
    return not isinstance(term, int | Fraction)


def _is_real(term: Term) -> bool:
    return isinstance(term, Arith) and term.sort is REAL


def as_real(term: Term, world: World) -> Arith:
    """Return a term of reals."""
    if isinstance(term, int | Fraction):
        return rational(Fraction(term), world.terms)
    return as_reals(term)


def as_whole(term: Term, world: World) -> Term:
    """Return a number rounded towards zero."""
    if isinstance(term, int | Fraction):
        return int(term)
    if term.sort is not REAL:
        return term
    below = _below(term, world)
    if below is not None:
        return chosen(below >= 0, below, below + 1)
    return chosen(term >= 0, rounded_down(term), -rounded_down(-term))


def compare(operator: str, left: Number, right: Number, world: World) -> Formula:
    """Return whether a comparison of two numbers holds, of different kinds too.

    An integer is read as a double beside one, so what is too large for that is not known.
    """
    one, other = _plain(left.term), _plain(right.term)
    held = _compared(operator, one, other, world)
    if left.double == right.double or not isinstance(one, Arith) or not isinstance(other, Arith):
        return held
    whole = world.as_double(other if left.double else one)
    return world.unless(neg(is_exact(whole)), held)


def _compared(operator: str, one: Term, other: Term, world: World) -> Formula:
    """Return whether a comparison of two numbers holds."""
    for number, fraction, order in ((one, other, operator), (other, one, _TURNED[operator])):
        below = _below(fraction, world)
        if below is not None and not isinstance(number, Fraction) and not _is_real(number):
            return _beside(order, number, below)
    return _in_order(operator, *_pair(one, other, world), world)


def _in_order(operator: str, one: Term, other: Term, world: World) -> Formula:
    """Return whether a comparison of two numbers of one sort holds."""
    match operator:
        case "==":
            _tell(one, other, world)
            return equals(one, other)
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
        case _:
            return one >= other


def _tell(one: Term, other: Term, world: World) -> None:
    """Say that equal fractions have equal integers below them: z3 may find no end of looking."""
    below, below_other = _below(one, world), _below(other, world)
    if below is not None and below_other is not None:
        world.assume(implies(equals(one, other), equals(below, below_other)))


def _below(term: Term, world: World) -> Arith | None:
    """Return the next integer below what is none."""
    found = world.fractions.get(term.id) if isinstance(term, Arith) else None
    return None if found is None else found[0]


def _beside(operator: str, number: Arith | int, below: Arith) -> Formula:
    """Compare an integer with what is none: of integers alone, where z3 finds an end sooner."""
    if operator == "==":
        return False
    return number <= below if operator in ("<", "<=") else below < number


def within_64(term: Term) -> Formula:
    """Return whether an integer is one of CEL's."""
    return conj((term >= LOW, term <= HIGH))


def is_converted(term: Term) -> Formula:
    """Return whether a double that was rounded becomes an integer of CEL's."""
    return conj((term >= -_CONVERTED, term <= _CONVERTED))


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
            result = _times(left.term, right.term, world)
        case _:
            fine = neg(equals(right.term, 0))
            result = _truncated(operator, left.term, right.term, world)
    return Sum(Number(result, double=False), conj((fine, within_64(result))))


def _implies_64(term: Arith, world: World) -> Formula:
    """Beyond 64 bits the runtime has other kinds of number, which is not looked into."""
    return implies(world.limit("integers"), within_64(term))


def _truncated(operator: str, left: Term, right: Term, world: World) -> Term:
    """Return the quotient rounded towards zero, or what it leaves."""
    if isinstance(left, int) and isinstance(right, int):
        if right == 0:
            return 0
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return quotient if operator == "/" else left - quotient * right
    one, other = _as_term(left, world), _as_term(right, world)
    size, rest = _divided(_absolute(left, world), _absolute(right, world), world)
    if operator == "/":
        return chosen(same(one < 0, other < 0), size, -size)
    return chosen(one < 0, -rest, rest)


def _absolute(term: Term, world: World) -> Arith:
    """Return an integer without its sign."""
    if isinstance(term, Arith):
        return chosen(term < 0, -term, term)
    return world.terms.number(abs(int(term)))


def _divided(one: Arith, other: Arith, world: World) -> tuple[Arith, Arith]:
    """Return how often an integer that is not negative goes into another, and what is left."""
    if other.op is NUMBER:
        return one / other, one % other
    size, rest = world.whole(), world.whole()
    whole = equals(one, world.products.times(size, other) + rest)
    world.assume(implies(other > 0, conj((whole, size >= 0, rest >= 0, rest < other))))
    return size, rest


def _times(left: Term, right: Term, world: World) -> Term:
    if isinstance(left, Arith) or isinstance(right, Arith):
        return world.products.times(left, right)
    return left * right


def _as_term(term: Term, world: World) -> Arith:
    return term if isinstance(term, Arith) else world.terms.number(term)


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
            exact = world.products.times(one, other)
        case _:
            fine = neg(equals(other, 0))
            exact = _quotient(one, other, world)
    world.unknowns.append("rounding")
    result = world.real()
    world.assume(implies(world.limit("rounding"), conj((equals(result, exact), fine))))
    return Sum(Number(result, double=True), fine=True)


def _quotient(one: Arith, other: Arith, world: World) -> Arith:
    """Return what a number gives by another one that is not zero."""
    if other.op is NUMBER:
        return one / other
    quotient = world.real()
    whole = equals(one, world.products.times(quotient, other))
    world.assume(disj((equals(other, 0), whole)))
    return quotient


def negative(number: Number, world: World) -> Sum:
    """Return the number with the other sign."""
    result = Number(-number.term, number.double)
    if number.double or isinstance(number.term, Fraction):
        return Sum(result, fine=True)
    if not isinstance(number.term, int):
        world.assume(_implies_64(number.term, world))
    return Sum(result, within_64(result.term))

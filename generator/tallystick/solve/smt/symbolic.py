"""Formulas and numbers that are not known yet: plain values, each made once.

z3's own wrappers cost several times as much as z3 itself. So what is said of a message is put
together here, where equal terms are one object and what is known is folded away, and z3 is given
only what is asserted in the end.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeAlias

CONST, NUMBER, APPLY = "const", "number", "apply"
NOT, AND, OR, SAME, LESS, AT_MOST_OTHER = "not", "and", "or", "=", "<", "<="
AT_MOST, AT_LEAST = "at most", "at least"
PLUS, MINUS, TIMES, DIVIDED, QUOTIENT, REST = "+", "-", "*", "/", "div", "mod"
IF, TO_REAL, TO_INT = "if", "to real", "to int"

BOOL, INT, REAL = "Bool", "Int", "Real"
"""Sorts; any other name is a sort of its own, of which only equality is known."""


class Term:
    """One term of a `Terms`: compare with ``is``.

    Attributes:
        terms: What made it.
        id: Its number there.
        op: What it is made with.
        args: What it is made of.
        sort: What it stands for.
        value: The count of `AT_MOST` and `AT_LEAST`, the number of `NUMBER`, the `Function`.
        handle: z3's, once it was asked about.
    """

    __slots__ = ("args", "handle", "id", "op", "sort", "terms", "value")

    def __init__(  # noqa: PLR0913, PLR0917 - made in one place, millions of times
        self,
        terms: "Terms",
        number: int,
        op: str,
        args: "tuple[Term, ...]",
        sort: str,
        value: object,
    ) -> None:
        """Only `Terms` makes them."""
        self.terms = terms
        self.id = number
        self.op = op
        self.args = args
        self.sort = sort
        self.value = value
        self.handle: int | None = None

    def __repr__(self) -> str:
        """Show it as people write it, about."""
        parts = [str(self.value)] if self.value is not None else []
        parts += [f"{self.op}!{self.id}"] if self.op is CONST else [repr(it) for it in self.args]
        return f"({self.op} {' '.join(parts)})"


class Bool(Term):
    """A condition."""

    __slots__ = ()


class Arith(Term):
    """An integer or a real number."""

    __slots__ = ()

    def __lt__(self, other: "Operand") -> "Formula":
        """Whether it is less."""
        return self.terms.less(self, other)

    def __le__(self, other: "Operand") -> "Formula":
        """Whether it is no more."""
        return self.terms.no_more(self, other)

    def __gt__(self, other: "Operand") -> "Formula":
        """Whether it is more."""
        return self.terms.less(other, self)

    def __ge__(self, other: "Operand") -> "Formula":
        """Whether it is no less."""
        return self.terms.no_more(other, self)

    def __add__(self, other: "Operand") -> "Arith":
        """Return the sum."""
        return self.terms.calculated(PLUS, self, other)

    __radd__ = __add__

    def __sub__(self, other: "Operand") -> "Arith":
        """Return the difference."""
        return self.terms.calculated(MINUS, self, other)

    def __rsub__(self, other: "Operand") -> "Arith":
        """Return the difference."""
        return self.terms.calculated(MINUS, other, self)

    def __mul__(self, other: "Operand") -> "Arith":
        """Return the product."""
        return self.terms.calculated(TIMES, self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: "Operand") -> "Arith":
        """Return the quotient; of integers, rounded down for what is positive."""
        return self.terms.calculated(DIVIDED if self.sort is REAL else QUOTIENT, self, other)

    def __mod__(self, other: "Operand") -> "Arith":
        """Return what an integer leaves, never negative."""
        return self.terms.calculated(REST, self, other)

    def __neg__(self) -> "Arith":
        """Return the number with the other sign."""
        return self.terms.calculated(MINUS, 0, self)


Formula: TypeAlias = bool | Bool
"""A formula, or its value where that is known."""
Operand: TypeAlias = Arith | int | Fraction


class Function:
    """A function of which nothing is known but what is said of it."""

    __slots__ = ("domain", "handle", "id", "range", "terms")

    def __init__(self, terms: "Terms", number: int, domain: str, range_: str) -> None:
        """Only `Terms` makes them."""
        self.terms = terms
        self.id = number
        self.domain = domain
        self.range = range_
        self.handle: int | None = None

    def bool(self, term: Term) -> Bool:
        """Return what it says of a term."""
        return self.terms.bool(APPLY, (term,), self)

    def arith(self, term: Term) -> Arith:
        """Return the number it gives for a term."""
        return self.terms.arith(APPLY, (term,), self.range, self)

    def other(self, term: Term) -> Term:
        """Return what it gives for a term."""
        return self.terms.other(APPLY, (term,), self.range, self)

    def __repr__(self) -> str:
        """Show its number."""
        return f"function {self.id}"


class TooManyTermsError(Exception):
    """An encoding is too large to be made, or to be asked."""


class Terms:
    """Makes the terms of one world; equal ones are one object."""

    __slots__ = ("_known", "_numbers", "count", "most")

    def __init__(self, most: int | None = None) -> None:
        """Begin without any.

        Args:
            most: Terms that there may be; None is no bound.
        """
        self.most = most
        self._known: dict[tuple[object, ...], Term] = {}
        self._numbers: dict[tuple[str, int | Fraction], Arith] = {}
        self.count = 0

    # --- What stands for itself ---------------------------------------------------------------

    def truth(self) -> Bool:
        """Return a new condition."""
        self.count += 1
        return Bool(self, self.count, CONST, (), BOOL, None)

    def whole(self) -> Arith:
        """Return a new integer."""
        self.count += 1
        return Arith(self, self.count, CONST, (), INT, None)

    def real(self) -> Arith:
        """Return a new number."""
        self.count += 1
        return Arith(self, self.count, CONST, (), REAL, None)

    def function(self, domain: str, range_: str) -> Function:
        """Return a new function."""
        self.count += 1
        return Function(self, self.count, domain, range_)

    def number(self, value: int | Fraction, sort: str = INT) -> Arith:
        """Return a number that is known."""
        key = (sort, value)
        found = self._numbers.get(key)
        if found is None:
            self.count += 1
            found = self._numbers[key] = Arith(self, self.count, NUMBER, (), sort, value)
        return found

    @property
    def are_too_many(self) -> bool:
        """Whether one more was wanted than there may be."""
        return self.most is not None and self.count > self.most

    def _grow(self) -> None:
        """Count one more.

        Raises:
            TooManyTermsError: There are as many as there may be.
        """
        self.count += 1
        if self.are_too_many:
            raise TooManyTermsError

    # --- What is made of others -----------------------------------------------------------------

    def bool(self, op: str, args: Sequence[Term], value: object = None) -> Bool:
        """Return a condition."""
        key = (op, value, *[it.id for it in args])
        found = self._known.get(key)
        if found is None:
            self._grow()
            found = self._known[key] = Bool(self, self.count, op, tuple(args), BOOL, value)
        return found  # type: ignore[return-value] # the key's operation gives conditions only

    def arith(self, op: str, args: Sequence[Term], sort: str, value: object = None) -> Arith:
        """Return a number."""
        key = (op, value, *[it.id for it in args])
        found = self._known.get(key)
        if found is None:
            self._grow()
            found = self._known[key] = Arith(self, self.count, op, tuple(args), sort, value)
        return found  # type: ignore[return-value] # the key's operation gives numbers only

    def other(self, op: str, args: Sequence[Term], sort: str, value: object = None) -> Term:
        """Return a term of a sort of its own."""
        key = (op, value, *[it.id for it in args])
        found = self._known.get(key)
        if found is None:
            self.count += 1
            found = self._known[key] = Term(self, self.count, op, tuple(args), sort, value)
        return found

    def pair(self, left: Operand, right: Operand) -> tuple[Arith, Arith]:
        """Bring two operands to one sort: that of those which are no Python numbers."""
        if isinstance(left, Arith):
            return left, right if isinstance(right, Arith) else self.number(right, left.sort)
        if not isinstance(right, Arith):
            msg = "two numbers that are known need no term"
            raise TypeError(msg)
        return self.number(left, right.sort), right

    def less(self, left: Operand, right: Operand) -> Formula:
        """Return whether one number is less than another."""
        one, other = self.pair(left, right)
        return False if one is other else self.bool(LESS, (one, other))

    def no_more(self, left: Operand, right: Operand) -> Formula:
        """Return whether one number is less than another, or equal."""
        one, other = self.pair(left, right)
        return True if one is other else self.bool(AT_MOST_OTHER, (one, other))

    def calculated(self, op: str, left: Operand, right: Operand) -> Arith:
        """Return what an operation gives."""
        one, other = self.pair(left, right)
        return self.arith(op, (one, other), one.sort)


def equals(left: Operand, right: Operand) -> Formula:
    """Return whether two numbers are equal."""
    if not isinstance(left, Arith) and not isinstance(right, Arith):
        return left == right
    terms = left.terms if isinstance(left, Arith) else right.terms  # type: ignore[union-attr] # one of them is
    one, other = terms.pair(left, right)
    return _equal(terms, one, other)


def same_thing(left: Term, right: Term) -> Formula:
    """Return whether two terms of a sort of its own are equal."""
    return _equal(left.terms, left, right)


def _equal(terms: Terms, one: Term, other: Term) -> Formula:
    if one is other:
        return True
    if one.op is NUMBER and other.op is NUMBER:
        return False
    if one.id > other.id:
        one, other = other, one
    return terms.bool(SAME, (one, other))


def chosen(test: Formula, then: Arith, otherwise: Arith) -> Arith:
    """Return one of two numbers."""
    if isinstance(test, bool):
        return then if test else otherwise
    return test.terms.arith(IF, (test, then, otherwise), then.sort)


def as_reals(term: Arith) -> Arith:
    """Return an integer as a real number."""
    return term if term.sort is REAL else term.terms.arith(TO_REAL, (term,), REAL)


def rounded_down(term: Arith) -> Arith:
    """Return a real number as an integer."""
    return term.terms.arith(TO_INT, (term,), INT)


def total(formulas: Iterable[Bool], terms: Terms) -> Arith:
    """Return how many of some formulas hold."""
    one, zero = terms.number(1), terms.number(0)
    parts = [terms.arith(IF, (it, one, zero), INT) for it in formulas]
    if not parts:
        return zero
    return parts[0] if len(parts) == 1 else terms.arith(PLUS, parts, INT)

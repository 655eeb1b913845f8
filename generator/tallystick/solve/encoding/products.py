"""Products of two numbers that are both not known: z3 is told of them only what it got wrong.

Asked about such products, z3 gives up, and with them about all that stands beside. So a product is
a number of its own. What a model claims of it is checked, and becomes two kinds of facts: what it
is where one of the factors is as the model says, and on which side of a plane it lies elsewhere;
first of the planes through the corners that bounds of both make.

Source: Cimatti and others, *Incremental linearization for satisfiability and verification modulo
nonlinear arithmetic and transcendental functions*, 2018.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Final

from tallystick.solve.smt.formula import Formula, conj, disj, implies, same
from tallystick.solve.smt.model import Model
from tallystick.solve.smt.symbolic import (
    INT,
    NUMBER,
    TO_REAL,
    Arith,
    Bool,
    Operand,
    Term,
    Terms,
    equals,
)

_SIGNS: Final = ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))
"""Sign of one factor, of the other, of the product."""
_CORNERS: Final = 9
"""Pairs of bounds of both factors that are looked at."""


@dataclass(frozen=True, slots=True)
class Product:
    """A number that stands for a product."""

    one: Arith
    other: Arith
    result: Arith


class Products:
    """All products of one world."""

    def __init__(self, terms: Terms, axioms: list[Formula]) -> None:
        """Make an empty store.

        Args:
            terms: What formulas are made of.
            axioms: Where facts go.
        """
        self._terms = terms
        self._axioms = axioms
        self._known: dict[tuple[int, int], Product] = {}
        self._bounds: dict[int, dict[Fraction, None]] = {}
        self._cornered: set[int] = set()

    def times(self, one: Operand, other: Operand) -> Arith:
        """Return the product of two numbers of one sort, one of which is a term."""
        left, right = self._terms.pair(one, other)
        if NUMBER in (left.op, right.op):
            return left * right
        key = (min(left.id, right.id), max(left.id, right.id))
        if key not in self._known:
            result = self._terms.whole() if left.sort is INT else self._terms.real()
            made = self._known[key] = Product(left, right, result)
            self._axioms.extend(_signs(made))
        return self._known[key].result

    def bounded(self, term: Arith, bound: Fraction) -> None:
        """Note a number that something says a term is not beyond."""
        self._bounds.setdefault(term.id, {})[bound] = None

    def mended(self, model: Model) -> tuple[Bool, ...]:
        """State facts about the products that a model has wrong.

        Returns:
            For each of them a literal: one of its factors stays as it is, so that z3 knows the
            product. None of them is so of every message.
        """
        return tuple(
            pin for product in self._known.values() for pin in self._mended(product, model)
        )

    def _mended(self, product: Product, model: Model) -> Iterator[Bool]:
        one, other = model.fraction(product.one), model.fraction(product.other)
        if model.fraction(product.result) == one * other:
            return
        if product.result.id not in self._cornered:
            self._cornered.add(product.result.id)
            for corner in islice(self._corners(product), _CORNERS):
                self._axioms += _beside(product, *corner)
        self._axioms += [
            implies(equals(product.one, one), equals(product.result, product.other * one)),
            implies(equals(product.other, other), equals(product.result, product.one * other)),
            *_beside(product, one, other),
        ]
        pin = self._terms.truth()
        self._axioms.append(implies(pin, equals(product.one, one)))
        yield pin

    def _corners(self, product: Product) -> Iterator[tuple[Fraction, Fraction]]:
        """Yield where both factors are at a bound."""
        ones, others = (self._bounds.get(_bare(it).id, {}) for it in (product.one, product.other))
        return ((one, other) for one in ones for other in others)


def _bare(term: Arith) -> Term:
    """Return the integer that a term has as a real number, or the term."""
    return term.args[0] if term.op is TO_REAL else term


def _signs(product: Product) -> Iterator[Formula]:
    """Yield on which side of zero a product lies."""
    factors = (product.one, product.other)
    yield same(equals(product.result, 0), disj(equals(it, 0) for it in factors))
    for signs in _SIGNS:
        sides = [it * sign > 0 for it, sign in zip(factors, signs, strict=False)]
        yield implies(conj(sides), product.result * signs[2] > 0)


def _beside(product: Product, one: Fraction, other: Fraction) -> Iterator[Formula]:
    """Yield on which side of the plane that touches a product at a point it lies."""
    plane = product.other * one + product.one * other - one * other
    right, above = product.one >= one, product.other >= other
    left, below = product.one <= one, product.other <= other
    alike = disj((conj((right, above)), conj((left, below))))
    opposite = disj((conj((right, below)), conj((left, above))))
    yield implies(alike, product.result >= plane)
    yield implies(opposite, product.result <= plane)

"""What every symbolic value of one message has in common: names, axioms, bounds, strings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tallystick.solve.bound import Bound, BoundKind
from tallystick.solve.effort import MOST_TERMS
from tallystick.solve.encoding.products import Products
from tallystick.solve.smt.formula import Formula, conj, either, implies, same
from tallystick.solve.smt.symbolic import Arith, Bool, Function, Term, Terms, equals
from tallystick.solve.strings.words import Words

_EXACT: Final = 1 << 53
"""Integers up to here are doubles without rounding."""
MOST_SPELLED: Final = 130
"""Items of an array, or unnamed members of an object, that are spelled out at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How far a message is spelled out.

    Attributes:
        items: Items of an array beyond which it is not looked at, unless its schema wants more.
        extras: Members of an object that nobody names.
        depth: Levels of nesting.
        grown: (JSON Pointer, count) of arrays and objects that are spelled out further.
        alike: Arrays whose items after the first few are copies of one, which is cheaper.
        anyone: Arrays and objects of whose other parts some stand for any; ``*`` for any item in a
            pointer.
    """

    items: int = 2
    extras: int = 1
    depth: int = 10
    grown: tuple[tuple[str, int], ...] = ()
    alike: frozenset[str] = frozenset()
    anyone: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Later:
    holds: Bool
    make: Callable[[], Formula]


@dataclass(slots=True)
class World:
    """The symbolic values of one message.

    Attributes:
        terms: What formulas are made of.
        axioms: What holds of any JSON value; taken by whoever asserts it.
        limits: Literals that keep a message within bounds. A proof that does not use one of them
            does not depend on it.
        sizes: JSON Pointer of an array or object -> counts that the document speaks of: worth
            spelling it out to.
        apart: Arrays whose items are compared with each other, so that copies will not do.
        named: Members that have a name, so far.
        unknowns: What is not encoded: free in the formulas, so that a proof stands, and a message
            needs the oracles.
        equalities: Of nodes, by their numbers.
        made: Formulas that are shared, by what they say of what.
        alike: Nodes that were compared though nobody looks into them.
        conditions: Of rules, by what they are about; see `tallystick.solve.cel.sharing`.
        fractions: By the number of the term of a number that is no integer: the next one below it,
            and what it has beyond that.
        settling: What was put off is being said, more than once.
    """

    bounds: Bounds
    terms: Terms = field(default_factory=Terms)
    axioms: list[Formula] = field(default_factory=list)
    limits: dict[Bound, Bool] = field(default_factory=dict)
    sizes: dict[str, set[int]] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)
    named: int = 0
    unknowns: list[str] = field(default_factory=list)
    equalities: dict[tuple[int, int], Formula] = field(default_factory=dict)
    made: dict[object, Formula] = field(default_factory=dict)
    alike: set[int] = field(default_factory=set)
    conditions: dict[object, list[Any]] = field(default_factory=dict)
    fractions: dict[int, tuple[Arith, Arith]] = field(default_factory=dict)
    settling: bool = False
    words: Words = field(init=False)
    products: Products = field(init=False)
    _count: int = 0
    _later: list[_Later] = field(default_factory=list)
    _identities: dict[str, tuple[Function, tuple[Function, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the store of strings; what has grown may not grow without end."""
        large = self.bounds.grown or self.bounds.anyone
        self.terms.most = MOST_TERMS if large else None
        self.products = Products(self.terms, self.axioms)
        self.words = Words(self.terms, self.axioms, lambda name: self.limit("tidy", name))

    def number(self) -> int:
        """Return a number that was not returned before."""
        self._count += 1
        return self._count

    def truth(self) -> Bool:
        """Return a new literal."""
        return self.terms.truth()

    def whole(self) -> Arith:
        """Return a new integer."""
        return self.terms.whole()

    def real(self) -> Arith:
        """Return a new number."""
        return self.terms.real()

    def as_double(self, whole: Arith) -> Arith:
        """Return an integer that is read as a double: the same within bounds."""
        self.assume(implies(self.limit("rounding"), is_exact(whole)))
        return whole

    def unknown(self, what: str) -> Bool:
        """Return a literal that stands for what is not encoded."""
        self.unknowns.append(what)
        return self.truth()

    def once(self, key: object, make: Callable[[], Formula]) -> Formula:
        """Return a formula that is made once for each key.

        Two contracts that say the same of the same value then agree on it, whatever literals the
        formula is made with.
        """
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def opaque(self, what: str, key: object) -> Formula:
        """Return the literal of something that is not encoded: one for each key."""
        return self.once((what, key), lambda: self.unknown(what))

    def unless(self, beyond: Formula, formula: Formula) -> Formula:
        """Return a formula about what is spelled out; nothing is known of what lies beyond."""
        return either(beyond, self.truth(), formula)

    def identity(self, name: str, term: Arith, *parts: Arith) -> Term:
        """Return what stands for a number where it is only compared for equality.

        Equalities of numbers themselves would each be a row of z3's tableau: too many, where each
        item of an array is compared with each other.

        Args:
            name: Of its sort.
            term: The number.
            parts: Others that it determines, which z3 need not find out then: the integers below
                equal fractions it may look for without end.
        """
        told = (term, *parts)
        if name not in self._identities:
            back = tuple(self.terms.function(name, it.sort) for it in told)
            self._identities[name] = self.terms.function(term.sort, name), back
        there, back = self._identities[name]
        identity = there.other(term)
        for function, it in zip(back, told, strict=True):
            self.axioms.append(equals(function.arith(identity), it))
        return identity

    def assume(self, formula: Formula) -> None:
        """Assert something of every message."""
        if formula is not True:
            self.axioms.append(formula)

    def limit(self, kind: BoundKind, pointer: str = "", value: int = 0) -> Bool:
        """Return the literal of a bound."""
        bound = Bound(kind, pointer, value)
        if bound not in self.limits:
            self.limits[bound] = self.truth()
        return self.limits[bound]

    def note_size(self, pointer: str, *counts: int) -> None:
        """Note counts that the document speaks of."""
        self.sizes.setdefault(pointer, set()).update(counts)

    def room(self, pointer: str, wanted: int, default: int) -> int:
        """Return how many items, or unnamed members, to spell out."""
        grown = dict(self.bounds.grown).get(pointer, 0)
        return min(MOST_SPELLED, max(default, wanted, grown))

    def later(self, make: Callable[[], Formula]) -> Bool:
        """Return a literal for what can only be said when all members are known.

        Args:
            make: Returns the formula; called again whenever more members have come up.
        """
        holds = self.truth()
        self._later.append(_Later(holds, make))
        return holds

    def _made(self) -> Iterator[Formula]:
        for item in self._later:  # the list grows meanwhile
            yield same(item.holds, item.make())

    def settle(self) -> None:
        """Say what was put off."""
        self.settling = True
        while True:
            before = self.named
            formulas = list(self._made())
            if self.named == before:
                break
        self.settling = False
        self._later.clear()
        for formula in formulas:
            self.assume(formula)


def is_exact(whole: Arith) -> Formula:
    """Return whether an integer is a double without rounding."""
    return conj((whole >= -_EXACT, whole <= _EXACT))

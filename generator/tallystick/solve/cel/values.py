"""Values of CEL expressions over a message that is not known yet.

A value is a choice: under each of several guards it is an atom of one family. Values of different
families are never equal, and an operation that a family does not have is an error, so operations
ask a value for the families they know. Where an evaluation ends in an error its value does not
matter, so guards say nothing of errors.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, Protocol, TypeAlias

from tallystick.rules.shape import (
    ListShape,
    Shape,
    Shapes,
    Simple,
    families,
    item_shape,
    union,
    variants,
)
from tallystick.solve.encoding.anyone import Anyone
from tallystick.solve.encoding.node import Node
from tallystick.solve.encoding.world import World
from tallystick.solve.smt.formula import Formula, conj, neg
from tallystick.solve.smt.symbolic import Arith

Family: TypeAlias = Literal["bool", "number", "string", "null", "list", "object"]
FAMILIES: Final[tuple[Family, ...]] = ("bool", "number", "string", "null", "list", "object")


@dataclass(frozen=True, slots=True)
class Truth:
    """A bool."""

    formula: Formula


@dataclass(frozen=True, slots=True)
class Number:
    """A number.

    Attributes:
        term: Its value; an integer term may stand for a double too.
        double: It is CEL's double, not its int.
    """

    term: "Arith | int | Fraction"
    double: bool


@dataclass(frozen=True, slots=True)
class Size(Number):
    """The number of items of arrays of the message, or of some of their items.

    Attributes:
        pointers: JSON Pointers of the arrays that the items are of.
    """

    pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A string, as a code of `Words`."""

    code: Arith


@dataclass(frozen=True, slots=True)
class Null:
    """Null; an item of a list, as a member that is null is not given."""


@dataclass(frozen=True, slots=True)
class Listing:
    """An array of the message, read as a shape."""

    node: Node
    shape: Shape


@dataclass(frozen=True, slots=True)
class Rest:
    """Items of a list that are not spelled out.

    Attributes:
        anyone: The items of the array that they are, or are made of.
        part: Returns whether what is made of an item is in the list, and the value.
    """

    anyone: Anyone[Node]
    part: "Callable[[Node], tuple[Formula, Value]]"


@dataclass(frozen=True, slots=True)
class Items:
    """A list that the rule makes: each part with whether it is there.

    Attributes:
        rests: What it has besides, in whatever order.
        pointers: JSON Pointers of the arrays that it is made of.
    """

    parts: "tuple[tuple[Formula, Value], ...]"
    rests: tuple[Rest, ...] = ()
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Object:
    """An object of the message, read as a shape."""

    node: Node
    shape: Shape


@dataclass(frozen=True, slots=True)
class Entries:
    """An object that the rule makes."""

    members: "tuple[tuple[str, Value], ...]"


Atom: TypeAlias = Truth | Number | Text | Null | Listing | Items | Object | Entries


class Value(Protocol):
    """What an expression evaluates to."""

    @property
    def families(self) -> frozenset[Family]:
        """The families it may be of."""
        ...

    def atoms(self, family: Family) -> Iterator[tuple[Formula, Atom]]:
        """Yield what it may be in one family, each under its guard."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """A value of one family."""

    family: Family
    atom: Atom

    @property
    def families(self) -> frozenset[Family]:
        """The family."""
        return frozenset((self.family,))

    def atoms(self, family: Family) -> Iterator[tuple[Formula, Atom]]:
        """Yield the atom."""
        if family == self.family:
            yield True, self.atom


@dataclass(frozen=True, slots=True)
class Given:
    """A place of the message, as the runtime is given it.

    A value that is not of the shape breaks the schema; what a rule would say of it is not looked
    into: it counts as an error.

    Attributes:
        shape: What the runtime's conversion goes by: it tells ints from doubles.
    """

    node: Node
    shape: Shape
    shapes: Shapes

    @property
    def families(self) -> frozenset[Family]:
        """Those of the shape."""
        found = families(self.shape, self.shapes)
        if "any" in found:
            return frozenset(FAMILIES)
        return frozenset(family for family in FAMILIES if family in found)

    def atoms(self, family: Family) -> Iterator[tuple[Formula, Atom]]:
        """Yield what the place holds when it is of a family."""
        if family not in self.families:
            return
        node = self.node
        match family:
            case "bool":
                yield node.is_("boolean"), Truth(node.flag)
            case "number":
                yield from self._numbers()
            case "string":
                yield node.is_("string"), Text(node.code)
            case "null":
                yield node.is_("null"), Null()
            case "list":
                yield node.is_("array"), Listing(node, self.shape)
            case "object":
                yield node.is_("object"), Object(node, self.shape)

    @property
    def kinds(self) -> set[str]:
        """Those of the values without parts that the shape has: int, double, ..."""
        return {item.kind for item in variants(self.shape, self.shapes) if isinstance(item, Simple)}

    def _numbers(self) -> Iterator[tuple[Formula, Number]]:
        kinds = self.kinds
        node, integer = self.node, self.node.is_("integer")
        yield node.is_("fraction"), Number(node.fraction, double=True)
        if "any" in kinds or {"int", "double"} <= kinds:  # as it is written: 1 or 1.0
            yield conj((integer, neg(node.floated))), Number(node.whole, double=False)
            yield conj((integer, node.floated)), Number(node.whole, double=True)
        elif "double" in kinds:
            yield integer, Number(node.double, double=True)
        else:
            yield integer, Number(node.whole, double=False)


@dataclass(frozen=True, slots=True)
class Either:
    """One of several values, each under its guard."""

    options: tuple[tuple[Formula, Value], ...]

    @property
    def families(self) -> frozenset[Family]:
        """Those of all options."""
        return frozenset(family for _, value in self.options for family in value.families)

    def atoms(self, family: Family) -> Iterator[tuple[Formula, Atom]]:
        """Yield what each option may be."""
        for guard, value in self.options:
            for inner, atom in value.atoms(family):
                yield conj((guard, inner)), atom


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not encoded: anything without parts."""

    world: World
    what: str

    @property
    def families(self) -> frozenset[Family]:
        """Those without parts."""
        return frozenset(("bool", "number", "string", "null"))

    def atoms(self, family: Family) -> Iterator[tuple[Formula, Atom]]:
        """Yield a free atom."""
        guard = self.world.unknown(self.what)
        match family:
            case "bool":
                yield guard, Truth(self.world.truth())
            case "number":
                yield guard, Number(self.world.whole(), double=False)
                yield guard, Number(self.world.real(), double=True)
            case "string":
                yield guard, Text(self.world.words.new())
            case "null":
                yield guard, Null()


def numbers(value: Value, other: Value) -> Iterator[tuple[Formula, Number]]:
    """Yield the numbers that a value may be, if the other may be one too."""
    if "number" in value.families & other.families:
        for guard, atom in value.atoms("number"):
            if isinstance(atom, Number):
                yield guard, atom


def texts(value: Value, other: Value) -> Iterator[tuple[Formula, Text]]:
    """Yield the strings that a value may be, if the other may be one too."""
    if "string" in value.families & other.families:
        for guard, atom in value.atoms("string"):
            if isinstance(atom, Text):
                yield guard, atom


def options(parts: list[tuple[Formula, Value]]) -> Value:
    """Return a choice; a single option needs no guard, for where it fails there is an error."""
    return parts[0][1] if len(parts) == 1 else Either(tuple(parts))


def longest_prefix(shape: Shape, shapes: Shapes) -> int:
    """Return how many items of a list have shapes of their own."""
    lists = (item for item in variants(shape, shapes) if isinstance(item, ListShape))
    return max((len(item.prefix) for item in lists), default=0)


def item_of(shape: Shape, shapes: Shapes, index: int) -> Shape:
    """Return the shape of an item, as the runtime's conversion goes by it."""
    lists = [item for item in variants(shape, shapes) if isinstance(item, ListShape)]
    if index < longest_prefix(shape, shapes):
        return union(
            item.prefix[index] if index < len(item.prefix) else item.items for item in lists
        )
    return union(item_shape(item) for item in lists)


NO_VALUE: Final = Either(())
"""What an evaluation that always fails gives."""

"""Parts of values in CEL expressions, and when two values are equal."""

from tallystick.rules.shape import Shapes
from tallystick.solve.cel.arithmetic import compare
from tallystick.solve.cel.values import (
    Atom,
    Entries,
    Given,
    Items,
    Known,
    Listing,
    Null,
    Number,
    Object,
    Size,
    Text,
    Truth,
    Value,
    item_of,
)
from tallystick.solve.encoding.equality import same_value
from tallystick.solve.encoding.node import Node
from tallystick.solve.encoding.schema import Edge
from tallystick.solve.encoding.world import World
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg, same
from tallystick.solve.smt.symbolic import Arith, equals, total


class Parts:
    """Takes values apart, and compares them.

    Attributes:
        world: Of the message.
        shapes: The table that shapes are looked up in.
        blind: Where something was looked at that is not spelled out whole.
        edges: Bounds that comparisons with constants draw.
    """

    def __init__(self, world: World, shapes: Shapes) -> None:
        """Evaluate over one world."""
        self.world = world
        self.shapes = shapes
        self.blind: list[Formula] = []
        self.edges: list[Edge] = []

    def elements(
        self, atom: Atom, guard: Formula, *, once: bool = False
    ) -> list[tuple[Formula, Value]]:
        """Return the items of a list, each with whether it is there.

        Args:
            atom: The list.
            guard: Where the value is this list.
            once: Items that are copies of another may be left out.
        """
        if isinstance(atom, Items):
            return list(atom.parts)
        if not isinstance(atom, Listing):
            return []
        node = atom.node
        items = node.spell()
        self.blind.append(conj((guard, node.beyond)))
        return [
            (node.inside(index), Given(item, item_of(atom.shape, self.shapes, index), self.shapes))
            for index, item in enumerate(items)
            if not once or index == 0 or item is not items[index - 1]
        ]

    def keys(self, atom: Atom, guard: Formula) -> list[tuple[Formula, Value]]:
        """Return the keys of an object, each with whether it is given.

        Args:
            atom: The object.
            guard: Where the value is this object.
        """
        words = self.world.words
        if isinstance(atom, Entries):
            return [(True, Known("string", Text(words.constant(it)))) for it, _ in atom.members]
        if not isinstance(atom, Object):
            return []
        return [(here, Known("string", Text(code))) for here, code, _ in self.members(atom, guard)]

    def members(self, atom: Object, guard: Formula) -> list[tuple[Formula, Arith, Node]]:
        """Return the members of an object that are known by now: whether given, key, value."""
        node, words = atom.node, self.world.words
        self.blind.append(conj((guard, node.crowded)))
        found = [
            (node.given(name), words.constant(name), child)
            for name, (_, child) in list(node.members.items())
        ]
        for slot in node.others():
            given = conj((slot.present, neg(slot.node.is_("null"))))
            found.append((given, slot.key, slot.node))
        return found

    def count(self, atom: Atom, guard: Formula) -> "Arith | int":
        """Return the size of a string, list or object.

        Args:
            atom: The value.
            guard: Where the value is this one.
        """
        match atom:
            case Text():
                return self.world.words.size(atom.code)
            case Listing():
                return atom.node.length
            case Entries():
                return len(atom.members)
            case Items():
                return self._sum([here for here, _ in atom.parts])
            case _:
                return self._sum([here for here, _ in self.keys(atom, guard)])

    def _sum(self, formulas: list[Formula]) -> "Arith | int":
        known = sum(formula is True for formula in formulas)
        unknown = [it for it in formulas if not isinstance(it, bool)]
        return known + total(unknown, self.world.terms) if unknown else known

    # --- Equality ---------------------------------------------------------------------------

    def equal(self, one: Value, other: Value) -> Formula:
        """Return whether two values are equal; of different families they are not."""
        if isinstance(one, Given) and isinstance(other, Given):
            return same_value(one.node, other.node)
        return disj(
            conj((guard, guard_too, self._equal(left, right)))
            for family in sorted(one.families & other.families)
            for guard, left in one.atoms(family)
            for guard_too, right in other.atoms(family)
        )

    def _equal(self, left: Atom, right: Atom) -> Formula:
        match left, right:
            case Truth(), Truth():
                return same(left.formula, right.formula)
            case Number(), Number():
                self._note_size(left, right)
                return compare("==", left, right, self.world)
            case Text(), Text():
                return self._same_text(left, right)
            case Null(), Null():
                return True
            case Listing() | Items(), Listing() | Items():
                return self._same_list(left, right)
            case _:
                return self.world.unknown("equality of objects")

    def _note_size(self, left: Number, right: Number) -> None:
        """Note the size that a list or object is compared with."""
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Size) and isinstance(other.term, int):
                self.world.note_size(one.pointer, other.term, other.term + 1)

    def _same_text(self, left: Text, right: Text) -> Formula:
        words = self.world.words
        one, other = words.text(left.code), words.text(right.code)
        if one is not None and other is not None:
            return one == other
        return equals(left.code, right.code)

    def _same_list(self, left: Listing | Items, right: Listing | Items) -> Formula:
        if isinstance(left, Listing) and isinstance(right, Listing):
            return same_value(left.node, right.node)
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Listing) and isinstance(other, Items):
                self.world.note_size(one.node.pointer, len(other.parts))
        parts, others = self._ranked(left), self._ranked(right)
        size, other_size = (
            Number(self.count(it, guard=True), double=False) for it in (left, right)
        )
        equal = [
            implies(
                conj((here, here_too, compare("==", rank, rank_too, self.world))),
                self.equal(part, twin),
            )
            for rank, here, part in parts
            for rank_too, here_too, twin in others
        ]
        return conj((compare("==", size, other_size, self.world), *equal))

    def _ranked(self, atom: Listing | Items) -> list[tuple[Number, Formula, Value]]:
        """Return the items of a list with their positions: filtered ones are not counted."""
        parts = self.elements(atom, guard=True)
        return [(self.rank(atom, parts, index), *part) for index, part in enumerate(parts)]

    def rank(self, atom: Atom, parts: list[tuple[Formula, Value]], index: int) -> Number:
        """Return the position of an item in its list.

        Args:
            atom: The list.
            parts: Its items, each with whether it is there.
            index: Which of them.
        """
        if isinstance(atom, Listing):
            return Number(index, double=False)
        return Number(self._sum([here for here, _ in parts[:index]]), double=False)

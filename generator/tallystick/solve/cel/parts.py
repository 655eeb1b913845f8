"""Parts of values in CEL expressions, and when two values are equal."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tallystick.rules.shape import Shapes
from tallystick.solve.cel.arithmetic import compare
from tallystick.solve.cel.values import (
    Atom,
    Entries,
    Family,
    Given,
    Items,
    Known,
    Listing,
    Null,
    Number,
    Object,
    Rest,
    Size,
    Text,
    Truth,
    Value,
    item_of,
    longest_prefix,
)
from tallystick.solve.encoding.equality import same_value
from tallystick.solve.encoding.node import Node
from tallystick.solve.encoding.schema import Edge
from tallystick.solve.encoding.world import World
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg, same
from tallystick.solve.smt.symbolic import Arith, equals, total


@dataclass(frozen=True, slots=True)
class Range:
    """What a list has, or the keys of an object.

    Attributes:
        guard: Where the value is this one.
        parts: What is spelled out: whether it is there, and the value.
        beyond: There is more, and nothing is known of it.
        rests: What there is besides.
        pointers: As of `Items`.
    """

    guard: Formula
    parts: list[tuple[Formula, Value]]
    beyond: Formula
    rests: tuple[Rest, ...] = ()
    pointers: tuple[str, ...] = ()


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
            self.blind += (conj((guard, rest.anyone.there)) for rest in atom.rests)
            return list(atom.parts)
        if not isinstance(atom, Listing):
            return []
        node = atom.node
        items = node.spell()
        self.blind.append(conj((guard, node.beyond)))
        return [
            (node.inside(index), Given(item, item_of(atom.shape, self.shapes, index), self.shapes))
            for index, item in enumerate(items)
            if not once or self.is_itself(atom, index)
        ]

    def parts(self, atom: Atom, guard: Formula, *, once: bool = False) -> "Range":
        """Return all that a list has, in no order, or the keys of an object.

        Args:
            atom: The list or object.
            guard: Where the value is this one.
            once: Items that are copies of another may be left out.
        """
        if isinstance(atom, Items):
            return Range(guard, list(atom.parts), False, atom.rests, atom.pointers)
        before = len(self.blind)
        pointers: tuple[str, ...] = ()
        if isinstance(atom, Listing):
            found, pointers = self.elements(atom, guard, once=once), (atom.node.pointer,)
        else:
            found = self.keys(atom, guard)
        beyond = disj(self.blind[before:])
        del self.blind[before:]
        rest = self._rest(atom) if isinstance(atom, Listing) and beyond is not False else None
        if rest is None:
            return Range(guard, found, beyond, (), pointers)
        return Range(guard, found, False, (rest,), pointers)

    def ranges(self, whole: Value, *, once: bool = False) -> Iterator["Range"]:
        """Yield what a value has, if it is a list or an object."""
        ranged: tuple[Family, ...] = ("list", "object")
        for family in ranged:
            for guard, atom in whole.atoms(family):
                yield self.parts(atom, guard, once=once)

    def _rest(self, atom: Listing) -> Rest | None:
        """Return the items of an array that are not spelled out, where some stand for them."""
        anyone = atom.node.anyone
        if anyone is None or longest_prefix(atom.shape, self.shapes) > anyone.after:
            return None
        shape = item_of(atom.shape, self.shapes, anyone.after)
        return Rest(anyone, lambda one: (True, Given(one, shape, self.shapes)))

    def every(self, range_: "Range", says: Callable[[Formula, Value], Formula]) -> Formula:
        """Return whether something is so of all that is not spelled out of a range.

        Args:
            range_: The range.
            says: What is so of a part, given whether it is there.
        """
        rest = True if range_.beyond is False else self.world.truth()
        open_ = disj((neg(range_.beyond), rest))
        return conj((open_, *(it.anyone.every(self._said(it, says)) for it in range_.rests)))

    def _said(
        self, rest: Rest, says: Callable[[Formula, Value], Formula]
    ) -> Callable[[Node], Formula]:
        """Return what is said of an item; open, where more is looked at than is spelled out."""

        def said(one: Node) -> Formula:
            before, edges = len(self.blind), len(self.edges)
            formula = says(*rest.part(one))
            beyond = disj(self.blind[before:])
            del self.blind[before:], self.edges[edges:]
            return self.world.unless(beyond, formula)

        return said

    def counted(
        self, rests: Iterable[Rest], says: Callable[[Formula, Value], Formula]
    ) -> "Arith | int":
        """Return of how many items that are not spelled out something is so."""
        found = [it.anyone.count(self._said(it, says)) for it in rests]
        return sum(found[1:], start=found[0]) if found else 0

    def is_itself(self, atom: Atom, number: int) -> bool:
        """Whether an item that is spelled out is no copy of another."""
        if not isinstance(atom, Listing):
            return True
        items = atom.node.spell()
        return number == 0 or items[number] is not items[number - 1]

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
                spelled = self._sum([here for here, _ in atom.parts])
                return self.counted(atom.rests, lambda here, _: here) + spelled
            case _:
                return self._sum([here for here, _ in self.keys(atom, guard)])

    def _sum(self, formulas: list[Formula]) -> "Arith | int":
        known = sum(formula is True for formula in formulas)
        unknown = [it for it in formulas if not isinstance(it, bool)]
        return known + total(unknown, self.world.terms) if unknown else known

    # --- Equality ---------------------------------------------------------------------------

    def equal(self, one: Value, other: Value) -> Formula:
        """Return whether two values are equal; of different families they are not."""
        if isinstance(one, Given) and isinstance(other, Given) and not _is_mixed(one, other):
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
                for pointer in one.pointers:
                    self.world.note_size(pointer, other.term, other.term + 1)

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


def _is_mixed(one: Given, other: Given) -> bool:
    """Whether one is an integer and the other a double, which are not compared as JSON is."""
    plain = one.families | other.families <= {"number", "null"}
    return plain and "double" in one.kinds ^ other.kinds

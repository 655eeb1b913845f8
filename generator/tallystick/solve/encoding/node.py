"""A JSON value that is not known yet: one symbolic node for each place of a message."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, TypeAlias

from tallystick.diagnostics import escape
from tallystick.solve.bound import BoundKind
from tallystick.solve.encoding.anyone import Anyone
from tallystick.solve.encoding.world import World, is_exact
from tallystick.solve.smt.formula import Formula, conj, disj, exactly_one, implies, neg, same
from tallystick.solve.smt.symbolic import Arith, Bool, Term, as_reals, equals

Kind: TypeAlias = Literal["null", "boolean", "integer", "fraction", "string", "array", "object"]
KINDS: Final[tuple[Kind, ...]] = (
    "null",
    "boolean",
    "integer",
    "fraction",
    "string",
    "array",
    "object",
)
_ALIKE_FROM: Final = 3
"""Items of an array that stay different when the rest are copies."""
_ITEM: Final = re.compile(r"/\d+(?=/|$)")
_HUNDRED: Final = 100


@dataclass(slots=True)
class Slot:
    """A member nobody names: present or not, under a key that is a string like any other."""

    present: Bool
    key: Arith
    node: "Node"
    name: "Key"


def any_items(pointer: str) -> str:
    """Return where an array is, whichever items of others it is in."""
    return _ITEM.sub("/*", pointer)


class Node:
    """One place of a message; its parts are made when somebody asks for them.

    Attributes:
        pointer: JSON Pointer; ``*`` stands for a member that nobody names.
        depth: Levels above it.
        here: Whether the place exists, given that the one above does.
        members: Named members: whether present, and the value.
        items: Items that are spelled out; the i-th exists where ``i < length``.
        slots: Other members, ordered by their keys; None until somebody asks.
        strangers: Members that stand for those that are not among `slots`.
        wanted: Items that schemas speak of one by one.
        formats: Whether it has a format, for those that are not exact.
        count: The number of its members, once somebody asks.
    """

    def __init__(self, world: World, pointer: str, depth: int, here: Formula = True) -> None:
        """Make a node."""
        self.world = world
        self.pointer = pointer
        self.depth = depth
        self.here = here
        self.id = world.number()
        self.members: dict[str, tuple[Bool, Node]] = {}
        self.items: list[Node] = []
        self.slots: list[Slot] | None = None
        self.strangers: list[Slot] = []
        self.formats: dict[str, Bool] = {}
        self.wanted = 0
        self._names: dict[str, Key] = {}
        self.count: Arith | None = None

    @cached_property
    def kinds(self) -> dict[Kind, Formula]:
        """For each kind whether the value is of it: always exactly one."""
        kinds: dict[Kind, Formula] = {kind: self.world.truth() for kind in KINDS}
        self.world.assume(exactly_one(kinds.values()))
        return kinds

    def is_(self, *kinds: Kind) -> Formula:
        """Return whether the value is of one of the kinds."""
        return disj(self.kinds[kind] for kind in kinds)

    @cached_property
    def flag(self) -> Bool:
        """The boolean it is."""
        return self.world.truth()

    @cached_property
    def whole(self) -> Arith:
        """The integer it is."""
        return self.world.whole()

    @cached_property
    def floated(self) -> Bool:
        """Whether the integer is written with a point, 1.0: rules may tell the two apart."""
        floated = self.world.truth()
        self.world.assume(implies(floated, is_exact(self.whole)))
        return floated

    @cached_property
    def double(self) -> Arith:
        """The integer it is, where it is read as a double: that is exact within bounds."""
        return self.world.as_double(self.whole)

    @cached_property
    def fraction(self) -> Arith:
        """The number it is when it is no integer."""
        world = self.world
        value, part = world.real(), world.real()
        below, hundreds = world.whole(), world.whole()
        world.assume(part > 0)
        world.assume(part < 1)
        world.assume(equals(value, as_reals(below) + part))
        world.fractions[value.id] = below, part
        tidy = world.limit("tidy", self.pointer)
        world.assume(conj((hundreds > 0, hundreds < _HUNDRED)))
        world.assume(implies(tidy, equals(part * _HUNDRED, as_reals(hundreds))))
        return value

    @cached_property
    def code(self) -> Arith:
        """The string it is, as a code of `Words`."""
        return self.world.words.new()

    @cached_property
    def same_whole(self) -> Term:
        """Stands for the integer in equalities."""
        return self.world.identity("whole", self.whole)

    @cached_property
    def same_fraction(self) -> Term:
        """Stands for the fraction in equalities."""
        below, _ = self.world.fractions[self.fraction.id]
        return self.world.identity("fraction", self.fraction, below)

    @cached_property
    def same_code(self) -> Term:
        """Stands for the string in equalities."""
        return self.world.identity("code", self.code)

    # --- Arrays -----------------------------------------------------------------------------

    @cached_property
    def length(self) -> Arith:
        """The number of items it has."""
        length = self.world.whole()
        self.world.assume(length >= 0)
        return length

    def spell(self, wanted: int = 0) -> "list[Node]":
        """Return the items that are spelled out.

        Args:
            wanted: The first caller may ask for more than the bounds have.
        """
        if not self.items:
            wanted = max(wanted, self.wanted)
            count = self.world.room(self.pointer, wanted, self.world.bounds.items)
            alike = self.pointer in self.world.bounds.alike
            for index in range(count):
                shared = alike and index >= _ALIKE_FROM
                self.items.append(self.items[-1] if shared else self._item(index))
        return self.items

    def _item(self, index: int) -> "Node":
        here = self.length > index
        return Node(self.world, f"{self.pointer}/{index}", self.depth + 1, here)

    def inside(self, index: int) -> Formula:
        """Return whether there is an item of this number."""
        return self.length > index

    @cached_property
    def beyond(self) -> Formula:
        """Whether there are items of which nothing is known: not spelled out, or only as copies."""
        spelled = len(self.spell())
        beyond = self._unknown("items", spelled)
        self.world.assume(implies(self.length > spelled, beyond))
        if self.copied:
            return disj((beyond, self._unknown("copies", _ALIKE_FROM)))
        return beyond

    @property
    def _is_for_any(self) -> bool:
        """Whether some parts of it are wanted to stand for those that are not spelled out."""
        return any_items(self.pointer) in self.world.bounds.anyone

    @cached_property
    def anyone(self) -> "Anyone[Node] | None":
        """The items that stand for those that are not spelled out; None: they are not wanted."""
        after = len(self.spell())
        if self.copied or not self._is_for_any:
            return None
        there = self.beyond

        def made() -> Node:
            return Node(self.world, f"{self.pointer}/*", self.depth + 1, there)

        return Anyone(self.world, after, there, self.length - after, made)

    @property
    def copied(self) -> bool:
        """Whether some items are spelled out as copies of another."""
        items = self.spell()
        return len(items) > _ALIKE_FROM and items[-1] is items[-2]

    def _unknown(self, kind: BoundKind, known: int) -> Bool:
        """Return the literal of unknown items; within a bound there are none."""
        unknown = self.world.truth()
        self.world.assume(implies(self.world.limit(kind, self.pointer, known), neg(unknown)))
        self.world.assume(implies(unknown, self.length > known))
        return unknown

    # --- Objects ----------------------------------------------------------------------------

    def member(self, name: str) -> "tuple[Bool, Node]":
        """Return whether a member is present, and its node."""
        if name not in self.members:
            present = self.world.truth()
            pointer = f"{self.pointer}/{escape(name)}"
            node = Node(self.world, pointer, self.depth + 1, present)
            self.members[name] = (present, node)
            self.world.named += 1
            for slot in (*(self.slots or ()), *self.strangers):
                self._apart(slot, name)
        return self.members[name]

    def given(self, name: str) -> Formula:
        """Return whether a member is present and not null."""
        present, node = self.member(name)
        return conj((present, neg(node.is_("null"))))

    def others(self, wanted: int = 0) -> list[Slot]:
        """Return the members that nobody names, as far as they are spelled out.

        Args:
            wanted: The first caller may ask for more than the bounds have.
        """
        if self.slots is None:
            count = self.world.room(self.pointer, wanted, self.world.bounds.extras)
            self.slots = [self._slot(self.world.truth()) for _ in range(count)]
            for slot in self.slots:
                for name in self.members:
                    self._apart(slot, name)
            for left, right in zip(self.slots, self.slots[1:], strict=False):
                self.world.assume(implies(right.present, left.present))
                self.world.assume(left.key < right.key)
        return self.slots

    def _slot(self, present: Bool) -> Slot:
        key = self.world.words.new()
        node = Node(self.world, f"{self.pointer}/*", self.depth + 1, present)
        return Slot(present, key, node, Key(self.world, self.pointer, key))

    def key(self, name: str) -> "Key":
        """Return the name of a member as a value."""
        if name not in self._names:
            code = self.world.words.constant(name)
            self._names[name] = Key(self.world, self.pointer, code)
        return self._names[name]

    def _apart(self, slot: Slot, name: str) -> None:
        self.world.assume(neg(equals(slot.key, self.world.words.constant(name))))

    @cached_property
    def crowded(self) -> Bool:
        """Whether there are unnamed members that are not spelled out."""
        spelled = len(self.others())
        crowded = self.world.truth()
        self.world.assume(implies(self.world.limit("extras", self.pointer, spelled), neg(crowded)))
        self.world.assume(implies(crowded, conj(slot.present for slot in self.others())))
        return crowded

    @cached_property
    def anymember(self) -> Anyone[Slot] | None:
        """The members that stand for those that are not spelled out; None: they are not wanted."""
        if not self._is_for_any:
            return None
        more = self.world.whole()
        self.world.assume(more >= 0)
        self.world.assume(same(self.crowded, more > 0))

        def made() -> Slot:
            one = self._slot(self.crowded)
            for name in self.members:
                self._apart(one, name)
            for slot in self.others():
                self.world.assume(implies(self.crowded, neg(equals(one.key, slot.key))))
            self.strangers.append(one)
            return one

        return Anyone(self.world, len(self.others()), self.crowded, more, made)


class Key(Node):
    """The name of a member, as a value."""

    def __init__(self, world: World, pointer: str, code: Arith) -> None:
        """Make a string of a code."""
        super().__init__(world, pointer, 0)
        self.code = code

    @cached_property
    def kinds(self) -> dict[Kind, Formula]:
        """It is a string."""
        return {kind: kind == "string" for kind in KINDS}

    def is_(self, *kinds: Kind) -> Formula:
        """Return whether a string is asked for."""
        return "string" in kinds

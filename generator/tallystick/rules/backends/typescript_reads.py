"""Reads of members in TypeScript: what is known to be there, and how each step is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tallystick.rules.backends.typescript_text import INHERITED, read
from tallystick.rules.expression import Expr, Has, Select, Variable
from tallystick.rules.shape import MapShape, Member, MessageShape, Shapes, families, variants

Key: TypeAlias = tuple[str, ...]
"""A variable as it is spelled, and the members read from it."""

Facts: TypeAlias = Mapping[Key, bool]
"""What is given; True where the compiler has seen it too."""


@dataclass(slots=True)
class Reads:
    """The reads of one rule.

    Attributes:
        names: CEL variable -> its spelling, in the current place.
        known: Reads that have a value in the current place.
        certain: Reads that have one wherever what they are read from has.
        declared: Steps that are declared members, so that a dot may stand before them.
        assertion: What tells the compiler that there is a value; nothing in JavaScript.
    """

    shapes: Shapes
    names: dict[str, str]
    known: dict[Key, bool] = field(default_factory=dict)
    certain: set[Key] = field(default_factory=set)
    declared: set[Key] = field(default_factory=set)
    assertion: str = "!"

    def path(self, node: Expr) -> Key | None:
        """Return the key of a chain of plain reads, None for what only a function can read."""
        if isinstance(node, Variable):
            return (self.names[node.name],)
        if not isinstance(node, (Select, Has)) or node.member in INHERITED:
            return None
        above = self.path(node.operand)
        owners = variants(node.operand.type, self.shapes)
        if above is None or not owners:
            return None
        if not self._note((*above, node.member), owners):
            return None
        return (*above, node.member)

    def _note(self, key: Key, owners: tuple[object, ...]) -> bool:
        """Remember what the shapes say of a step; False when they do not agree on it."""
        if all(isinstance(owner, MapShape) for owner in owners):
            return True
        members = [
            owner.members.get(key[-1]) if isinstance(owner, MessageShape) else None
            for owner in owners
        ]
        if not all(members):
            return False
        self.declared.add(key)
        if all(member and self._certain(member) for member in members):
            self.certain.add(key)
        return True

    def _certain(self, member: Member) -> bool:
        """Whether a member is always given; what may be anything may be null."""
        return member.certain and not families(member.shape, self.shapes) & {"any", "null"}

    def given(self, key: Key) -> bool:
        """Whether a read is known to have a value."""
        return len(key) == 1 or key in self.known or (key in self.certain and self.given(key[:-1]))

    def seen(self, key: Key) -> bool:
        """Whether the compiler knows that a read has a value."""
        if len(key) == 1 or self.known.get(key):
            return True
        return key in self.certain and self.seen(key[:-1])

    def text(self, key: Key, *, sure: bool) -> str:
        """Spell a read.

        Args:
            key: The read.
            sure: It has a value here, and what follows needs one.
        """
        text = key[0]
        for end in range(2, len(key) + 1):
            step = "" if self.seen(key[: end - 1]) else self.assertion if sure else "?"
            text = read(text, key[end - 1], step, declared=key[:end] in self.declared)
        return text if not sure or self.seen(key) else f"{text}{self.assertion}"

    def learn(self, facts: Facts) -> None:
        """Add what is given from here on."""
        self.known = {**self.known, **{k: v or self.known.get(k, False) for k, v in facts.items()}}

    def inside(self) -> None:
        """Enter a function: the compiler forgets what it knew of members."""
        self.known = dict.fromkeys(self.known, False)


def prefixes(key: Key, *, seen: bool) -> dict[Key, bool]:
    """Return a read and what it is read from as facts."""
    return {key[:end]: seen for end in range(2, len(key) + 1)}

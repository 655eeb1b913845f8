"""Containment that can be read off, without a search: cheap, certain, and not complete.

`Inclusion` answers whether one schema with its rules is contained in another for certain. Pairs
of schemas that meet are assumed to be contained until something speaks against it; what is left
in the end holds together by induction on the size of messages, since a pair leans on others only
for parts of the value. So recursion is no obstacle.
"""

from dataclasses import dataclass

from tallystick.solve.contract import Contract
from tallystick.solve.document import At
from tallystick.solve.reading.conjunction import Conjunction
from tallystick.solve.reading.implication import Question
from tallystick.solve.reading.same_rules import SameRules
from tallystick.solve.reading.sameness import Sameness


@dataclass(frozen=True, slots=True)
class Pair:
    """A conjunction and a schema that may contain it.

    Attributes:
        rules: The rules below the schema count.
    """

    left: Conjunction
    right: At
    rules: bool

    @property
    def key(self) -> tuple[tuple[int, ...], int, bool]:
        """What tells pairs apart."""
        return (tuple(id(at.value) for at in self.left.schemas), id(self.right.value), self.rules)


class Inclusion:
    """Judges pairs of schemas of two contracts; remembers what it found."""

    def __init__(self, left: Contract, right: Contract) -> None:
        """Compare two contracts.

        Args:
            left: Whose messages are looked at.
            right: Which should accept them.
        """
        self.left, self.right = left, right
        self.same = Sameness(self.to_left, self.to_right)
        self.same_rules = SameRules(left.book.shapes, right.book.shapes)
        self._holds: dict[object, bool] = {}
        self._pairs: dict[object, Pair] = {}
        self._dependents: dict[object, set[object]] = {}
        self._todo: list[object] = []
        self._now: object = None
        self._busy = False
        self._turned: Inclusion | None = None

    def to_left(self, at: At) -> At | None:
        """Return what a schema of the left refers to."""
        return self.left.document.target(at.keywords)

    def to_right(self, at: At) -> At | None:
        """Return what a schema of the right refers to."""
        return self.right.document.target(at.keywords)

    def certain(self) -> bool:
        """Whether the right contract contains the left one for certain."""
        left = Conjunction(self.left.roots, self.to_left)
        return all(self.settle(left, root, rules=True) for root in self.right.roots)

    def settle(self, left: Conjunction, right: At, *, rules: bool) -> bool:
        """Return whether a schema contains a conjunction for certain.

        Args:
            left: The conjunction.
            right: The schema.
            rules: The rules below the schema count.
        """
        pair = Pair(left, right, rules)
        if pair.key not in self._holds:
            self._busy = True
            self._enter(pair)
            while self._todo and self._holds[pair.key]:
                self._judge(self._todo.pop())
            if not self._holds[pair.key]:
                self._forget()
            self._busy = False
        return self._holds[pair.key]

    def turned(self, right: At, left: At) -> bool:
        """Return whether a schema of the left contains one of the right, rules aside.

        Asked in between, that is not looked into: the question would wait for itself.
        """
        if self._turned is None:
            self._turned = Inclusion(self.right, self.left)
            self._turned._turned = self  # noqa: SLF001 - each other's
        other = self._turned
        return not other._busy and other.settle(  # noqa: SLF001 - as above
            Conjunction((right,), self.to_right), left, rules=False
        )

    def _enter(self, pair: Pair) -> None:
        self._holds[pair.key] = True
        self._pairs[pair.key] = pair
        self._todo.append(pair.key)

    def _judge(self, key: object) -> None:
        if not self._holds[key]:
            return
        pair = self._pairs[key]
        self._now = key
        if not Question(self, pair.left, pair.right, rules=pair.rules).certain():
            self._holds[key] = False
            self._todo += self._dependents.pop(key, ())

    def _forget(self) -> None:
        """Drop what was only assumed: the question ended before it was looked at."""
        for key in self._todo:  # one may be there twice
            if self._holds.get(key):
                del self._holds[key]
        # Whatever leaned on those is no more than an assumption either.
        open_ = list(self._todo)
        self._todo.clear()
        while open_:
            key = open_.pop()
            for other in self._dependents.pop(key, ()):
                if self._holds.get(other):
                    del self._holds[other]
                    open_.append(other)

    def part(self, left: tuple[At, ...], right: At, *, rules: bool) -> bool:
        """Return whether a part of the value is contained, as far as is known by now.

        Args:
            left: What the left says of the part.
            right: What the right says of it.
            rules: The rules below the schema count.
        """
        if right.value is True or right.value == {}:
            return True
        pair = Pair(Conjunction(left, self.to_left), right, rules)
        if pair.key not in self._holds:
            self._enter(pair)
        if self._holds[pair.key]:
            self._dependents.setdefault(pair.key, set()).add(self._now)
        return self._holds[pair.key]

    def kept(self, left: Conjunction, right: At) -> bool:
        """Return whether the rules at a schema of the right are rules of the left too."""
        wanted = self.right.book.at(right.span)
        if not wanted or left.kinds <= {"null"}:  # null is not judged
            return True
        given = [rule for at in left.parts for rule in self.left.book.at(at.span)]
        return all(any(self.same_rules(rule, other) for rule in given) for other in wanted)

    def bears(self, right: At) -> bool:
        """Return whether a schema of the right has rules at or below it."""
        return self.right.bearing(right)

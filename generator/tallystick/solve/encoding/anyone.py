"""Items of an array that are not spelled out: what is said of all, and some that stand for any.

What is said of every such item is a literal. Where it does not hold there is an item of which it
is not so: a node like any other, made for that literal. And whatever is said of every item is so of
each of these nodes. So a proof that needs no other items holds for arrays of every length.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tallystick.solve.smt.formula import Formula, disj, implies, neg, same
from tallystick.solve.smt.symbolic import Arith, equals

if TYPE_CHECKING:
    from tallystick.solve.encoding.node import Node
    from tallystick.solve.encoding.world import World

Says = Callable[["Node"], Formula]
"""What is said of an item: asked once for each item that stands for others."""
_MOST: Final = 24
"""Items that are made at most; what is said beyond them is open."""
_LEVELS: Final = 3
"""Items made for what is said of items, which is said of items in turn."""


class Anyone:
    """The items of one array that are not spelled out.

    Attributes:
        after: The number of items that are.
        there: There are others.
    """

    def __init__(
        self, world: "World", length: Arith, after: int, make: "Callable[[], Node]"
    ) -> None:
        """Stand for the items of an array.

        Args:
            world: Of the message.
            length: Of the array.
            after: The number of items that are spelled out.
            make: Returns a new item.
        """
        self.after = after
        self._world = world
        self._more = length - after
        self.there = length > after
        self._make = make
        self._some: list[Node] = []
        self._said: list[tuple[Formula, Says]] = []
        self._counted: list[tuple[Arith, Says]] = []
        self._level = 0

    def every(self, says: Says) -> Formula:
        """Return whether something is so of each item."""
        holds = self._world.truth()
        self.define(holds, says)
        return disj((neg(self.there), holds))

    def define(self, holds: Formula, says: Says) -> None:
        """Say that a literal holds just where something is so of each item."""
        if self._level == _LEVELS or len(self._some) == _MOST or self._world.settling:
            return
        self._level += 1
        self.say(holds, says)
        one = self._make()
        self._assume(same(holds, says(one)))
        self._some.append(one)
        for other, says_too in tuple(self._said):
            if other is not holds:
                self._assume(implies(other, says_too(one)))
        self._level -= 1

    def say(self, holds: Formula, says: Says) -> None:
        """Say what is so of each item where a literal holds."""
        self._said.append((holds, says))
        for one in tuple(self._some):
            self._assume(implies(holds, says(one)))

    def count(self, says: Says) -> Arith:
        """Return of how many items something is so."""
        number = self._world.whole()
        self._world.assume(disj((self.there, equals(number, 0))))
        self._world.assume(number >= 0)
        self._assume(number <= self._more)
        self._assume(same(self.every(lambda one: neg(says(one))), equals(number, 0)))
        self._assume(same(self.every(says), equals(number, self._more)))
        for other, says_too in tuple(self._counted):
            self._assume(implies(self._follows(says, says_too), number <= other))
            self._assume(implies(self._follows(says_too, says), other <= number))
        self._counted.append((number, says))
        return number

    def _follows(self, says: Says, other: Says) -> Formula:
        return self.every(lambda one: implies(says(one), other(one)))

    def _assume(self, formula: Formula) -> None:
        """Assert something where there are such items."""
        self._world.assume(disj((neg(self.there), formula)))

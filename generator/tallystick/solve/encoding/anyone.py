"""Parts of a value that are not spelled out: what is said of all, and some that stand for any.

What is said of every such item of an array, or member of an object, is a literal. Where it does not
hold there is one of which it is not so: a part like any other, made for that literal. And whatever
is said of all is so of each of these. So a proof that needs no others holds for every size.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from tallystick.solve.smt.formula import Formula, disj, implies, neg, same
from tallystick.solve.smt.symbolic import Arith, equals

if TYPE_CHECKING:
    from tallystick.solve.encoding.world import World

One = TypeVar("One")
_MOST: Final = 24
"""Parts that are made at most; what is said beyond them is open."""
_LEVELS: Final = 3
"""Parts made for what is said of parts, which is said of parts in turn."""


class Anyone(Generic[One]):
    """The items of one array, or members of one object, that are not spelled out.

    Attributes:
        after: The number of those that are.
        there: There are others.
        more: The number of those, where there are some.
    """

    def __init__(
        self, world: "World", after: int, there: Formula, more: Arith, make: Callable[[], One]
    ) -> None:
        """Stand for parts of a value.

        Args:
            world: Of the message.
            after: The number of parts that are spelled out.
            there: There are others.
            more: The number of those, where there are some.
            make: Returns a new part.
        """
        self.after = after
        self.there = there
        self.more = more
        self._world = world
        self._make = make
        self._some: list[One] = []
        self._said: list[tuple[Formula, Callable[[One], Formula]]] = []
        self._counted: list[tuple[Arith, Callable[[One], Formula]]] = []
        self._level = 0

    def every(self, says: Callable[[One], Formula]) -> Formula:
        """Return whether something is so of each part."""
        holds = self._world.truth()
        self.define(holds, says)
        return disj((neg(self.there), holds))

    def define(self, holds: Formula, says: Callable[[One], Formula]) -> None:
        """Say that a literal holds just where something is so of each part."""
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

    def say(self, holds: Formula, says: Callable[[One], Formula]) -> None:
        """Say what is so of each part where a literal holds."""
        self._said.append((holds, says))
        for one in tuple(self._some):
            self._assume(implies(holds, says(one)))

    def count(self, says: Callable[[One], Formula]) -> Arith:
        """Return of how many parts something is so."""
        number = self._world.whole()
        self._world.assume(disj((self.there, equals(number, 0))))
        self._world.assume(number >= 0)
        self._assume(number <= self.more)
        self._assume(same(self.every(lambda one: neg(says(one))), equals(number, 0)))
        self._assume(same(self.every(says), equals(number, self.more)))
        for other, says_too in tuple(self._counted):
            self._assume(implies(self._follows(says, says_too), number <= other))
            self._assume(implies(self._follows(says_too, says), other <= number))
        self._counted.append((number, says))
        return number

    def _follows(self, says: Callable[[One], Formula], other: Callable[[One], Formula]) -> Formula:
        return self.every(lambda one: implies(says(one), other(one)))

    def _assume(self, formula: Formula) -> None:
        """Assert something where there are such parts."""
        self._world.assume(disj((neg(self.there), formula)))

"""Items that stand for those of an array that nobody spells out."""

import pytest

from tallystick.solve.effort import Effort
from tallystick.solve.encoding.node import Node
from tallystick.solve.encoding.world import Bounds, World
from tallystick.solve.smt.engine import SAT, UNSAT, Engine
from tallystick.solve.smt.formula import Formula, conj, implies, neg
from tallystick.solve.smt.symbolic import equals


@pytest.fixture
def array() -> Node:
    """An array of which two items are spelled out."""
    return Node(World(Bounds(anyone=frozenset(("",)))), "", 0)


class Asked:
    """One engine for one world, asked several times."""

    def __init__(self, world: World) -> None:
        """Ask about a world."""
        self._world = world
        self._engine = Engine(0, Effort(1_000_000))

    def __call__(self, *formulas: Formula) -> int:
        """Return whether formulas can hold together."""
        wanted = self._world.truth()
        self._world.assume(implies(wanted, conj(formulas)))
        self._engine.add(self._world.axioms)
        self._world.axioms.clear()
        return self._engine.check([wanted])


def test_what_no_item_can_be_leaves_short_arrays(array: Node) -> None:
    """Where there is no such item, nothing follows from what each of them is."""
    assert array.anyone is not None
    impossible = array.anyone.every(lambda _: False)
    ask = Asked(array.world)
    for length, verdict in ((0, SAT), (2, SAT), (3, UNSAT)):
        assert ask(impossible, equals(array.length, length)) == verdict


def test_items_are_counted(array: Node) -> None:
    """No more than there are, none where it is so of none, no more of what implies the other."""
    one = array.anyone
    assert one is not None
    large = one.count(lambda item: item.whole > 5)
    larger = one.count(lambda item: item.whole > 7)
    ask = Asked(array.world)
    five = equals(array.length, 5)
    assert ask(five, equals(large, 3), equals(larger, 3)) == SAT
    assert ask(five, equals(large, 4)) == UNSAT
    assert ask(five, equals(large, 1), equals(larger, 2)) == UNSAT
    none = one.every(lambda item: item.whole <= 5)
    assert ask(five, none, equals(large, 0)) == SAT
    assert ask(five, none, equals(large, 1)) == UNSAT
    assert ask(five, neg(none), equals(large, 0)) == UNSAT
    assert ask(equals(array.length, 2), equals(large, 1)) == UNSAT
    assert ask(equals(array.length, 0)) == SAT

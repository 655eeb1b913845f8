"""What is known without search of two contracts over one message, as facts for z3.

Where schemas of the left apply to a part of the message and are certainly contained in one of the
right, that one holds there: for parts that are spelled out, and for those that are not, so that
bounds which do not matter take no part in a proof.
"""

from collections.abc import Callable, Iterator
from typing import Final

from tallystick.rules.shape import Shapes
from tallystick.solve.book import Placed
from tallystick.solve.document import At
from tallystick.solve.encoding.schema import Region, SchemaEncoder, Unseen
from tallystick.solve.reading.conjunction import Conjunction
from tallystick.solve.reading.inclusion import Inclusion
from tallystick.solve.smt.formula import Formula, conj, implies

_MOST: Final = 6
"""Schemas of the left at one place that are also tried together."""


def lemmas(left: SchemaEncoder, right: SchemaEncoder, known: Inclusion) -> Iterator[Formula]:
    """Yield what follows for the right where every claim of the left holds.

    Args:
        left: Has read the left as a spine.
        right: Has read the right strictly.
        known: Judges pairs of their schemas.
    """
    yield from _seen(left, right, known)
    for rules in (False, True):
        ones = [it for it in left.unknown.values() if not it.rules or rules]
        others = [it for it in right.unknown.values() if it.rules == rules]
        yield from _unseen(ones, others, known, rules=rules)


def _seen(left: SchemaEncoder, right: SchemaEncoder, known: Inclusion) -> Iterator[Formula]:
    """Yield what holds of parts that are spelled out."""
    at_node: dict[int, list[tuple[At, Formula]]] = {}
    for at, node, guard in left.visits:
        at_node.setdefault(node.id, []).append((at, guard))
    for (_, number), (other, formula) in right.read.items():
        near = _together(at_node.get(number, [])) if formula is not True else ()
        for schemas, guard in near:
            if known.settle(Conjunction(schemas, known.to_left), other, rules=False):
                yield implies(guard, formula)


def _together(found: list[tuple[At, Formula]]) -> Iterator[tuple[tuple[At, ...], Formula]]:
    """Yield each, and all together."""
    for at, guard in found:
        yield (at,), guard
    if 1 < len(found) <= _MOST:
        yield tuple(at for at, _ in found), conj(guard for _, guard in found)


def _unseen(
    ones: list[Unseen], others: list[Unseen], known: Inclusion, *, rules: bool
) -> Iterator[Formula]:
    """Yield what holds of parts that are not spelled out."""
    groups: dict[tuple[int, Region], list[Unseen]] = {}
    for one in ones:
        groups.setdefault((id(one.at.value), one.region), []).append(one)
    for other in others:
        near = [
            (group[0].at, conj(it.holds for it in group))
            for (_, region), group in groups.items()
            if covers(region, other.region) and _complete(group, known, rules=rules)
        ]
        for schemas, guard in _together(near):
            if known.settle(Conjunction(schemas, known.to_left), other.at, rules=rules):
                yield implies(guard, other.holds)


def _complete(group: list[Unseen], known: Inclusion, *, rules: bool) -> bool:
    """Whether all that is needed is said of a schema of the left."""
    said = {it.rules for it in group}
    return False in said and (not rules or True in said or not known.left.bearing(group[0].at))


def covers(one: Region, other: Region) -> bool:
    """Whether all parts of the other region are parts of the one."""
    if one.node is not other.node or one.place.startswith("unevaluated"):
        return False
    if one.place == "members" and other.place.startswith("members"):
        return not one.aside or (one.place == other.place and one.aside <= other.aside)
    return one == other


def twins(known: Inclusion) -> Callable[[Placed], tuple[Placed, Shapes] | None]:
    """Return a search for the rule of the left that judges every value as one of the right."""
    book = known.left.book

    def twin(placed: Placed) -> tuple[Placed, Shapes] | None:
        for rule in book.all():
            if known.same_rules(rule, placed):
                return rule, book.shapes
        return None

    return twin

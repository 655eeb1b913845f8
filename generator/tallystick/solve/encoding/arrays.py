"""Keywords of arrays."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any, Final

from tallystick.solve.document import At
from tallystick.solve.encoding.equality import same_value
from tallystick.solve.encoding.node import Node
from tallystick.solve.encoding.reach import room
from tallystick.solve.encoding.schema import Part, Reading, Region
from tallystick.solve.smt.formula import Formula, at_least, at_most, conj, disj, implies, neg

_MANY: Final = 8


def items(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``prefixItems`` and ``items``."""
    node, is_array = reading.node, reading.node.is_("array")
    prefix = len(schema.get("prefixItems", ()))
    before: Node | None = None
    for index, item in enumerate(node.spell(room(schema))):
        when = conj((is_array, node.inside(index)))
        if index < prefix:
            yield Part(None, reading.sub(reading.at.child("prefixItems", index), item, when))
        elif "items" in schema and item is not before:
            yield Part(None, reading.sub(reading.at.child("items"), item, when))
        before = item
    for at, region in unseen(node, reading.at):
        yield Part(None, reading.rest(at, conj((is_array, node.beyond)), region))


def unseen(node: Node, at: At) -> Iterator[tuple[At, Region]]:
    """Yield what a schema says of items that are not spelled out, and which it applies to."""
    schema = at.keywords
    prefix, spelled = len(schema.get("prefixItems", ())), len(node.items)
    for index in range(spelled, prefix):
        yield at.child("prefixItems", index), Region(node.id, f"item {index}")
    if "items" in schema and (schema["items"] is not False or prefix >= spelled):
        place = "items" if prefix <= spelled else f"items from {prefix}"
        yield at.child("items"), Region(node.id, place)


def contains(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``contains`` with ``minContains`` and ``maxContains``."""
    node = reading.node
    at = reading.at.child("contains")
    found = [
        conj((node.inside(index), reading.strict(at, item)))
        for index, item in enumerate(node.spell(room(schema)))
    ]
    # Copies stand for one item that is there; whether for more is known within bounds only.
    sure = found[: len(dict.fromkeys(map(id, node.items)))]
    least, most = int(schema.get("minContains", 1)), schema.get("maxContains")
    node.world.note_size(node.pointer, least, int(most or 0) + 1)
    keyword = "minContains" if "minContains" in schema else "contains"
    enough = _known(node, _at_least(found, least))
    held = disj((_at_least(sure, least), enough))
    yield Part(keyword, implies(node.is_("array"), held))
    if most is not None:
        few = _known(node, _at_most(found, int(most)))
        held = conj((_at_most(sure, int(most)), few))
        yield Part("maxContains", implies(node.is_("array"), held))


def _known(node: Node, formula: Formula) -> Formula:
    """Return a formula about all items; anything, where some are not known."""
    return node.world.unless(node.beyond, formula)


def _no_more(node: Node) -> Formula:
    """Return that nothing beyond what is spelled out speaks against it, for all that is known."""
    return disj((neg(node.beyond), node.world.truth()))


def _at_least(formulas: list[Formula], count: int) -> Formula:
    known = sum(formula is True for formula in formulas)
    return at_least([item for item in formulas if not isinstance(item, bool)], count - known)


def _at_most(formulas: list[Formula], count: int) -> Formula:
    known = sum(formula is True for formula in formulas)
    if known > count:
        return False
    return at_most([item for item in formulas if not isinstance(item, bool)], count - known)


def unique(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``uniqueItems``."""
    if schema["uniqueItems"] is not True:
        return
    node = reading.node
    node.world.apart.add(node.pointer)
    numbered = enumerate(node.spell(room(schema)))
    different = [
        implies(node.inside(index), neg(same_value(one, other)))
        for (_, one), (index, other) in combinations(numbered, 2)
    ]
    _sorted(node)
    formula = conj((*different, _no_more(node)))
    yield Part("uniqueItems", implies(node.is_("array"), formula))


def _sorted(node: Node) -> None:
    """Prefer items in order: many that only differ are hard to find."""
    if len(node.items) > _MANY:
        tidy = node.world.limit("tidy", f"{node.pointer} in order")
        for index, (one, other) in enumerate(pairwise(node.items)):
            numbers = conj((one.is_("integer"), other.is_("integer")))
            rising = implies(numbers, one.whole < other.whole)
            node.world.assume(implies(conj((tidy, node.inside(index + 1))), rising))

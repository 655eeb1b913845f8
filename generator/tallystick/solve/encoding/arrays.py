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
from tallystick.solve.smt.symbolic import Arith, total

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
        yield at.child("prefixItems", index), Region(node, f"item {index}")
    if "items" in schema and (schema["items"] is not False or prefix >= spelled):
        all_ = prefix <= spelled
        place = "items" if all_ else f"items from {prefix}"
        yield at.child("items"), Region(node, place, others=node.anyone if all_ else None)


def contains(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``contains`` with ``minContains`` and ``maxContains``."""
    node = reading.node
    at = reading.at.child("contains")
    found = [
        conj((node.inside(index), reading.strict(at, item)))
        for index, item in enumerate(node.spell(room(schema)))
    ]
    least, most = int(schema.get("minContains", 1)), schema.get("maxContains")
    node.world.note_size(node.pointer, least, int(most or 0) + 1)
    others = node.anyone
    if others is None:
        enough, few = _counted_in_part(node, found, least, most)
    else:
        rest = others.count(lambda one: reading.strict(at, one))
        enough = disj((_at_least(found, least), _sum(node, found) + rest >= least))
        few = True if most is None else _sum(node, found) + rest <= int(most)
    keyword = "minContains" if "minContains" in schema else "contains"
    yield Part(keyword, implies(node.is_("array"), enough))
    if most is not None:
        yield Part("maxContains", implies(node.is_("array"), few))


def _counted_in_part(
    node: Node, found: list[Formula], least: int, most: int | None
) -> tuple[Formula, Formula]:
    """Return whether enough items are found, and no more than allowed, as far as is known."""
    # Copies stand for one item that is there; whether for more is known within bounds only.
    sure = found[: len(dict.fromkeys(map(id, node.items)))]
    enough = disj((_at_least(sure, least), _known(node, _at_least(found, least))))
    if most is None:
        return enough, True
    few = conj((_at_most(sure, int(most)), _known(node, _at_most(found, int(most)))))
    return enough, few


def _sum(node: Node, formulas: list[Formula]) -> Arith:
    known = sum(it is True for it in formulas)
    return total([it for it in formulas if not isinstance(it, bool)], node.world.terms) + known


def _known(node: Node, formula: Formula) -> Formula:
    """Return a formula about all items; anything, where some are not known."""
    return node.world.unless(node.beyond, formula)


def _no_more(node: Node) -> Formula:
    """Return that nothing beyond what is spelled out speaks against it, for all that is known."""
    rest = node.world.truth()
    others = node.anyone
    if others is None:
        return disj((neg(node.beyond), rest))

    def says(one: Node) -> Formula:
        pairs = enumerate(node.items)
        return conj(implies(node.inside(index), neg(same_value(one, it))) for index, it in pairs)

    others.say(rest, says)
    return disj((neg(others.there), rest))


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
    node.spell(room(schema))
    formula = node.world.once(("uniqueItems", node.id), lambda: _all_different(node))
    yield Part("uniqueItems", implies(node.is_("array"), formula))


def _all_different(node: Node) -> Formula:
    """Return whether the items of an array differ: the same for whoever asks."""
    different = [
        implies(node.inside(index), neg(same_value(one, other)))
        for (_, one), (index, other) in combinations(enumerate(node.items), 2)
    ]
    _sorted(node)
    return conj((*different, _no_more(node)))


def _sorted(node: Node) -> None:
    """Prefer items in order: many that only differ are hard to find."""
    if len(node.items) > _MANY:
        tidy = node.world.limit("tidy", f"{node.pointer} in order")
        for index, (one, other) in enumerate(pairwise(node.items)):
            numbers = conj((one.is_("integer"), other.is_("integer")))
            rising = implies(numbers, one.whole < other.whole)
            node.world.assume(implies(conj((tidy, node.inside(index + 1))), rising))

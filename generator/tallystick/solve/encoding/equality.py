"""Equality of JSON values: with a constant, and of two values that are not known.

Numbers are equal by value, ``1`` and ``1.0`` too; objects whatever the order of their members.
Source: JSON Schema 2020-12 core, section 4.2.2.
"""

from collections.abc import Callable
from fractions import Fraction

from tallystick.solve.encoding.node import Node
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg, same
from tallystick.solve.smt.symbolic import REAL, Arith, Terms, equals, same_thing
from tallystick.text import Json


def exact(number: float) -> Fraction:
    """Return a number as written in JSON, not as the nearest binary fraction."""
    return Fraction(repr(number))


def rational(number: Fraction, terms: Terms) -> Arith:
    """Return a number as a term of reals."""
    return terms.number(number, REAL)


def equal_json(node: Node, value: Json) -> Formula:
    """Return whether a value is a certain one."""
    match value:
        case None:
            return node.is_("null")
        case bool():
            return conj((node.is_("boolean"), node.flag if value else neg(node.flag)))
        case int() | float():
            return equal_number(node, exact(value))
        case str():
            code = node.world.words.constant(value)
            return conj((node.is_("string"), equals(node.code, code)))
        case list():
            return equal_list(node, value, equal_json)
        case _:
            return _equal_object(node, value)


def equal_list(node: Node, value: list[Json], equal: Callable[[Node, Json], Formula]) -> Formula:
    """Return whether a value is a certain list.

    Args:
        node: The value.
        value: The list.
        equal: Judges the items.
    """
    node.world.note_size(node.pointer, len(value))
    items = node.spell(len(value))
    parts = [equal(item, part) for item, part in zip(items, value, strict=False)]
    if len(items) < len(value):
        parts.append(node.world.truth())
    whole = node.world.unless(conj((node.beyond, equals(node.length, len(value)))), conj(parts))
    return conj((node.is_("array"), equals(node.length, len(value)), whole))


def equal_number(node: Node, number: Fraction) -> Formula:
    """Return whether a value is a certain number."""
    if number.denominator == 1:
        return conj((node.is_("integer"), equals(node.whole, number.numerator)))
    constant = rational(number, node.world.terms)
    return conj((node.is_("fraction"), equals(node.fraction, constant)))


def _equal_object(node: Node, value: dict[str, Json]) -> Formula:
    parts: list[Formula] = [node.is_("object"), neg(node.crowded)]
    for name, part in value.items():
        present, child = node.member(name)
        parts += [present, equal_json(child, part)]
    parts += [neg(slot.present) for slot in node.others()]
    return conj((*parts, node.world.later(lambda: _no_others(node, value))))


def _no_others(node: Node, value: dict[str, Json]) -> Formula:
    named = list(node.members.items())
    return conj(neg(present) for name, (present, _) in named if name not in value)


def same_value(left: Node, right: Node) -> Formula:
    """Return whether two values are equal."""
    if left is right:
        return True
    pair = (min(left.id, right.id), max(left.id, right.id))
    known = left.world.equalities.get(pair)
    if known is None:
        known = left.world.equalities[pair] = conj(
            (
                *(same(left.kinds[kind], right.kinds[kind]) for kind in left.kinds),
                same_scalar(left, right),
                implies(left.is_("array"), left.world.later(lambda: _same_items(left, right))),
                implies(left.is_("object"), left.world.later(lambda: _same_members(left, right))),
            )
        )
    return known


def same_scalar(left: Node, right: Node) -> Formula:
    """Return whether two values of one kind are equal if they have no parts."""
    return conj(
        (
            implies(left.is_("boolean"), same(left.flag, right.flag)),
            implies(left.is_("integer"), same_thing(left.same_whole, right.same_whole)),
            implies(left.is_("fraction"), same_thing(left.same_fraction, right.same_fraction)),
            implies(left.is_("string"), same_thing(left.same_code, right.same_code)),
        )
    )


def _same_items(left: Node, right: Node) -> Formula:
    equal_length = equals(left.length, right.length)
    if not left.items and not right.items:  # nobody looked inside
        return conj((equal_length, disj((equals(left.length, 0), _alike(left, right)))))
    pairs = enumerate(zip(left.spell(), right.spell(), strict=False))
    parts = [implies(left.inside(index), same_value(*pair)) for index, pair in pairs]
    beyond = disj((left.beyond, right.beyond))
    return conj((equal_length, left.world.unless(beyond, conj(parts))))


def _alike(node: Node, other: Node) -> Formula:
    """Return whether two values are equal that nobody looks into; within bounds they are."""
    alike = node.world.truth()
    node.world.alike.update((node.id, other.id))
    node.world.assume(implies(node.world.limit("alike"), alike))
    return alike


def _same_members(left: Node, right: Node) -> Formula:
    names = list({**left.members, **right.members})
    if not names and left.slots is None and right.slots is None:
        return _alike(left, right)
    parts = []
    for name in names:
        (present, one), (other_present, other) = left.member(name), right.member(name)
        parts.append(same(present, other_present))
        parts.append(implies(present, same_value(one, other)))
    pairs = list(zip(left.others(), right.others(), strict=False))
    for slot, twin in pairs:
        parts.append(same(slot.present, twin.present))
        equal = conj((equals(slot.key, twin.key), same_value(slot.node, twin.node)))
        parts.append(implies(slot.present, equal))
    parts += [neg(slot.present) for slot in left.others()[len(pairs) :]]
    parts += [neg(slot.present) for slot in right.others()[len(pairs) :]]
    return left.world.unless(disj((left.crowded, right.crowded)), conj(parts))

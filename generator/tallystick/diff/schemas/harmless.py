"""Differences that cannot make the right refuse what the left accepts, one by one."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from tallystick.diff.kinds import Kind
from tallystick.diff.schemas.deltas import Delta
from tallystick.diff.schemas.nodes import Bound, View
from tallystick.diff.schemas.prove import Prover, of_member
from tallystick.ir.widths import WIDTHS


def is_harmless(prover: Prover, delta: Delta, left: View, right: View) -> bool:
    """Whether it is certain that one difference refuses nothing, whatever the others do.

    Args:
        prover: Of the two versions, as sender and receiver.
        delta: The difference.
        left: The sender's view.
        right: The receiver's.
    """
    if delta.silent or left.never:
        return True
    project = _PROJECTIONS.get(delta.kind)
    return project is not None and prover.views(left, project(delta, right))


def _member(delta: Delta, right: View) -> View:
    return View(
        members={delta.name: of_member(right, delta.name)},
        required=right.required & {delta.name},
    )


def _range(delta: Delta, right: View) -> View:
    return View(low=right.low) if "minimum" in delta.keywords else View(high=right.high)


def _format(right: View) -> View:
    """Return what formats say; those of integers are bounds."""
    view = View(formats=right.formats)
    for least, most in (WIDTHS[name] for name in sorted(right.formats & WIDTHS.keys())):
        low, high = Bound(Fraction(least), exclusive=False), Bound(Fraction(most), exclusive=False)
        view.low = low if view.low is None else max(view.low, low)
        view.high = high if view.high is None else min(view.high, high)
    return view


def _length(delta: Delta, right: View) -> View:
    if "minLength" in delta.keywords:
        return View(min_length=right.min_length)
    return View(max_length=right.max_length)


def _items(delta: Delta, right: View) -> View:
    if "minItems" in delta.keywords:
        return View(min_items=right.min_items)
    return View(max_items=right.max_items)


def _count(delta: Delta, right: View) -> View:
    if "minProperties" in delta.keywords:
        return View(min_members=right.min_members)
    return View(max_members=right.max_members)


_PROJECTIONS: Final[dict[Kind, Callable[[Delta, View], View]]] = {
    Kind.TYPE_CHANGED: lambda _, right: View(kinds=right.kinds, never=right.never),
    Kind.NULL_ALLOWED: lambda _, right: View(kinds=right.kinds),
    Kind.NULL_REFUSED: lambda _, right: View(kinds=right.kinds),
    Kind.ENUM_ADDED: lambda _, right: View(enum=right.enum),
    Kind.ENUM_REMOVED: lambda _, right: View(enum=right.enum),
    Kind.ENUM_VALUES_ADDED: lambda _, right: View(enum=right.enum),
    Kind.ENUM_VALUES_REMOVED: lambda _, right: View(enum=right.enum),
    Kind.RANGE_CHANGED: _range,
    Kind.MULTIPLE_CHANGED: lambda _, right: View(multiples=right.multiples),
    Kind.LENGTH_CHANGED: _length,
    Kind.PATTERN_CHANGED: lambda _, right: View(texts=right.texts),
    Kind.FORMAT_CHANGED: lambda _, right: _format(right),
    Kind.ITEM_COUNT_CHANGED: _items,
    Kind.UNIQUE_ITEMS_CHANGED: lambda _, right: View(unique=right.unique),
    Kind.PREFIX_ITEMS_CHANGED: lambda _, right: View(prefix=right.prefix, items=right.items),
    Kind.CONTAINS_CHANGED: lambda _, right: View(contains=right.contains),
    Kind.MEMBER_ADDED: _member,
    Kind.MEMBER_REMOVED: _member,
    Kind.MEMBER_REQUIRED: lambda it, right: View(required=right.required & {it.name}),
    Kind.MEMBER_OPTIONAL: lambda it, right: View(required=right.required & {it.name}),
    Kind.MEMBER_COUNT_CHANGED: _count,
    Kind.MEMBER_NAMES_CHANGED: lambda _, right: View(names=right.names),
    Kind.ADDITIONAL_MEMBERS_CHANGED: lambda _, right: View(
        members=right.members, patterns=right.patterns, rest=right.rest, mixed=right.mixed
    ),
    Kind.PATTERN_MEMBERS_CHANGED: lambda _, right: View(patterns=right.patterns),
    Kind.DEPENDENT_REQUIRED_CHANGED: lambda _, right: View(
        dependent_required=right.dependent_required
    ),
    Kind.DEPENDENT_SCHEMA_CHANGED: lambda _, right: View(dependent=right.dependent),
    Kind.VARIANT_ADDED: lambda _, right: View(groups=right.groups),
    Kind.VARIANT_REMOVED: lambda _, right: View(groups=right.groups),
    Kind.UNION_CHANGED: lambda _, right: View(groups=right.groups),
    Kind.NOT_CHANGED: lambda _, right: View(nots=right.nots),
    Kind.CONDITION_CHANGED: lambda _, right: View(conditions=right.conditions),
    Kind.RULE_ADDED: lambda it, right: View(rules=tuple(r for r in right.rules if r.id == it.name)),
    Kind.RULE_CHANGED: lambda it, right: View(
        rules=tuple(r for r in right.rules if r.id == it.name)
    ),
    Kind.RULE_REMOVED: lambda it, right: View(
        rules=tuple(r for r in right.rules if r.id == it.name)
    ),
}

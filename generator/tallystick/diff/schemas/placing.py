"""Where a difference is written, and one change of those that are written at one place."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tallystick.diagnostics import Span
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Proof, Unproven, Verdict, Witness
from tallystick.diff.schemas.deltas import Delta
from tallystick.diff.schemas.nodes import Node, View
from tallystick.diff.schemas.pairs import Pair
from tallystick.diff.side import Side
from tallystick.diff.unchanged.settle import written_at
from tallystick.ir.facts import same
from tallystick.ir.types import MISSING

OF_MEMBERS: Final = frozenset(
    {Kind.MEMBER_ADDED, Kind.MEMBER_REMOVED, Kind.MEMBER_REQUIRED, Kind.MEMBER_OPTIONAL},
)


OF_VALUES: Final = frozenset({Kind.ENUM_VALUES_ADDED, Kind.ENUM_VALUES_REMOVED})


def place(view: View, delta: Delta, node: Node, otherwise: Span) -> Span:
    """Return where a difference is written in one version."""
    here = _schema_of(view, node) or otherwise
    if delta.kind in OF_RULES:
        rule = next((it.span for it in view.rules if it.id == delta.name), here)
        return rule.child("rule") if delta.kind is Kind.RULE_CHANGED else rule
    if delta.kind in OF_MEMBERS:
        member = view.members.get(delta.name)
        return (member.span if member is not None else None) or here
    for keyword in delta.keywords:
        if keyword in view.spans:
            return view.spans[keyword]
    return here


def of_value(side: Side, span: Span, delta: Delta) -> Span:
    """Return the place of the first value that a list of values has and the other has not.

    Args:
        side: The version.
        span: Where the list is written.
        delta: The difference.
    """
    values = delta.before if delta.kind is Kind.ENUM_VALUES_REMOVED else delta.after
    if delta.kind not in OF_VALUES or not isinstance(values, list):
        return span
    written = side.raw(span) if span.pointer.endswith("/enum") else None
    for number, item in enumerate(written if isinstance(written, list) else ()):
        if any(same(item, it) for it in values):
            return span.child(str(number))
    return span


def _schema_of(view: View, node: Node) -> Span | None:
    """Return the first schema of a node that demands something."""
    for span in view.spans.values():
        return Span(span.uri, span.pointer.rpartition("/")[0])
    return node.span


OF_RULES: Final = frozenset({Kind.RULE_ADDED, Kind.RULE_CHANGED, Kind.RULE_REMOVED})


def home(pair: Pair, delta: Delta) -> Span | None:
    """Return the schema that a difference is in: where its keyword is written, if that is one."""
    for view, node in ((pair.views[1], pair.new), (pair.views[0], pair.old)):
        found = _home_in(view, node, delta)
        if found is not None:
            return found
    return pair.new.span or pair.old.span


def _home_in(view: View, node: Node, delta: Delta) -> Span | None:
    if delta.kind in OF_RULES:
        rule = next((it for it in view.rules if it.id == delta.name), None)
        return None if rule is None else _up(rule.span, 2)
    if delta.kind in OF_MEMBERS and delta.name in view.members:
        member = view.members[delta.name].span
        inside = member is not None and "/properties/" in member.pointer
        return _up(member, 2) if member is not None and inside else None
    written = (view.spans[it] for it in delta.keywords if it in view.spans and node.parts)
    found = next(written, None)
    return None if found is None else _up(found, 1)


def _up(span: Span, levels: int) -> Span:
    return Span(span.uri, span.pointer.rsplit("/", levels)[0])


def merged(changes: Iterable[Change]) -> list[Change]:
    """Make one change of those that are written at the same places."""
    found: dict[object, Change] = {}
    for change in changes:
        key = (
            change.kind,
            change.direction,
            *written_at(change),
            change.subject,
            json.dumps([it if it is not MISSING else "" for it in (change.before, change.after)]),
        )
        known = found.get(key)
        found[key] = change if known is None else _both(known, change)
    return list(found.values())


def _both(one: Change, other: Change) -> Change:
    operations = tuple(dict.fromkeys((*one.operations, *other.operations)))
    verdicts = sorted((one.verdict, other.verdict), key=_weight)
    return replace(one, operations=operations, verdict=verdicts[0])


def _weight(verdict: Verdict | None) -> int:
    order = (Witness, Unproven, Proof)
    return next((at for at, kind in enumerate(order) if isinstance(verdict, kind)), len(order))

"""A value at a place inside a whole message, all else as small as it can be."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

from tallystick.diff.schemas.nodes import Group, Node, View, joined, with_each
from tallystick.diff.schemas.pairs import Step
from tallystick.diff.schemas.readers import matches
from tallystick.diff.schemas.samples import Sampler
from tallystick.diff.schemas.variants import unwrapped
from tallystick.diff.schemas.views import Views
from tallystick.ir.types import MISSING, Missing
from tallystick.solve.document import At
from tallystick.text import Json

Which: TypeAlias = Literal["old", "new"]
_KEYS: Final = ("extra", "x", "a", "A", "0", "x-a", "key", "a.b", "aa", "abc", "_")


def below(views: Views, node: Node, step: Step, which: Which) -> Node:
    """Return the schema that a step leads to; at a branch, with what stands beside the union."""
    view = views.view(node)
    if step.kind == "branch":
        branch = step.old if which == "old" else step.new
        found = _group(view, branch)
        if found is None:
            return node
        return next(with_each(node, found[0]._replace(branches=(found[1],))))
    if step.kind == "dependent":
        return joined(node, view.dependent.get(step.name, Node()))
    if view.groups:
        view = views.view(unwrapped(views, node))
    return _value_below(view, step)


def _value_below(view: View, step: Step) -> Node:
    """Return what is said of the member or item, or of a member's name."""
    match step.kind:
        case "member":
            found = view.member(step.name)
        case "pattern":
            found = view.patterns.get(step.name, view.rest)
        case "prefix":
            found = view.item(int(step.name))
        case "items":
            found = view.items
        case "names":
            found = view.names[int(step.name)] if int(step.name) < len(view.names) else Node()
        case _:
            found = view.rest
    return found


def _group(view: View, branch: At | None) -> tuple[Group, At] | None:
    """Return the group that has a branch, and the branch as it stands there."""
    for group in view.groups:
        for at in group.branches:
            if branch is not None and at.span == branch.span:
                return group, at
    return None


def walk(views: Views, root: Node, steps: Sequence[Step], which: Which) -> list[Node]:
    """Return the schemas on the way, the first and the last included."""
    found = [root]
    for step in steps:
        found.append(below(views, found[-1], step, which))
    return found


def planted(
    sampler: Sampler, way: Sequence[Node], steps: Sequence[Step], value: Json
) -> Iterator[Json]:
    """Yield whole messages that hold a value.

    Args:
        sampler: Makes what else is needed.
        way: The schemas on the way; see `walk`.
        steps: The steps between them.
        value: What the last of them should hold.
    """
    for node, step in zip(reversed(way[:-1]), reversed(steps), strict=True):
        found = _around(sampler, node, step, value)
        if found is MISSING:
            return
        value = found
    yield value


def _around(sampler: Sampler, node: Node, step: Step, value: Json) -> "Json | Missing":
    """Return a value of a node that holds another where a step leads."""
    view = sampler.views.view(node)
    if step.kind == "branch":
        return value
    if step.kind in {"items", "prefix"}:
        index = int(step.name) if step.kind == "prefix" else len(view.prefix)
        items = sampler.items(view, max(index + 1, view.min_items), 1)
        return MISSING if items is None else [*items[:index], value, *items[index + 1 :]]
    base = sampler.value(node, "object")
    return _object_around(sampler, view, step, value, base) if isinstance(base, dict) else MISSING


def _object_around(
    sampler: Sampler, view: View, step: Step, value: Json, base: dict[str, Json]
) -> "Json | Missing":
    if step.kind == "member":
        return {**base, step.name: value}
    if step.kind == "names":
        inner = sampler.value(view.rest)
        return {**base, str(value): None if inner is MISSING else inner}
    if step.kind == "dependent":
        return {**base, **value} if isinstance(value, dict) else MISSING
    return {**base, _key(view, step): value}


def _key(view: View, step: Step) -> str:
    """Return a name that no member has, of the pattern that is wanted."""
    for key in _KEYS:
        named = [pattern for pattern in view.patterns if matches(pattern, key)]
        if key not in view.members and named == ([step.name] if step.kind == "pattern" else []):
            return key
    return _KEYS[0]

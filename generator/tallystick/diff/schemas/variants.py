"""Which variant of a union is which, across versions."""

from collections.abc import Callable

from tallystick.diff.schemas.nodes import Node, Part
from tallystick.diff.schemas.readers import kind_of
from tallystick.diff.schemas.views import Views

_KINDLESS = 6
_WRAPPED = 8
"""Unions of one variant that are looked through."""


def matched(
    old: tuple[Views, list[Node]],
    new: tuple[Views, list[Node]],
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pair the variants of two unions.

    Args:
        old: The variants of the old version, and how to read them.
        new: Likewise.

    Returns:
        Pairs of indexes; those of the old that have no partner; those of the new.
    """
    views, nodes = old
    other_views, others = new
    left = list(range(len(nodes)))
    right = list(range(len(others)))
    found: list[tuple[int, int]] = []

    def take(test: Callable[[int, int], bool]) -> None:
        for one in list(left):
            partner = next((it for it in right if test(one, it)), None)
            if partner is not None:
                found.append((one, partner))
                left.remove(one)
                right.remove(partner)

    names = [_reference(node) for node in nodes], [_reference(node) for node in others]
    take(lambda one, it: bool(names[0][one]) and names[0][one] == names[1][it])
    take(lambda one, it: _written(nodes[one]) == _written(others[it]))
    tags = [_tag(views, node) for node in nodes], [_tag(other_views, node) for node in others]
    take(lambda one, it: bool(tags[0][one]) and tags[0][one] == tags[1][it])
    kinds = [_kinds(views, node) for node in nodes], [_kinds(other_views, node) for node in others]
    take(lambda one, it: bool(kinds[0][one]) and kinds[0][one] == kinds[1][it])
    return sorted(found), left, right


def unwrapped(views: Views, node: Node) -> Node:
    """Return a node of which no union has only one variant: that one is joined."""
    for _ in range(_WRAPPED):
        single = next((it for it in views.view(node).groups if len(it.branches) == 1), None)
        if single is None:
            break
        span = single.owner.span
        without = frozenset({f"{span.uri}#{span.pointer}/{single.keyword}"})
        parts = (Part(it.at, it.dropped | without) for it in node.parts)
        node = Node((*parts, Part(single.branches[0])))
    return node


def _reference(node: Node) -> str:
    """Return the name of the component that a variant is."""
    name = node.parts[0].at.keywords.get("$ref")
    return name if isinstance(name, str) else ""


def _written(node: Node) -> object:
    value = node.parts[0].at.value
    if not isinstance(value, dict):
        return value
    return {key: it for key, it in value.items() if key not in {"title", "description"}}


def _tag(views: Views, node: Node) -> frozenset[tuple[str, str, str]]:
    """Return the constants that a variant demands of its members."""
    found = set()
    view = views.view(node)
    for name in view.required:
        member = views.view(view.members[name]) if name in view.members else None
        if member is not None and member.enum is not None and len(member.enum) == 1:
            found.add((name, kind_of(member.enum[0]), str(member.enum[0])))
    return frozenset(found)


def _kinds(views: Views, node: Node) -> tuple[frozenset[str], str, frozenset[str]] | None:
    """Return what kind of variant it is: its kinds, its title, what it requires."""
    view = views.view(node)
    if len(view.kinds) > _KINDLESS:
        return None
    title = node.parts[0].at.keywords.get("title")
    return view.kinds, str(title), frozenset(view.members) & view.required

"""What follows of two schemas from their being written the same, without reading them."""

from collections.abc import Mapping
from typing import TypeAlias

from tallystick.diff.schemas.nodes import Node, Part
from tallystick.diff.schemas.views import Views
from tallystick.solve.document import At


def is_settled(left: tuple[Views, Node], right: tuple[Views, Node]) -> bool:
    """Whether both versions say the same at two nodes, and at all that they refer to.

    Args:
        left: A schema, and how it is read.
        right: One of the other version.
    """
    (views, one), (other_views, other) = left, right
    if not one.parts or len(one.parts) != len(other.parts) or other_views.shared.is_closed:
        return False
    if views.shared.version == "new":
        one, other = other, one
    return len({it.at.span for it in one.parts}) == len(one.parts) and all(
        not before.dropped
        and not after.dropped
        and views.shared.alike.settled(before.at.span, after.at.span)
        for before, after in zip(one.parts, other.parts, strict=True)
    )


def left_open(
    left: tuple[Views, Node], right: tuple[Views, Node]
) -> list[tuple[Node, Node]] | None:
    """Return what decides whether the right accepts all that the left accepts.

    Args:
        left: A schema, and how it is read.
        right: One of the other version.

    Returns:
        Schemas that both refer to: it does where each accepts all that its partner accepts. None
        when they are not written the same, or when that would not follow.
    """
    (views, one), (other_views, other) = left, right
    if len(one.parts) != 1 or len(other.parts) != 1 or other_views.shared.is_closed:
        return None
    before, after = one.parts[0], other.parts[0]
    if before.dropped or after.dropped:
        return None
    if views.bearing(before.at) or other_views.bearing(after.at):
        return None  # what a rule means depends on the types of what it reads
    spans = before.at.span, after.at.span
    if views.shared.version == "new":
        spans = spans[1], spans[0]
    loose = views.shared.alike.loose(*spans)
    found: list[tuple[Node, Node]] = []
    for steps in loose or ():
        sites = _below(before.at, steps), _below(after.at, steps)
        if not steps:  # what it refers to; of itself nothing follows
            sites = views.target(before.at), other_views.target(after.at)
        if sites[0] is not None and sites[1] is not None:
            found.append((Node((Part(sites[0]),)), Node((Part(sites[1]),))))
        elif sites[0] is not sites[1]:
            return None
    return None if loose is None else found


Key: TypeAlias = tuple[object, object]
"""What tells pairs of schemas apart."""


class Following:
    """The pairs below one that are written the same: containment of each follows from the others'.

    Attributes:
        users: By pair, those that it decides.
        hard: Pairs that are not written the same, on which all rests.
    """

    def __init__(
        self,
        left: tuple[Views, Node],
        right: tuple[Views, Node],
        known: Mapping[Key, bool],
    ) -> None:
        """Look at a pair, and at all that it refers to.

        Args:
            left: A schema, and how it is read.
            right: One of the other version.
            known: Pairs that are decided already.
        """
        self.users: dict[Key, list[Key]] = {}
        self.hard: dict[Key, tuple[Node, Node]] = {}
        start = (left[1].key, right[1].key)
        todo: list[tuple[Key, Node, Node]] = [(start, left[1], right[1])]
        while todo:
            user, one, other = todo.pop()
            one, other = left[0].meant(one), right[0].meant(other)
            key = (one.key, other.key)
            if key in self.users or key in self.hard:
                self.users.setdefault(key, []).append(user)
                continue
            both = (left[0], one), (right[0], other)
            if known.get(key) is True or is_settled(*both):
                continue
            below = left_open(*both) if key not in known else None
            self.users[key] = [user]
            if below is None:
                self.hard[key] = one, other
            else:
                todo += [(key, *it) for it in below]

    @property
    def followed(self) -> set[Key]:
        """The pairs that are decided by others."""
        return self.users.keys() - self.hard.keys()

    def resting_on(self, key: Key) -> set[Key]:
        """Return the pairs that a pair decides, by way of others too."""
        found: set[Key] = set()
        todo = [key]
        while todo:
            fresh = set(self.users.get(todo.pop(), ())) - found
            found |= fresh
            todo += fresh
        return found


def _below(at: At, steps: tuple[str, ...]) -> At | None:
    """Return the schema at a place below, or what hides it; None where no validator looks."""
    for step in steps:
        if isinstance(at.value, bool):
            break
        if isinstance(at.value, dict) and step not in at.value:
            return None
        at = at.child(int(step) if isinstance(at.value, list) else step)
    return at

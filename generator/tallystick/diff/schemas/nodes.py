"""Schemas as conjunctions, brought to one form: what allOf and references join is one thing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, NamedTuple

from tallystick.diagnostics import Span
from tallystick.rules.model import Rule
from tallystick.solve.document import At
from tallystick.text import Json

KINDS: Final = frozenset(
    {"null", "boolean", "integer", "number", "string", "array", "object"},
)
"""Kinds of value; ``number`` are those that are no integers."""


class Part(NamedTuple):
    """One schema of a conjunction, with all that it joins.

    Attributes:
        dropped: Keywords in it that are dealt with elsewhere, ``uri#pointer/keyword``.
    """

    at: At
    dropped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Node:
    """Schemas that a value satisfies all at once; none: anything goes."""

    parts: tuple[Part, ...] = ()

    @property
    def key(self) -> tuple[tuple[str, str, frozenset[str]], ...]:
        """What tells nodes of one version apart."""
        return tuple((it.at.span.uri, it.at.span.pointer, it.dropped) for it in self.parts)

    @property
    def span(self) -> Span | None:
        """Where the first schema is written."""
        return self.parts[0].at.span if self.parts else None


ANYTHING: Final = Node()


class Bound(NamedTuple):
    """An end of a range of numbers."""

    value: Fraction
    exclusive: bool


class Group(NamedTuple):
    """An ``anyOf`` or ``oneOf``.

    Attributes:
        owner: The schema that has it.
    """

    owner: At
    keyword: str
    branches: tuple[At, ...]

    @property
    def exclusive(self) -> bool:
        """Whether exactly one branch holds."""
        return self.keyword == "oneOf"


class Contains(NamedTuple):
    """How many items satisfy a schema."""

    node: Node
    least: int
    most: int | None


class Condition(NamedTuple):
    """``if``, ``then``, ``else``."""

    test: Node
    then: Node
    otherwise: Node


@dataclass(slots=True, kw_only=True)
class View:
    """The one form of a conjunction.

    Attributes:
        never: Nothing satisfies it.
        own: Its kinds, but for what unions say of them.
        enum: The only values, None when there is no such list. They may break other keywords.
        members: Every declared member, with all that is said of it anywhere.
        rest: What is said of members that nobody names.
        patterns: By pattern, what is said of members whose name matches.
        mixed: Several schemas say something of unnamed members while patterns exist: `rest` does
            then not apply to all that it seems to apply to.
        loose: `rest` or `items` leave something out that ``unevaluated...`` says.
        spans: Where a keyword is written first.
    """

    never: bool = False
    kinds: frozenset[str] = KINDS
    own: frozenset[str] = KINDS
    enum: tuple[Json, ...] | None = None
    low: Bound | None = None
    high: Bound | None = None
    multiples: frozenset[Fraction] = frozenset()
    min_length: int = 0
    max_length: int | None = None
    texts: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    content: tuple[tuple[str, str], ...] = ()
    prefix: tuple[Node, ...] = ()
    items: Node = ANYTHING
    min_items: int = 0
    max_items: int | None = None
    unique: bool = False
    contains: tuple[Contains, ...] = ()
    members: dict[str, Node] = field(default_factory=dict)
    patterns: dict[str, Node] = field(default_factory=dict)
    rest: Node = ANYTHING
    mixed: bool = False
    loose: bool = False
    required: frozenset[str] = frozenset()
    min_members: int = 0
    max_members: int | None = None
    names: tuple[Node, ...] = ()
    dependent_required: dict[str, frozenset[str]] = field(default_factory=dict)
    dependent: dict[str, Node] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    nots: tuple[Node, ...] = ()
    conditions: tuple[Condition, ...] = ()
    unevaluated_items: tuple[Node, ...] = ()
    unevaluated_members: tuple[Node, ...] = ()
    rules: tuple[Rule, ...] = ()
    spans: dict[str, Span] = field(default_factory=dict)

    def item(self, index: int) -> Node:
        """Return what is said of one item of an array."""
        return self.prefix[index] if index < len(self.prefix) else self.items

    def member(self, name: str) -> Node:
        """Return what is said of a member; patterns are looked at for declared ones only."""
        return self.members.get(name, self.rest)

    def branches(self) -> Iterator[At]:
        """Return the branches of all groups."""
        for group in self.groups:
            yield from group.branches


def child(at: At, *keys: str | int) -> Node:
    """Return the node of a schema below another."""
    return Node((Part(at.child(*keys)),))


def joined(*nodes: Node) -> Node:
    """Return the conjunction of nodes."""
    if len(nodes) == 1:
        return nodes[0]
    parts = {(it.at.span, it.dropped): it for node in nodes for it in node.parts}
    return Node(tuple(parts.values()))


def with_each(node: Node, group: Group) -> Iterator[Node]:
    """Yield a node once for each branch of one of its groups, with that instead of the group.

    Args:
        node: The node that has the group.
        group: The group.
    """
    owner = group.owner.span
    without = frozenset({f"{owner.uri}#{owner.pointer}/{group.keyword}"})
    kept = [Part(it.at, it.dropped | without) for it in node.parts]
    met = without.union(*(it.dropped for it in node.parts))  # a branch may lead back to its group
    for branch in group.branches:
        yield Node((*kept, Part(branch, met)))

"""Conjunctions of schemas read into their one form."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from typing import Any, Final, NamedTuple

from tallystick.diff.model import Version
from tallystick.diff.schemas.nodes import (
    ANYTHING,
    KINDS,
    Bound,
    Group,
    Node,
    Part,
    View,
    child,
    joined,
)
from tallystick.diff.schemas.readers import READERS, kind_of, limit, matches
from tallystick.diff.unchanged.settle import Alike
from tallystick.ir.facts import same
from tallystick.solve.book import Bearing, RuleBook
from tallystick.solve.document import At
from tallystick.text import Json

_REACHING: Final = ("$ref", "allOf")
_UNEVALUATED: Final = {"unevaluatedItems", "unevaluatedProperties"}
_NULL: Final = frozenset({"null"})


class Shared(NamedTuple):
    """What views know of the other version.

    Attributes:
        version: Which one is read.
        alike: Where both are written the same.
        is_closed: It is read as its sender keeps to it, who sends less than its document says.
    """

    version: Version
    alike: Alike
    is_closed: bool


class Views:
    """Reads views of one version, as one side sends or takes messages.

    Attributes:
        target: Returns what the ``$ref`` of a schema refers to.
        bearing: Whether a schema has rules, or one below it.
        book: The rules.
        shared: What is known of the other version.
    """

    def __init__(
        self,
        target: Callable[[At], At | None],
        book: RuleBook,
        bearing: Bearing,
        is_bare: Callable[[At], bool],
        shared: Shared,
    ) -> None:
        """Read with these references and rules.

        Args:
            target: Returns what the ``$ref`` of a schema refers to.
            book: The rules.
            bearing: Whether a schema has rules, or one below it.
        book: The rules.
            is_bare: Whether nothing is written beside the ``$ref`` of a schema, no words either.
            shared: What is known of the other version.
        """
        self.target = target
        self.bearing = bearing
        self.book = book
        self.shared = shared
        self._is_bare = is_bare
        self._known: dict[object, View] = {}
        self._meant: dict[object, Node] = {}

    def meant(self, node: Node) -> Node:
        """Return what a reference with nothing beside it refers to; other nodes as they are."""
        if len(node.parts) != 1 or "$ref" not in node.parts[0].at.keywords:
            return node
        key = node.key
        found = self._meant.get(key)
        if found is None:
            self._meant[key] = node  # a circle
            found = self._meant[key] = self._followed(node)
        return found

    def _followed(self, node: Node) -> Node:
        part = node.parts[0]
        if len(part.at.keywords) > 1 or not self._is_bare(part.at):
            return node
        target = self.target(part.at)
        return node if target is None else self.meant(Node((Part(target, part.dropped),)))

    def view(self, node: Node) -> View:
        """Return the view of a node."""
        node = self.meant(node)
        key = node.key
        found = self._known.get(key)
        if found is None:
            self._known[key] = View(loose=True)  # a schema within itself, in place
            found = self._known[key] = self._read(node)
        return found

    def flat(self, node: Node) -> list[Part]:
        """Return the schemas that a node joins, through references and allOf, each once."""
        found: list[Part] = []
        seen: set[object] = set()
        todo = list(reversed(node.parts))
        while todo:
            part = todo.pop()
            key = (part.at.span.uri, part.at.span.pointer, part.dropped)
            if key in seen:
                continue
            seen.add(key)
            found.append(part)
            schema = part.at.keywords
            below = [Part(at, part.dropped) for at in self._all_of(part, schema)]
            todo.extend(reversed(below))
        return found

    def _all_of(self, part: Part, schema: dict[str, Any]) -> Iterator[At]:
        if "$ref" in schema:
            target = self.target(part.at)
            if target is not None:
                yield target
        for index in range(len(schema.get("allOf", ()))):
            yield part.at.child("allOf", index)

    def _read(self, node: Node) -> View:
        view = View()
        parts = self.flat(node)
        for part in parts:
            view.never = view.never or part.at.value is False
            for keyword, value in part.at.keywords.items():
                if keyword in READERS and not _is_dropped(part, keyword):
                    view.spans.setdefault(keyword, part.at.span.child(keyword))
                    READERS[keyword](view, part.at, value)
            view.rules += tuple(it.rule for it in self.book.at(part.at.span))
        _read_members(view, parts)
        _read_items(view, parts)
        self._fold(view)
        inner = parts[1:] if len(node.parts) == 1 else parts
        _settle(view, outermost=not any(_UNEVALUATED & it.at.keywords.keys() for it in inner))
        return view

    def _fold(self, view: View) -> None:
        """Take up unions that are only lists of kinds or values."""
        kept: list[Group] = []
        view.own = view.kinds
        for group in view.groups:
            inner = [self.view(Node((Part(at),))) for at in group.branches]
            if not all(map(_is_plain, inner)) or (group.exclusive and _meet(inner)):
                kept.append(group)
                continue
            values = [listed(it) for it in inner]
            if any(it.enum is not None for it in inner):
                if None in values:
                    kept.append(group)
                    continue
                limit(view, [value for few in values for value in few or ()])
            view.kinds &= frozenset().union(*map(_accepted, inner))
        view.groups = tuple(kept)
        if len(kept) == 1:
            self._fold_null(view, kept[0])
        view.own = view.kinds
        for group in view.groups:
            inner = [self.view(Node((Part(at),))) for at in group.branches]
            view.kinds &= frozenset().union(*map(_accepted, inner))

    def _fold_null(self, view: View, group: Group) -> None:
        """Read ``anyOf: [X, {type: "null"}]`` as X that may be null."""
        nodes = [Node((Part(at),)) for at in group.branches]
        inner = [self.view(node) for node in nodes]
        others = [it for it in inner if not (_is_plain(it) and it.kinds == _NULL)]
        bare = _is_plain(replace(view, groups=())) and view.enum is None and view.kinds == KINDS
        if not bare or len(others) != 1 or len(others) == len(inner):
            return
        (other,) = others
        if other.groups or other.nots or other.conditions or other.never or "null" in other.kinds:
            return
        for item in fields(View):
            setattr(view, item.name, getattr(other, item.name))
        view.kinds = other.kinds | _NULL
        view.enum = None if other.enum is None else (*other.enum, None)


def _is_dropped(part: Part, keyword: str) -> bool:
    span = part.at.span
    return bool(part.dropped) and f"{span.uri}#{span.pointer}/{keyword}" in part.dropped


def _is_plain(view: View) -> bool:
    """Whether a view says nothing but kinds or values."""
    return all(getattr(view, name) == getattr(_OPEN, name) for name in _MORE)


_OPEN: Final = View()
_MORE: Final = {it.name for it in fields(View)} - {"kinds", "own", "enum", "spans", "never"}
"""What a view says that is neither kinds nor values."""


def _accepted(view: View) -> frozenset[str]:
    """Return the kinds of value that a view lets be."""
    return frozenset() if view.never else view.kinds


def _meet(views: list[View]) -> bool:
    """Whether two plain views may accept the same value."""
    return any(_share(*pair) for pair in combinations(views, 2))


def _share(left: View, right: View) -> bool:
    if left.enum is None or right.enum is None:
        return bool(_accepted(left) & _accepted(right))
    return any(same(one, other) for one in left.enum for other in right.enum)


def listed(view: View) -> list[Json] | None:
    """Return the only values of a view, some of them perhaps refused; None when they are many."""
    if view.never or view.enum is not None:
        return list(view.enum or ())
    if not view.kinds <= {"null", "boolean"}:
        return None
    values: list[Json] = [None] if "null" in view.kinds else []
    return [*values, True, False] if "boolean" in view.kinds else values


def _settle(view: View, *, outermost: bool) -> None:
    """Let lists of values and kinds agree, and read `unevaluated...` where it is plain.

    Args:
        view: The view.
        outermost: Only the outermost schema says ``unevaluated...``: it sees all others.
    """
    if view.enum is not None:
        view.enum = tuple(it for it in view.enum if kind_of(it) in view.kinds)
        view.kinds &= frozenset(map(kind_of, view.enum))
    _forget(view)
    whole = not (view.groups or view.conditions or view.dependent or view.mixed)
    if view.unevaluated_members and whole and outermost:
        if "additionalProperties" not in view.spans:
            view.rest = joined(view.rest, *view.unevaluated_members)
        view.unevaluated_members = ()
    if view.unevaluated_items and whole and outermost and not view.contains:
        if "items" not in view.spans:
            view.items = joined(view.items, *view.unevaluated_items)
        view.unevaluated_items = ()
    view.loose = view.loose or bool(view.unevaluated_items or view.unevaluated_members)
    view.never = view.never or not view.kinds


def _forget(view: View) -> None:
    """Drop what is said of kinds of value that are not accepted anyway."""
    for kinds, names in () if view.kinds == KINDS else _SAID_OF:
        if not kinds & view.kinds:
            for name in names:
                setattr(view, name, {} if name in _TABLES else getattr(_OPEN, name))
    if "number" not in view.kinds:
        if view.low is not None:
            step = int(view.low.exclusive and view.low.value.denominator == 1)
            view.low = Bound(Fraction(ceil(view.low.value) + step), exclusive=False)
        if view.high is not None:
            step = int(view.high.exclusive and view.high.value.denominator == 1)
            view.high = Bound(Fraction(floor(view.high.value) - step), exclusive=False)


_TABLES: Final = frozenset({"members", "patterns", "dependent_required", "dependent"})
_NUMBERS: Final = frozenset({"integer", "number"})
_SAID_OF: Final = (
    (_NUMBERS, ("low", "high", "multiples")),
    (frozenset({"string"}), ("min_length", "max_length", "texts", "content")),
    (_NUMBERS | {"string"}, ("formats",)),
    (
        frozenset({"array"}),
        ("prefix", "items", "min_items", "max_items", "unique", "contains", "unevaluated_items"),
    ),
    (
        frozenset({"object"}),
        (
            *("members", "patterns", "rest", "mixed", "required", "min_members", "max_members"),
            *("names", "dependent_required", "dependent", "unevaluated_members"),
        ),
    ),
)


def _read_members(view: View, parts: list[Part]) -> None:
    """Gather what all parts say of members."""
    readings = [_Members(part) for part in parts if isinstance(part.at.value, dict)]
    readings = [it for it in readings if it.speaks]
    if not readings:
        return
    names = dict.fromkeys(name for it in readings for name in it.declared)
    for name in names:
        view.members[name] = joined(*filter(None, (it.of(name) for it in readings)))
    for it in readings:
        for pattern, node in it.patterns.items():
            view.patterns[pattern] = joined(view.patterns.get(pattern, ANYTHING), node)
    stated = [it for it in readings if it.rest is not None]
    view.rest = joined(*(it.rest for it in stated if it.rest is not None))
    view.mixed = bool(view.patterns) and len(readings) > 1 and bool(stated)


class _Members:
    """What one schema says of members."""

    def __init__(self, part: Part) -> None:
        schema, at = part.at.keywords, part.at
        self.declared = {n: child(at, "properties", n) for n in schema.get("properties", ())}
        self.patterns = {
            p: child(at, "patternProperties", p) for p in schema.get("patternProperties", ())
        }
        has_rest = "additionalProperties" in schema
        self.rest = child(at, "additionalProperties") if has_rest else None

    @property
    def speaks(self) -> bool:
        """Whether it says anything."""
        return bool(self.declared or self.patterns or self.rest)

    def of(self, name: str) -> Node | None:
        """Return what it says of a member."""
        found = [node for pattern, node in self.patterns.items() if matches(pattern, name)]
        if name in self.declared:
            found.insert(0, self.declared[name])
        if found:
            return joined(*found)
        return self.rest


def _read_items(view: View, parts: list[Part]) -> None:
    """Gather what all parts say of items."""
    readings = []
    for part in parts:
        schema = part.at.keywords
        size = len(schema.get("prefixItems", ()))
        prefix = [child(part.at, "prefixItems", index) for index in range(size)]
        stated = "items" in schema
        rest = child(part.at, "items") if stated else ANYTHING
        if prefix or stated:
            readings.append((prefix, rest))
    if not readings:
        return
    longest = max(len(prefix) for prefix, _ in readings)
    view.prefix = tuple(
        joined(*(prefix[at] if at < len(prefix) else rest for prefix, rest in readings))
        for at in range(longest)
    )
    view.items = joined(*(rest for _, rest in readings))

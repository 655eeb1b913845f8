"""Where schemas of a document are used, and what that means for rules written into them.

A rule is judged where its schema describes a value. Under ``if``, ``not``, ``contains`` and their
kin a schema describes nothing, it only asks; a rule written into it would change the question.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from tallystick.diagnostics import Span
from tallystick.load.structure import Kind, walk
from tallystick.resolve.bundle import outside_kinds
from tallystick.resolve.model import Resolved, Target

QUESTIONS: Final = (
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "dependentSchemas",
    "unevaluatedItems",
    "unevaluatedProperties",
)
"""Keywords whose schemas ask; rules in them are not judged."""
_UNEVALUATED: Final = ("unevaluatedItems", "unevaluatedProperties")
_TYPES: Final = frozenset({"null", "boolean", "number", "string", "array", "object"})
_DEPTH: Final = 8


class _Facts(NamedTuple):
    """What tells branches apart: JSON types, and members that have one of a few values."""

    types: frozenset[str]
    tags: dict[str, frozenset[str]]


class Uses:
    """How the schemas of documents refer to each other.

    Attributes:
        unevaluated: Some schema asks for members or items that nothing else looked at.
    """

    def __init__(self, resolved: Resolved) -> None:
        """Walk over all schemas."""
        self._resolved = resolved
        self._schemas: dict[Target, dict[str, Any]] = {}
        self._below: dict[Target, list[Target]] = {}
        starts: list[tuple[Target, Kind]] = [((resolved.entry.uri, ""), "document")]
        for (uri, pointer), kind in [*starts, *outside_kinds(resolved).items()]:
            for visit in walk(resolved.at(uri, pointer), kind, pointer):
                if visit.kind == "schema":
                    self._schemas[uri, visit.pointer] = visit.value
        for place in self._schemas:
            above = self._above(place)
            if above is not None:
                self._below.setdefault(above, []).append(place)
            target = resolved.refs.get(place)
            if target is not None:
                self._below.setdefault(place, []).append(target)
        self.unevaluated = any(
            keyword in schema for schema in self._schemas.values() for keyword in _UNEVALUATED
        )

    def _above(self, place: Target) -> Target | None:
        """Return the schema that a schema is a part of."""
        uri, pointer = place
        for _ in range(2):
            pointer = pointer.rpartition("/")[0]
            if (uri, pointer) in self._schemas:
                return uri, pointer
        return None

    def asked(self, bearing: set[Target]) -> dict[Target, str]:
        """Return the schemas that are part of a question, each with the keyword that asks.

        Args:
            bearing: The schemas that matter.
        """
        found: dict[Target, str] = {}
        for place in self._leading_to(bearing):
            keyword = _question(place[1], self._above(place))
            if keyword is not None:
                found |= dict.fromkeys(self._reach(place) & bearing, keyword)
        return found

    def overlapping(self, bearing: set[Target]) -> dict[Target, Span]:
        """Return the schemas within a branch of a union that another branch may accept too.

        Args:
            bearing: The schemas that matter.
        """
        found: dict[Target, Span] = {}
        for place, keyword, index, count in self._branches(self._leading_to(bearing)):
            within = self._reach((place[0], f"{place[1]}/{keyword}/{index}")) & bearing
            if within and not self._alone(place, keyword, index, count):
                found.update(dict.fromkeys(within, Span(*place)))
        return found

    def _branches(self, places: list[Target]) -> Iterator[tuple[Target, str, int, int]]:
        """Yield the branches of unions: schema, keyword, which, of how many."""
        for place in places:
            for keyword in ("anyOf", "oneOf"):
                branches = self._schemas[place].get(keyword)
                count = len(branches) if isinstance(branches, list) else 0
                yield from ((place, keyword, index, count) for index in range(count))

    def _alone(self, place: Target, keyword: str, index: int, count: int) -> bool:
        """Whether no other branch accepts what one branch accepts."""
        facts = [
            self._facts((place[0], f"{place[1]}/{keyword}/{number}"), _DEPTH)
            for number in range(count)
        ]
        return all(
            _apart(facts[index], facts[number]) for number in range(count) if number != index
        )

    def _leading_to(self, bearing: set[Target]) -> list[Target]:
        """Return the schemas from which one of some others is reached, in their order."""
        above: dict[Target, list[Target]] = {}
        for place, inner in self._below.items():
            for item in inner:
                above.setdefault(item, []).append(place)
        found = bearing & self._schemas.keys()
        todo = list(found)
        while todo:
            for place in above.get(todo.pop(), ()):
                if place not in found:
                    found.add(place)
                    todo.append(place)
        return [place for place in self._schemas if place in found]

    def _reach(self, start: Target) -> set[Target]:
        found = {start}
        todo = [start]
        while todo:
            for inner in self._below.get(todo.pop(), ()):
                if inner not in found:
                    found.add(inner)
                    todo.append(inner)
        return found

    def _facts(self, place: Target, depth: int) -> _Facts:
        schema = self._schemas.get(place)
        if schema is None or depth == 0:
            return _Facts(_TYPES, {})
        parts = [_own_facts(schema)]
        target = self._resolved.refs.get(place)
        parts += [] if target is None else [self._facts(target, depth - 1)]
        branches = schema.get("allOf")
        parts += [
            self._facts((place[0], f"{place[1]}/allOf/{index}"), depth - 1)
            for index in range(len(branches) if isinstance(branches, list) else 0)
        ]
        tags: dict[str, frozenset[str]] = {}
        for part in parts:
            for name, values in part.tags.items():
                tags[name] = tags[name] & values if name in tags else values
        return _Facts(frozenset.intersection(*(part.types for part in parts)), tags)


def _own_facts(schema: dict[str, Any]) -> _Facts:
    listed = schema.get("type", ())
    names = [listed] if isinstance(listed, str) else listed if isinstance(listed, list) else []
    types = frozenset("number" if name == "integer" else str(name) for name in names)
    tags: dict[str, frozenset[str]] = {}
    properties = schema.get("properties")
    members = properties if isinstance(properties, dict) else {}
    required = schema.get("required")
    for name in required if isinstance(required, list) else ():
        values = _values(members.get(name)) if isinstance(name, str) else None
        if values is not None:
            tags[name] = values
    return _Facts(types & _TYPES or _TYPES, tags)


def _values(schema: object) -> frozenset[str] | None:
    """Return the texts that a member may be; None when it may be other things."""
    if not isinstance(schema, dict):
        return None
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    if not isinstance(values, list) or not all(isinstance(it, str) for it in values):
        return None
    return frozenset(values)


def _apart(one: _Facts, other: _Facts) -> bool:
    if one.types.isdisjoint(other.types):
        return True
    objects = one.types & other.types == {"object"}
    shared = one.tags.keys() & other.tags.keys()
    return objects and any(one.tags[name].isdisjoint(other.tags[name]) for name in shared)


def _question(pointer: str, above: Target | None) -> str | None:
    """Return the keyword by which a schema asks another; None when it describes."""
    if above is None:
        return None
    keyword = next(iter(_steps(pointer.removeprefix(above[1]))))
    return keyword if keyword in QUESTIONS else None


def _steps(pointer: str) -> Iterator[str]:
    yield from pointer.split("/")[1:]

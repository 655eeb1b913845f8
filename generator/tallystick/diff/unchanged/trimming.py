"""Members of unchanged schemas that no message needs, and that lead to nothing that changed.

What is left of two versions may still refer to hundreds of schemas that are the same in both. Of
those a message needs what is required, and what is on the way to a changed schema. Everything
else is left out of both versions, so that it is neither typed nor read. Whole messages are judged
by the whole documents all the same.
"""

import heapq
from collections.abc import Collection, Container, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from tallystick.diagnostics import escape
from tallystick.diff.unchanged.crossing import IN_PLACE, is_in_place
from tallystick.diff.unchanged.paring import Paring
from tallystick.diff.unchanged.sparing import Sparing, is_schema, keywords
from tallystick.diff.unchanged.units import Edge, Unit, Units, is_path
from tallystick.resolve.pointer import value_at
from tallystick.text import Json

_MOST_MARKED: Final = 60
_FAR: Final = 1_000_000
_STEPS: Final = frozenset(
    {
        *("properties", "patternProperties", "additionalProperties", "items", "prefixItems"),
        *("anyOf", "oneOf"),
    }
)
"""Keywords below which another schema of the message begins."""
_SAYING: Final = frozenset(
    {
        *("type", "properties", "required", "additionalProperties", "title", "description"),
        *("example", "examples", "externalDocs", "deprecated", "readOnly", "writeOnly", "xml"),
        *("default", "$comment"),
    }
)
"""Keywords of an object whose optional members may be left out."""
_BESIDE: Final = frozenset({"type", "title", "description", "default", "examples", "deprecated"})


class Trimmed(NamedTuple):
    """A schema of which something may have been left out.

    Attributes:
        gone: Pointers of what was.
    """

    value: Json
    gone: Collection[str]


class Trimming:
    """Leaves out members of the schemas that are written the same in both versions."""

    def __init__(self, sparing: Sparing, roots: set[Unit], paring: Paring) -> None:
        """Look at two versions.

        Args:
            sparing: What changed in them, or counts as changed.
            roots: The units that are looked at whole.
            paring: What is left of paths.
        """
        self._paring = paring
        self._sparing = sparing
        self._units = sparing.standing.units[0]
        self._roots = roots
        self._known: dict[Unit, Trimmed] = {}
        self._joined: dict[Unit, bool] = {}

    def of(self, unit: Unit, units: Units) -> Trimmed:
        """Return what is left of a unit in a version.

        Args:
            unit: A path, or what is the same in both versions or left as it is.
            units: The version.
        """
        if is_path(unit):
            pared = self._paring.of(unit)
            return Trimmed(pared.values[0 if units is self._units else 1], pared.gone)
        if unit not in self._known:
            value = self._units.values.get(unit)
            trimmed = Trimmed(value, ())
            if self._may_trim(unit):
                gone: list[str] = []
                place = "/" + "/".join(map(escape, unit[1:]))
                trimmed = Trimmed(self._trim(value, place, gone), tuple(gone))
            self._known[unit] = trimmed
        return self._known[unit]

    def _may_trim(self, unit: Unit) -> bool:
        standing = self._sparing.standing
        return (
            is_schema(unit)
            and not unit[0]
            and unit not in standing.changed
            and unit not in self._sparing.marked
            and not self._is_joined(unit)
            and unit not in self._sparing.crossed
            and len(self._sparing.marked) <= _MOST_MARKED
        )

    def _is_joined(self, unit: Unit) -> bool:
        """Whether another schema demands something of the same values."""
        known = self._joined.get(unit)
        if known is None:
            self._joined[unit] = False  # a circle
            known = self._joined[unit] = any(
                not _is_alone(root, place) or (is_in_place(user, place) and self._is_joined(user))
                for root, user, place in self._sites.get(unit, ())
            )
        return known

    @cached_property
    def _sites(self) -> dict[Unit, list[tuple[Json, Unit, str]]]:
        """The references to each unit: the file, the unit that refers to it, and where."""
        found: dict[Unit, list[tuple[Json, Unit, str]]] = {}
        for units in self._sparing.standing.units:
            for user, edges in units.edges.items():
                root = units.resolved.documents[units.uri(user[0])].root
                for edge in edges:
                    found.setdefault(edge.target, []).append((root, user, edge.place))
        return found

    def _trim(self, schema: Json, place: str, gone: list[str]) -> Json:
        """Return a copy of a schema without what is not needed."""
        if not isinstance(schema, dict) or "$ref" in schema:
            return schema
        out: dict[str, Any] = dict(schema)
        members = schema.get("properties")
        if isinstance(members, dict) and _is_plain(schema):
            out["properties"] = self._members(schema, members, f"{place}/properties", gone)
        if isinstance(schema.get("items"), dict):
            out["items"] = self._trim(schema["items"], f"{place}/items", gone)
        branches = schema.get("anyOf")
        if isinstance(branches, list) and branches and schema.keys() <= {"anyOf", *_BESIDE}:
            out["anyOf"] = self._branches(branches, f"{place}/anyOf", gone)
        return out

    def _members(
        self, schema: dict[str, Any], members: dict[str, Json], place: str, gone: list[str]
    ) -> dict[str, Json]:
        required = schema.get("required", ())
        found: dict[str, Json] = {}
        for name, member in members.items():
            below = f"{place}/{escape(name)}"
            if name in required or below in self._on_the_way:
                found[name] = self._trim(member, below, gone)
            else:
                gone.append(below)
        return found

    def _branches(self, branches: list[Json], place: str, gone: list[str]) -> list[Json]:
        """Keep the branch that messages are made by, if that is a plain one."""
        if not _is_scalar(branches[0]):
            return branches
        found = [branches[0]]
        for index, branch in enumerate(branches[1:], start=1):
            below = f"{place}/{index}"
            if below in self._on_the_way or _is_scalar(branch):
                found.append(branch)
            else:
                found.append(False)
                gone.append(below)
        return found

    @cached_property
    def _on_the_way(self) -> set[str]:
        """Places in the entry document that are on a shortest way to what changed."""
        edges = self._units.edges
        starts = {it.target for unit in self._roots for it in edges.get(unit, ())}
        ways = (it for wanted in self._sparing.marked for it in self._shortest(starts, wanted))
        return {it for edge in ways for it in _prefixes(edge.place)}

    def _shortest(self, starts: set[Unit], wanted: Unit) -> Iterator[Edge]:
        """Yield the references on all shortest ways from some units to another one."""
        far = self._distances(wanted)
        todo = [it for it in starts if it in far]
        seen = set(todo)
        while todo:
            unit = todo.pop()
            for edge in self._units.edges.get(unit, ()):
                if far[unit] == far.get(edge.target, _FAR) + self._length(edge):
                    yield edge
                    todo += {edge.target} - seen
                    seen.add(edge.target)

    def _distances(self, wanted: Unit) -> Mapping[Unit, int]:
        """Return how many steps lead from each unit to one."""
        found: dict[Unit, int] = {}
        heap: list[tuple[int, Unit]] = [(0, wanted)]
        while heap:
            far, unit = heapq.heappop(heap)
            if unit in found:
                continue
            found[unit] = far
            for user, length in self._lengths.get(unit, ()):
                if user not in found:
                    heapq.heappush(heap, (far + length, user))
        return found

    @cached_property
    def _lengths(self) -> dict[Unit, list[tuple[Unit, int]]]:
        """Who refers to each unit, and how far below itself."""
        found: dict[Unit, list[tuple[Unit, int]]] = {}
        for unit, edges in self._units.edges.items():
            for edge in edges:
                found.setdefault(edge.target, []).append((unit, self._length(edge)))
        return found

    def _length(self, edge: Edge) -> int:
        return sum(step in _STEPS for step in keywords(edge.place))


def is_below(place: str, others: Container[str]) -> bool:
    """Whether a place is one of others, or below one."""
    return bool(others) and any(it in others for it in _prefixes(place))


def _prefixes(place: str) -> Iterator[str]:
    while place:
        yield place
        place = place.rpartition("/")[0]


def _is_plain(schema: dict[str, Any]) -> bool:
    return schema.get("type", "object") in ("object", ["object", "null"]) and all(
        key in _SAYING or key.startswith("x-") for key in schema
    )


def _is_scalar(schema: Json) -> bool:
    return isinstance(schema, dict) and schema.get("type") in {
        "string",
        "integer",
        "number",
        "boolean",
        "null",
    }


def _is_alone(root: Json, place: str) -> bool:
    """Whether nothing but annotations stands beside a reference, or around it in place."""
    site = value_at(root, place)
    steps = ["", "", "", *place.split("/")]
    if not isinstance(site, dict) or len(site) > 1:
        return False
    if steps[-2] == "anyOf":
        owner = value_at(root, place.rsplit("/", 2)[0])
        keys = owner.keys() if isinstance(owner, dict) else set()
        alone = all(key == "anyOf" or key in _BESIDE or key.startswith("x-") for key in keys)
        return alone and IN_PLACE.isdisjoint(steps[-4:-2]) and _is_only(owner, int(steps[-1]))
    return IN_PLACE.isdisjoint(steps[-2:])


def _is_only(owner: Any, number: int) -> bool:
    """Whether a branch of a union is the only one that takes objects.

    Another one might seem to be part of it, once members of it are left out.
    """
    others = (it for at, it in enumerate(owner["anyOf"]) if at != number)
    return all(map(_is_scalar, others))

"""Operations that need no look of their own, though something that they lead to has changed.

An operation that is written the same sends and takes what a changed schema says, and so do all
others that lead to it. A few of them show what the change does to messages; the others are left
out, and named afterwards. Which few: for each changed schema and each direction the first that
get there by different types, more of them than are ever looked at.

Where the meaning of a schema that did not change hangs on more than what it refers to (``oneOf``,
``not``, conditions), or where it is joined with a changed one (``allOf``), it counts as changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

from tallystick.diff.model import Direction
from tallystick.diff.unchanged.crossing import IN_PLACE, crossed, is_in_place
from tallystick.diff.unchanged.units import (
    METHODS,
    Edge,
    Standing,
    Unit,
    Units,
    is_path,
    leading_to,
    users,
)
from tallystick.text import Json

_PARTS: Final[dict[str, Direction]] = {
    "parameters": "request",
    "requestBody": "request",
    "responses": "response",
}
_TYPES: Final = 6
"""Types that lead to a changed schema and are kept for each direction; four are looked at."""
_NAMED: Final = frozenset(
    {
        *("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
        *("content", "responses", "headers", "mapping", "encoding", "schemas", "parameters"),
        *("requestBodies", "examples", "links", "callbacks", "pathItems", "paths", "webhooks"),
    }
)
"""Members below which the next step is a name."""
_KNOTTED: Final = frozenset(
    {
        *("allOf", "oneOf", "not", "if", "then", "else", "contains", "dependentSchemas"),
        *("patternProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties"),
        *("discriminator", "prefixItems"),
    }
)
_BESIDE: Final = frozenset({"links", "examples", "mapping"})
"""Members that hold references which lead to no schema of the message."""
_PLACES: Final = 50_000
"""Pointers that are remembered: each is looked at several times, in both versions."""


@dataclass(frozen=True, slots=True)
class Leading:
    """An operation, and which schemas it refers to first.

    Attributes:
        unit: Its path.
        types: By direction, what tells types of messages apart -> the schemas that they lead to.
    """

    unit: Unit
    method: str
    types: dict[Direction, dict[object, set[Unit]]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How it is named in reports."""
        return f"{self.method.upper()} {self.unit[-1]}"

    def add(self, direction: Direction, type_: object, found: set[Unit]) -> None:
        """Note schemas that messages lead to."""
        self.types.setdefault(direction, {}).setdefault(type_, set()).update(found)

    def leads(self, direction: Direction | None, wanted: set[Unit]) -> bool:
        """Whether its messages lead to one of these schemas."""
        tables = [it for way, it in self.types.items() if direction in {way, None}]
        return any(not found.isdisjoint(wanted) for table in tables for found in table.values())


class Sparing:
    """Finds the paths of two versions that may be left out, and who leads to a schema.

    Attributes:
        standing: The two versions.
    """

    def __init__(self, standing: Standing) -> None:
        """Look at two versions."""
        self.standing = standing
        self._known: dict[Unit, set[Unit]] = {}

    def paths(self, candidates: set[Unit]) -> set[Unit]:
        """Return the paths that may be left out.

        Args:
            candidates: Paths that are written the same in both versions.
        """
        if self._crossed_by(paths=False) or any(it[0] for it in self.marked):
            return set()  # whom a change in another file reaches is not told by its name
        spared = {it for it in candidates if it[1] == "paths" and self._is_plain(it)}
        for wanted in self.marked if spared else ():
            spared.difference_update(self._unsure(wanted))
            if wanted in self.crossed:
                spared -= self.leading(wanted)
            for direction in set(_PARTS.values()):
                spared.difference_update(self._first(wanted, direction))
        return spared

    def _unsure(self, wanted: Unit) -> set[Unit]:
        """Return paths that lead to a schema in one version only, or by what changed meanwhile."""
        before, after = self._users
        either = leading_to({wanted}, before) | leading_to({wanted}, after)
        return either - self.leading(wanted)

    @cached_property
    def marked(self) -> set[Unit]:
        """Schemas that changed, or that count as changed."""
        found = {it for it in self.standing.changed if not is_path(it)}
        found &= self.standing.units[0].values.keys() & self.standing.units[1].values.keys()
        for units in self.standing.units:
            for unit, edges in units.edges.items():
                if not is_path(unit) and any(map(self._is_knotted, edges)):
                    found.add(unit)
        return found

    @cached_property
    def _reshaped(self) -> set[Unit]:
        """Units whose own keywords changed, or those of what they refer to in place."""
        aliases: dict[Unit, set[Unit]] = {}
        tables = [it.edges.items() for it in self.standing.units]
        for unit, edges in chain(*tables):
            for edge in edges:
                if is_in_place(unit, edge.place):
                    aliases.setdefault(edge.target, set()).add(unit)
        return leading_to({*filter(self._is_reshaped, self.standing.changed)}, aliases)

    def _is_reshaped(self, unit: Unit) -> bool:
        """Whether it may accept other kinds of value than it did, or be read in another way."""
        return not all(_is_object(it.values.get(unit)) for it in self.standing.units)

    @cached_property
    def crossed(self) -> set[Unit]:
        """Schemas that meet other ones than themselves."""
        return self._crossed_by(paths=True) | self._crossed_by(paths=False)

    def _crossed_by(self, *, paths: bool) -> set[Unit]:
        changed = self.standing.changed
        return crossed(self.standing, (it for it in changed if is_path(it) == paths))

    def leading(self, wanted: Unit) -> set[Unit]:
        """Return the units that lead to one in both versions, itself included."""
        if wanted not in self._known:
            self._known[wanted] = leading_to({wanted}, self._both)
        return self._known[wanted]

    @cached_property
    def _both(self) -> dict[Unit, set[Unit]]:
        """Who refers to each unit from the same place in both versions."""
        old, new = (it.edges for it in self.standing.units)
        same: dict[Unit, list[Edge]] = {}
        for unit, edges in old.items():
            others = set(new.get(unit, ()))
            same[unit] = [it for it in edges if it in others and _is_meant(it)]
        return users(same)

    @cached_property
    def _users(self) -> tuple[dict[Unit, set[Unit]], dict[Unit, set[Unit]]]:
        old, new = (
            users({unit: list(filter(_is_meant, it)) for unit, it in units.edges.items()})
            for units in self.standing.units
        )
        return old, new

    @cached_property
    def operations(self) -> tuple[Leading, ...]:
        """The operations of the old version, and what they lead to in both."""
        found: dict[tuple[Unit, str], Leading] = {}
        old, new = self.standing.units
        for unit in filter(is_path, old.values):
            value = old.values[unit]
            for method in value if isinstance(value, dict) else ():
                if method in METHODS:
                    found[unit, method] = Leading(unit, method)
        for units in (old, new):
            for unit in filter(is_path, units.values):
                for edge in units.edges.get(unit, ()):
                    _note(found, units, unit, edge)
        return tuple(found.values())

    def _first(self, wanted: Unit, direction: Direction) -> Iterator[Unit]:
        """Yield the paths that lead to a schema first, by different types."""
        leading = self.leading(wanted)
        types: set[object] = set()
        for operation in self.operations:
            table = operation.types.get(direction, {})
            found = {it for it, units in table.items() if not units.isdisjoint(leading)}
            if not types.issuperset(found):
                types |= found
                yield operation.unit
            if len(types) >= _TYPES:
                return

    def _is_knotted(self, edge: Edge) -> bool:
        if edge.target not in self.standing.affected:
            return False
        steps = keywords(edge.place)
        return not _KNOTTED.isdisjoint(steps) or (
            "anyOf" in steps and edge.target in self._reshaped
        )

    def _is_plain(self, path: Unit) -> bool:
        """Whether a path only leads to what changed, and shows nothing of that itself."""
        return not any(
            self._is_shown(units, edge)
            for units in self.standing.units
            for edge in units.edges.get(path, ())
            if edge.target in self.standing.affected
        )

    def _is_shown(self, units: Units, edge: Edge) -> bool:
        steps = keywords(edge.place)
        if len(steps) == 1 or "callbacks" in steps or self._is_knotted(edge):
            return True
        return self._is_near(units, edge.target)

    def _is_near(self, units: Units, target: Unit) -> bool:
        """Whether what is no schema, as a shared parameter, changed, or is shared by one."""
        if is_schema(target):
            return False
        return target in self.standing.changed or any(
            it.target in self.standing.affected and self._is_shown(units, it)
            for it in units.edges.get(target, ())
            if _is_meant(it) and not is_path(it.target)
        )


def _note(found: dict[tuple[Unit, str], Leading], units: Units, unit: Unit, edge: Edge) -> None:
    """Note where one reference of a path leads."""
    steps = edge.place.split("/")[3:]
    methods: list[str] = []
    if steps[:1] == ["parameters"]:
        methods = [it for of, it in found if of == unit]
    elif steps:
        methods, steps = steps[:1], steps[1:]
    direction = _PARTS.get(steps[0]) if steps else None
    if direction is None or not _is_meant(edge):
        return
    is_whole = steps[-1] == "schema" or not is_schema(edge.target)
    for operation in filter(None, (found.get((unit, method)) for method in methods)):
        place = (unit, operation.method, *steps[: _inside(steps)])
        for target in _schemas(units, edge.target):
            operation.add(direction, target if is_whole else place, {target})


def _inside(steps: list[str]) -> int:
    """Return how many steps lead to the schema of a message."""
    return steps.index("schema") if "schema" in steps else len(steps)


def _schemas(units: Units, unit: Unit) -> Iterator[Unit]:
    """Yield the schemas that a unit is or refers to, through shared responses and the like."""
    seen, todo = {unit}, [unit]
    while todo:
        item = todo.pop()
        if is_schema(item):
            yield item
            continue
        fresh = [it.target for it in units.edges.get(item, ()) if _is_meant(it)]
        todo += [it for it in fresh if it not in seen and not is_path(it)]
        seen.update(fresh)


def _is_object(value: Json) -> bool:
    """Whether a schema is that of an object, and says so in the plainest way."""
    return (
        isinstance(value, dict)
        and value.get("type") == "object"
        and bool(value.get("properties"))
        and IN_PLACE.isdisjoint(value)
        and not value.keys() & {"enum", "const", "$ref"}
    )


def is_schema(unit: Unit) -> bool:
    """Whether a unit is a schema; what stands in other files counts as one."""
    return unit[:3] == ("", "components", "schemas") or bool(unit[0])


def _is_meant(edge: Edge) -> bool:
    return _BESIDE.isdisjoint(keywords(edge.place))


@lru_cache(_PLACES)
def keywords(place: str) -> tuple[str, ...]:
    """Return the steps of a pointer that are no names."""
    found: list[str] = []
    named = False
    for step in place.split("/")[1:]:
        if not named:
            found.append(step)
        named = not named and step in _NAMED
    return tuple(found)

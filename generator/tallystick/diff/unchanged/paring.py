"""Members of bodies that both versions of a path say the same of, and that no message needs.

A path that changed is looked at whole but for these: the body of one of its operations may have
hundreds of members, of which one is new. A member is left out of both versions where everything
around it is the same, it is optional, and nothing that changed is below it. So whatever the rest
of the body accepts or refuses, the member changes nothing of it. Nor does it change the code for
the rest: what could have the name of something else, or declare the same values, is kept.
"""

from collections.abc import Container, Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeGuard

from tallystick.diagnostics import escape
from tallystick.diff.unchanged.namesakes import NARROW, Name, clashing, names, other_values, values
from tallystick.diff.unchanged.units import METHODS, Standing, Unit, Units, is_path
from tallystick.diff.unchanged.words import changes
from tallystick.text import Json

_PLAIN: Final = frozenset(
    {
        *("type", "properties", "required", "additionalProperties", "title", "description"),
        *("example", "examples", "externalDocs", "deprecated", "default", "nullable"),
    }
)
"""Keywords of an object whose optional members may be left out."""
_UNION: Final = frozenset({"anyOf", "title", "description", "default", "deprecated"})
_BODY: Final = "/requestBody/content"
_ASKING: Final = "stream"
"""A member with which a program asks for events; clients have a method of its own for that."""
_SCALARS: Final = frozenset({"string", "integer", "number", "boolean", "null"})


class Pared(NamedTuple):
    """A path of which something may have been left out.

    Attributes:
        values: In the old and in the new version.
        gone: Pointers of what was left out of both.
    """

    values: tuple[Json, Json]
    gone: frozenset[str]


class Paring:
    """Leaves members out of the paths that changed."""

    def __init__(self, standing: Standing) -> None:
        """Look at two versions."""
        self._standing = standing
        self._known: dict[Unit, Pared] = {}

    def of(self, unit: Unit) -> Pared:
        """Return what is left of a unit in both versions."""
        if unit not in self._known:
            self._known[unit] = self._pared(unit)
        return self._known[unit]

    def _pared(self, unit: Unit) -> Pared:
        old, new = (it.values.get(unit) for it in self._standing.units)
        called = any(unit in it.users for it in self._standing.units)
        if called or not is_path(unit) or not _is_object(old) or not _is_object(new):
            return Pared((old, new), frozenset())
        gone: set[str] = set()
        live = set(self._live(unit))
        before, after = dict(old), dict(new)
        for method in METHODS & old.keys() & new.keys():
            place = f"{_pointer(unit)}/{method}"
            held = self._held((old[method], new[method]), unit, place)
            body = _Body(live, gone, held, self._values)
            before[method], after[method] = body.operation(old[method], new[method], place)
        return Pared((before, after), frozenset(gone))

    def _held(self, pair: tuple[Json, Json], unit: Unit, place: str) -> set[str]:
        """Return the places of an operation's body at or below which clients may share names."""
        found: set[Name] = set()
        asking: set[str] = set()
        for units, operation in zip(self._standing.units, pair, strict=True):
            found.update(_arguments(units, _pointer(unit), units.values[unit]))
            found.update(_arguments(units, place, operation))
            if asking and operation is pair[0]:
                break
            contents = _contents(operation)
            if not _is_object(contents):
                return set()
            for media, it in contents.items():
                schema = it.get("schema") if _is_object(it) else None
                root = Name("", f"{place}{_BODY}/{escape(media)}/schema")
                found.update(names(schema, root))
                asking.add(root.member(_ASKING).place)
        return asking | {it for place in clashing(found) for it in _above(place)}

    @cached_property
    def _values(self) -> frozenset[str]:
        """Lists of values that only one version has in some place, and that may be declared."""
        tables = [it.values for it in self._standing.units]
        found: set[str] = set()
        for unit in self._standing.changed:
            lists = other_values(*(it.get(unit) for it in tables))
            found.update(it for it in lists if len(it) > NARROW or not is_path(unit))
        for unit in self._used_otherwise():
            found.update(it for table in tables for it in values(table.get(unit)))
        return frozenset(found)

    def _used_otherwise(self) -> set[Unit]:
        """Return what only one version of a unit refers to, by way of what is no schema too."""
        found: set[Unit] = set()
        for unit in self._standing.changed:
            before, after = (_below(it, unit) for it in self._standing.units)
            found |= before ^ after
        return found

    def _live(self, unit: Unit) -> Iterator[str]:
        """Yield the places of a unit below which a reference leads to what changed."""
        for units in self._standing.units:
            for edge in units.edges.get(unit, ()):
                if edge.target in self._standing.affected:
                    yield from _above(edge.place)


class _Body(NamedTuple):
    """Walks the request of one operation in both versions.

    Attributes:
        live: Places at or below which something changed.
        gone: Places of members that are left out.
        held: Places of members that are not.
        values: Lists of values that what is left out has not.
    """

    live: Container[str]
    gone: set[str]
    held: Container[str]
    values: frozenset[str]

    def operation(self, old: Json, new: Json, place: str) -> tuple[Json, Json]:
        """Return an operation without such members of its body."""
        tables = [_contents(it) for it in (old, new)]
        if not all(map(_is_object, (old, new, *tables))):
            return old, new
        made: list[dict[str, Any]] = [dict(it) for it in tables if _is_object(it)]
        for name in made[0].keys() & made[1].keys():
            first, second = (it[name] for it in made)
            if _is_object(first) and _is_object(second) and _is_same_but(first, second, "schema"):
                below = f"{place}{_BODY}/{escape(name)}/schema"
                pair = self.schema(first.get("schema"), second.get("schema"), below)
                for table, media, schema in zip(made, (first, second), pair, strict=True):
                    table[name] = {**media, "schema": schema} if "schema" in media else media
        found = [
            {**owner, "requestBody": {**owner["requestBody"], "content": table}}
            for owner, table in zip((old, new), made, strict=True)
            if _is_object(owner)
        ]
        return found[0], found[1]

    def schema(self, old: Json, new: Json, place: str) -> tuple[Json, Json]:
        """Return both versions of a schema without such members."""
        if not _is_object(old) or not _is_object(new):
            return old, new
        if _is_record(old) and _is_record(new) and _is_same_but(old, new, "properties"):
            pair = self._members(old, new, f"{place}/properties")
            return {**old, "properties": pair[0]}, {**new, "properties": pair[1]}
        at = _only_object(old)
        if at is None or at != _only_object(new) or not _is_same_but(old, new, "anyOf"):
            return old, new
        sides = [*old["anyOf"]], [*new["anyOf"]]
        both = [*enumerate(zip(*sides, strict=False))]
        if len(sides[0]) != len(sides[1]) or any(is_other(*it) for n, it in both if n != at):
            return old, new
        sides[0][at], sides[1][at] = self.schema(sides[0][at], sides[1][at], f"{place}/anyOf/{at}")
        return {**old, "anyOf": sides[0]}, {**new, "anyOf": sides[1]}

    def _members(
        self, old: dict[str, Any], new: dict[str, Any], place: str
    ) -> tuple[dict[str, Json], dict[str, Json]]:
        before, after = dict(old["properties"]), dict(new["properties"])
        kept = before.keys() & set(map(str, old.get("required", ())))
        for name in [it for it in before if it in after]:
            below = f"{place}/{escape(name)}"
            if is_other(before[name], after[name]) or below in self.live:
                before[name], after[name] = self.schema(before[name], after[name], below)
            elif name in kept or below in self.held or self._is_listed(old, name) or not kept:
                kept.add(name)  # what names no member at all takes any
            else:
                self.gone.add(below)
                del before[name], after[name]
        return before, after

    def _is_listed(self, schema: dict[str, Any], name: str) -> bool:
        """Whether a member declares values that something else may declare."""
        listed = values(schema["properties"][name]) if self.values else ()
        return not self.values.isdisjoint(listed)


def _contents(operation: Json) -> Json:
    """Return the table of the contents of a body."""
    body = operation.get("requestBody") if _is_object(operation) else None
    return body.get("content") if _is_object(body) else None


def _pointer(unit: Unit) -> str:
    return "".join(f"/{escape(it)}" for it in unit[1:])


def _above(place: str) -> Iterator[str]:
    """Yield a place and those of all that holds it."""
    while place:
        yield place
        place = place.rpartition("/")[0]


def _arguments(units: Units, place: str, owner: Json) -> Iterator[Name]:
    """Yield the names of the parameters of a path or operation."""
    resolved = units.resolved
    listed = owner.get("parameters") if _is_object(owner) else None
    for number in range(len(listed) if isinstance(listed, list) else 0):
        pointer = f"{place}/parameters/{number}"
        found = resolved.at(*resolved.follow(resolved.entry.uri, pointer))
        name = found.get("name") if _is_object(found) else None
        if isinstance(name, str):
            yield Name("", "").member(name)._replace(place=f"parameter {name}")


def _below(units: Units, unit: Unit) -> set[Unit]:
    """Return the schemas that a unit refers to, and what leads to them."""
    found: set[Unit] = set()
    todo = [unit]
    while todo:
        fresh = {it.target for it in units.edges.get(todo.pop(), ())} - found
        found |= fresh
        todo += (it for it in fresh if it[:3] != ("", "components", "schemas"))
    return found


def is_other(old: Json, new: Json) -> bool:
    """Whether two values differ in more than words."""
    return next(changes(old, new), None) is not None


def _is_object(value: Json) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_same_but(old: dict[str, Any], new: dict[str, Any], key: str) -> bool:
    """Whether two objects differ in one member alone, which both have or have not."""
    rest = [{name: it for name, it in value.items() if name != key} for value in (old, new)]
    return (key in old) == (key in new) and not is_other(*rest)


def _is_record(schema: dict[str, Any]) -> bool:
    return (
        schema.get("type") in ("object", ["object", "null"])
        and schema.keys() <= _PLAIN
        and isinstance(schema.get("properties"), dict)
        and isinstance(schema.get("required", []), list)
        and isinstance(schema.get("additionalProperties", True), bool)
    )


def _only_object(schema: dict[str, Any]) -> int | None:
    """Return which branch of a union is an object, if that is one and the others are plain."""
    branches = schema.get("anyOf")
    if not isinstance(branches, list) or not schema.keys() <= _UNION:
        return None
    kinds = [it.get("type") if isinstance(it, dict) else None for it in branches]
    found = [at for at, kind in enumerate(kinds) if kind == "object"]
    others = all(it in _SCALARS for it in kinds if isinstance(it, str) and it != "object")
    plain = all(isinstance(it, str) for it in kinds)
    return found[0] if len(found) == 1 and others and plain else None

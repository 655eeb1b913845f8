"""Members of bodies that both versions of a path say the same of, and that no message needs.

A path that changed is looked at whole but for these: the body of one of its operations may have
hundreds of members, of which one is new. A member is left out of both versions where everything
around it is the same, it is optional, and nothing that changed is below it. So whatever the rest
of the body accepts or refuses, the member changes nothing of it. Nor does it change the code for
the rest: what could have the name of something else, or declare the same values, is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeGuard

from tallystick.diagnostics import escape
from tallystick.diff.unchanged.namesakes import Name, called, meets, names, other_values, values
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
_NARROW: Final = 30
"""Characters of a list of values that any client writes where it is used."""
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
            place = "/" + "/".join(map(escape, (*unit[1:], method)))
            body = _Body(live)
            todo = True
            while todo:
                body.left_out.clear()
                pair = body.operation(old[method], new[method], place)
                todo = self._hold(body, unit, method, pair)
            before[method], after[method] = pair
            gone.update(it.name.place for it in body.left_out)
        return Pared((before, after), frozenset(gone))

    def _hold(self, body: "_Body", unit: Unit, method: str, pair: tuple[Json, Json]) -> bool:
        """Hold on to members that others share a name or values with; whether there are any."""
        if not body.left_out:
            return False
        known = set(_named(pair, "/" + "/".join(map(escape, (*unit[1:], method)))))
        for units in self._standing.units:
            known.update(self._arguments(units, unit, method))
        found = {
            it.name.place
            for it in body.left_out
            if it.meets(known) or not self._values.isdisjoint(values(it.schema))
        }
        body.held |= found
        return bool(found)

    def _arguments(self, units: Units, unit: Unit, method: str) -> Iterator[Name]:
        """Yield the names of the parameters of an operation."""
        resolved = units.resolved
        item: Any = units.values[unit]
        for owner, place in ((item, unit[1:]), (item[method], (*unit[1:], method))):
            listed = owner.get("parameters") if _is_object(owner) else None
            for number in range(len(listed) if isinstance(listed, list) else 0):
                pointer = "".join(f"/{escape(it)}" for it in (*place, "parameters", str(number)))
                found = resolved.at(*resolved.follow(resolved.entry.uri, pointer))
                name = found.get("name") if _is_object(found) else None
                if isinstance(name, str):
                    yield Name(called("", name))

    @cached_property
    def _values(self) -> frozenset[str]:
        """Lists of values that only one version has in some place, and that may be declared."""
        tables = [it.values for it in self._standing.units]
        found: set[str] = set()
        for unit in self._standing.changed:
            lists = other_values(*(it.get(unit) for it in tables))
            found.update(it for it in lists if len(it) > _NARROW or not is_path(unit))
        for unit in self._used_otherwise():
            found.update(it for table in tables for it in values(table.get(unit)))
        return frozenset(found)

    def _used_otherwise(self) -> set[Unit]:
        """Return what only one version of a unit refers to, by way of what is no schema too."""
        found: set[Unit] = set()
        for unit in self._standing.changed:
            before, after = (self._below(it, unit) for it in self._standing.units)
            found |= before ^ after
        return found

    def _below(self, units: Units, unit: Unit) -> set[Unit]:
        found: set[Unit] = set()
        todo = [unit]
        while todo:
            fresh = {it.target for it in units.edges.get(todo.pop(), ())} - found
            found |= fresh
            todo += (it for it in fresh if it[:3] != ("", "components", "schemas"))
        return found

    def _live(self, unit: Unit) -> Iterator[str]:
        """Yield the places of a unit below which a reference leads to what changed."""
        for units in self._standing.units:
            for edge in units.edges.get(unit, ()):
                place = edge.place if edge.target in self._standing.affected else ""
                while place:
                    yield place
                    place = place.rpartition("/")[0]


class _LeftOut(NamedTuple):
    """A member that is left out.

    Attributes:
        unions: What it is below in the body.
    """

    name: Name
    schema: Json
    unions: tuple[Name, ...]

    def meets(self, known: Iterable[Name]) -> bool:
        """Whether something of it may be called as something else is."""
        return meets(self.name, self.schema, self.unions, known)


@dataclass(slots=True)
class _Body:
    """Walks the request of one operation in both versions.

    Attributes:
        live: Places below which something changed.
        held: Members that are not left out.
        left_out: Members that are.
    """

    live: set[str]
    held: set[str] = field(default_factory=set)
    left_out: list[_LeftOut] = field(default_factory=list)

    def operation(self, old: Json, new: Json, place: str) -> tuple[Json, Json]:
        """Return an operation without such members of its body."""
        tables = [_contents(it) for it in (old, new)]
        if not all(map(_is_object, (old, new, *tables))):
            return old, new
        made: list[dict[str, Any]] = [dict(it) for it in tables if _is_object(it)]
        for name in made[0].keys() & made[1].keys():
            first, second = (it[name] for it in made)
            if _is_object(first) and _is_object(second) and _is_same_but(first, second, "schema"):
                below = Name("", f"{place}{_BODY}/{escape(name)}/schema")
                pair = self.schema(first.get("schema"), second.get("schema"), below, ())
                for table, media, schema in zip(made, (first, second), pair, strict=True):
                    table[name] = {**media, "schema": schema} if "schema" in media else media
        found = [
            {**owner, "requestBody": {**owner["requestBody"], "content": table}}
            for owner, table in zip((old, new), made, strict=True)
            if _is_object(owner)
        ]
        return found[0], found[1]

    def schema(
        self, old: Json, new: Json, name: Name, unions: tuple[Name, ...]
    ) -> tuple[Json, Json]:
        """Return both versions of a schema without such members."""
        if not _is_object(old) or not _is_object(new):
            return old, new
        if _is_record(old) and _is_record(new) and _is_same_but(old, new, "properties"):
            pair = self._members(old, new, name, unions)
            return {**old, "properties": pair[0]}, {**new, "properties": pair[1]}
        at = _only_object(old)
        if at is None or at != _only_object(new) or not _is_same_but(old, new, "anyOf"):
            return old, new
        sides = [*old["anyOf"]], [*new["anyOf"]]
        both = [*enumerate(zip(*sides, strict=False))]
        if len(sides[0]) != len(sides[1]) or any(is_other(*it) for n, it in both if n != at):
            return old, new
        below = Name(name.text, f"{name.place}/anyOf/{at}")
        sides[0][at], sides[1][at] = self.schema(sides[0][at], sides[1][at], below, (*unions, name))
        return {**old, "anyOf": sides[0]}, {**new, "anyOf": sides[1]}

    def _members(
        self, old: dict[str, Any], new: dict[str, Any], above: Name, unions: tuple[Name, ...]
    ) -> tuple[dict[str, Json], dict[str, Json]]:
        before, after = dict(old["properties"]), dict(new["properties"])
        kept = before.keys() & set(map(str, old.get("required", ())))
        for member in [it for it in before if it in after]:
            name = above.member(member)
            pair = before[member], after[member]
            if is_other(*pair) or name.place in self.live:
                before[member], after[member] = self.schema(*pair, name, unions)
            elif member in kept or name.place in self.held or not kept:
                kept.add(member)  # what names no member at all takes any
            else:
                self.left_out.append(_LeftOut(name, before[member], unions))
                del before[member], after[member]
        return before, after


def _contents(operation: Json) -> Json:
    """Return the table of the contents of a body."""
    body = operation.get("requestBody") if _is_object(operation) else None
    return body.get("content") if _is_object(body) else None


def _named(pair: Iterable[Json], place: str) -> Iterator[Name]:
    """Yield the names of what is left of the body of an operation."""
    for operation in pair:
        contents = _contents(operation)
        for media, it in contents.items() if _is_object(contents) else ():
            schema = it.get("schema") if _is_object(it) else None
            yield from names(schema, Name("", f"{place}{_BODY}/{escape(media)}/schema"))


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

"""The part of two versions in which the code that is generated of them may differ.

A client's method or type may differ when what declares it changed in more than words, or what it
refers to without a name of its own. Beyond that names are enough: schemas that only those refer to
are put in as empty objects, the same in both versions.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from tallystick.diff.unchanged.paring import Paring
from tallystick.diff.unchanged.trimming import is_below
from tallystick.diff.unchanged.units import PATHS, Standing, Unit, Units, is_path
from tallystick.resolve.model import Resolved
from tallystick.text import Json

_SCHEMA_STEPS: Final = ("components", "schemas")
_SHAPES: Final = frozenset({"properties", "enum", "allOf", "anyOf", "oneOf", "const"})
"""Keywords of schemas that clients declare under a name."""
_OTHER_SHAPES: Final = _SHAPES - {"properties"}
_NAME_ONLY: Final[Json] = {"type": "object", "properties": {"name": {"type": "string"}}}


def outlines(
    standing: Standing, changed: Iterable[Unit], paring: Paring
) -> tuple[Resolved, Resolved]:
    """Return both versions without what code that changed does not need.

    Args:
        standing: Two versions, unit by unit.
        changed: The units that changed in more than words.
        paring: What is left of paths.
    """
    old, new = (units.resolved for units in standing.units)
    if len(old.documents) > 1 or len(new.documents) > 1:
        return old, new
    marked = _marked(standing, set(changed))
    near, named = set(marked), set[Unit]()
    todo = list(marked)
    while todo:
        unit = todo.pop()
        for target, is_needed in _targets(standing, unit, paring):
            if is_needed and (unit in marked or not _is_schema(unit)):
                todo += [] if target in near else [target]
                near.add(target)
            else:
                named.add(target)
    gone = {place for unit in near for place in paring.of(unit).gone}
    found = []
    for number, units in enumerate(standing.units):
        values = {unit: paring.of(unit).values[number] for unit in near}
        found.append(_cut(units, values, named - near, gone))
    return found[0], found[1]


def _marked(standing: Standing, changed: set[Unit]) -> set[Unit]:
    """Return units that changed, and those that refer to them; through such without a name."""
    known = [units.users for units in standing.units]
    found, todo = set(changed), list(changed)
    while todo:
        unit = todo.pop()
        for user in (it for table in known for it in table.get(unit, ())):
            if user not in found:
                found.add(user)
                todo += [] if is_path(user) or _is_named(standing, user) else [user]
    return found


def _is_schema(unit: Unit) -> bool:
    return unit[1:3] == _SCHEMA_STEPS


def _is_named(standing: Standing, unit: Unit) -> bool:
    """Whether clients have a declaration for what a unit holds."""
    values = [units.values.get(unit) for units in standing.units]
    return _is_schema(unit) and all(
        isinstance(it, dict) and not _SHAPES.isdisjoint(it) for it in values
    )


def _targets(standing: Standing, unit: Unit, paring: Paring) -> Iterator[tuple[Unit, bool]]:
    """Yield what a unit refers to, and whether more than names is needed of it."""
    gone = paring.of(unit).gone
    for units in standing.units:
        for edge in units.edges.get(unit, ()):
            shown = not is_below(edge.place, gone) or not _is_object(units.values.get(edge.target))
            yield edge.target, shown


def _is_object(value: Json) -> bool:
    """Whether a schema is surely declared as an object, under its own name."""
    return isinstance(value, dict) and "properties" in value and _OTHER_SHAPES.isdisjoint(value)


def _cut(
    units: Units, near: Mapping[Unit, Json], named: set[Unit], gone: Container[str]
) -> Resolved:
    """Return a version with what is near, and names for what is not.

    Args:
        units: The version.
        near: Units, and what is kept of each.
        named: Schemas that have their names only.
        gone: Places that are left out of what is near.
    """
    resolved = units.resolved
    root: Any = dict(resolved.entry.root) if isinstance(resolved.entry.root, dict) else {}
    for section in PATHS:
        if isinstance(root.get(section), dict):
            found = ((name, ("", section, name)) for name in root[section])
            root[section] = {name: near[unit] for name, unit in found if unit in near}
    components = root.get("components")
    if isinstance(components, dict):
        root["components"] = {
            kind: _table(kind, table, near, named) for kind, table in components.items()
        }
    entry = replace(resolved.entry, root=root)
    refs = {
        place: it
        for place, it in resolved.refs.items()
        if units.of(*place) in near and not is_below(place[1], gone)
    }
    return replace(resolved, entry=entry, documents={entry.uri: entry}, refs=refs)


def _table(kind: str, table: Any, near: Container[Unit], named: set[Unit]) -> Json:
    if not isinstance(table, dict) or kind == "securitySchemes":
        return table  # type: ignore[no-any-return] # part of a document
    found: dict[str, Json] = {}
    for name, value in table.items():
        unit = ("", "components", kind, name)
        if unit in near:
            found[name] = value
        elif unit in named:
            found[name] = _NAME_ONLY
    return found

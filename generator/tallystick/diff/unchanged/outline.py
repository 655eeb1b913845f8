"""The part of two versions in which the code that is generated of them may differ.

A client's method or type may differ when what declares it changed in more than words, or what it
refers to without a name of its own. Beyond that names are enough: schemas that only those refer to
are put in as empty objects, the same in both versions.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from tallystick.diff.unchanged.units import PATHS, Standing, Unit, Units, is_path, users
from tallystick.resolve.model import Resolved
from tallystick.text import Json

_SCHEMA_STEPS: Final = ("components", "schemas")
_SHAPES: Final = frozenset({"properties", "enum", "allOf", "anyOf", "oneOf", "const"})
"""Keywords of schemas that clients declare under a name."""
_NAME_ONLY: Final[Json] = {"type": "object", "properties": {"name": {"type": "string"}}}


def outlines(standing: Standing, changed: Iterable[Unit]) -> tuple[Resolved, Resolved]:
    """Return both versions without what code that changed does not need.

    Args:
        standing: Two versions, unit by unit.
        changed: The units that changed in more than words.
    """
    old, new = (units.resolved for units in standing.units)
    if len(old.documents) > 1 or len(new.documents) > 1:
        return old, new
    marked = _marked(standing, set(changed))
    near, named = set(marked), set[Unit]()
    todo = list(marked)
    while todo:
        unit = todo.pop()
        for target in _targets(standing, unit):
            if unit in marked or not _is_schema(unit):
                todo += [] if target in near else [target]
                near.add(target)
            else:
                named.add(target)
    first, second = (_cut(units, near, named - near) for units in standing.units)
    return first, second


def _marked(standing: Standing, changed: set[Unit]) -> set[Unit]:
    """Return units that changed, and those that refer to them; through such without a name."""
    known = [users(units.edges) for units in standing.units]
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


def _targets(standing: Standing, unit: Unit) -> set[Unit]:
    return {edge.target for units in standing.units for edge in units.edges.get(unit, ())}


def _cut(units: Units, near: set[Unit], named: set[Unit]) -> Resolved:
    """Return a version with what is near, and names for what is not."""
    resolved = units.resolved
    root: Any = dict(resolved.entry.root) if isinstance(resolved.entry.root, dict) else {}
    for section in PATHS:
        if isinstance(root.get(section), dict):
            table = root[section].items()
            root[section] = {name: it for name, it in table if ("", section, name) in near}
    components = root.get("components")
    if isinstance(components, dict):
        root["components"] = {
            kind: _table(kind, table, near, named) for kind, table in components.items()
        }
    entry = replace(resolved.entry, root=root)
    refs = {place: it for place, it in resolved.refs.items() if units.of(*place) in near}
    return replace(resolved, entry=entry, documents={entry.uri: entry}, refs=refs)


def _table(kind: str, table: Any, near: set[Unit], named: set[Unit]) -> Json:
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

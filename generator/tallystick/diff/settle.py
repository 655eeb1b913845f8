"""What is written the same in both versions, and needs no look.

Paths and components are units. A unit is settled when it is written the same in both documents and
all that it refers to is settled. Operations in settled units are left out of both versions before
types are made of them: that is most of a large document.
"""

import marshal
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from tallystick.diagnostics import Span, escape, unescape
from tallystick.diff.paths import normal
from tallystick.resolve.model import Resolved
from tallystick.text import Json

Unit: TypeAlias = tuple[str, ...]
"""The first steps of a pointer: ``("components", "schemas", "Pet")``, ``("paths", "/pets")``."""
_SHARED: Final = ("security", "servers", "openapi", "jsonSchemaDialect", "$self")
_METHODS: Final = frozenset(
    {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
)
_COMPONENT: Final = 3


def reduced(old: Resolved, new: Resolved) -> tuple[Resolved, Resolved]:
    """Return both versions without the paths that need no look.

    Args:
        old: A version.
        new: Another one.
    """
    roots = old.entry.root, new.entry.root
    if not all(isinstance(root, dict) for root in roots) or len(old.documents) > 1:
        return old, new
    if len(new.documents) > 1 or not _comparable(*roots):
        return old, new
    units = _units(roots[0]), _units(roots[1])
    settled = {
        unit
        for unit, value in units[0].items()
        if unit in units[1] and _bytes(value) == _bytes(units[1][unit])
    }
    graphs = _references(old), _references(new)
    _unsettle(settled, graphs)
    left_out = {unit for unit in settled if unit[0] in {"paths", "webhooks"}}
    needed = tuple(
        _needed(graph, all_, left_out) for graph, all_ in zip(graphs, units, strict=True)
    )
    return _without(old, left_out, needed[0]), _without(new, left_out, needed[1])


class Alike:
    """Says where both versions are written the same, annotations included."""

    def __init__(self, old: Resolved, new: Resolved) -> None:
        """Compare two documents unit by unit."""
        roots: tuple[Any, Any] = (old.entry.root, new.entry.root)
        self._uris = old.entry.uri, new.entry.uri
        self._units: set[Unit] = set()
        if all(isinstance(root, dict) for root in roots):
            units = _units(roots[0]), _units(roots[1])
            both = units[0].keys() & units[1].keys()
            self._units = {it for it in both if _bytes(units[0][it]) == _bytes(units[1][it])}

    def written(self, old: Span, new: Span) -> bool:
        """Whether two places are certainly written the same; what they refer to may differ."""
        return (
            old.pointer == new.pointer
            and (old.uri, new.uri) == self._uris
            and _unit_of(old.pointer) in self._units
        )


def _comparable(old: Any, new: Any) -> bool:
    """Whether what holds for every operation is the same."""
    return all(_bytes(old.get(key)) == _bytes(new.get(key)) for key in _SHARED) and (
        _bytes(_schemes(old)) == _bytes(_schemes(new))
    )


def _schemes(root: Any) -> Json:
    components = root.get("components")
    return components.get("securitySchemes") if isinstance(components, dict) else None


def _bytes(value: Json) -> bytes:
    """Return a value's bytes; 1, 1.0 and true differ, and so does another order of members."""
    return marshal.dumps(value, 2)


def _units(root: Any) -> dict[Unit, Json]:
    found: dict[Unit, Json] = {}
    for section in ("paths", "webhooks"):
        table = root.get(section)
        for name, value in table.items() if isinstance(table, dict) else ():
            found[section, name] = value
    components = root.get("components")
    for kind, table in components.items() if isinstance(components, dict) else ():
        for name, value in table.items() if isinstance(table, dict) else ():
            found["components", kind, name] = value
    return found


def _unit_of(pointer: str) -> Unit:
    steps = pointer.split("/", _COMPONENT + 1)[1:]
    size = _COMPONENT if steps[:1] == ["components"] else _COMPONENT - 1
    return tuple(unescape(step) for step in steps[:size])


def _references(resolved: Resolved) -> Mapping[Unit, set[Unit]]:
    """Return what each unit refers to."""
    found: dict[Unit, set[Unit]] = {}
    known: dict[str, Unit] = {}
    for (_, place), (_, target) in resolved.refs.items():
        for pointer in (place, target):
            if pointer not in known:
                known[pointer] = _unit_of(pointer)
        found.setdefault(known[place], set()).add(known[target])
    return found


def _unsettle(settled: set[Unit], graphs: tuple[Mapping[Unit, set[Unit]], ...]) -> None:
    """Take out of the settled units those that lead to one that is not."""
    users: dict[Unit, set[Unit]] = {}
    for graph in graphs:
        for unit, targets in graph.items():
            for target in targets:
                users.setdefault(target, set()).add(unit)
    todo = [unit for unit in users if unit not in settled]
    while todo:
        for user in users.get(todo.pop(), ()):
            if user in settled:
                settled.discard(user)
                todo.append(user)


def _needed(
    graph: Mapping[Unit, set[Unit]], all_: Mapping[Unit, Json], out: set[Unit]
) -> set[Unit]:
    """Return the units that are kept: paths, and what they reach."""
    todo = [unit for unit in all_ if unit[0] in {"paths", "webhooks"} and unit not in out]
    kept = set(todo)
    while todo:
        for target in graph.get(todo.pop(), ()):
            if target not in kept:
                kept.add(target)
                todo.append(target)
    return kept


def _without(resolved: Resolved, out: set[Unit], needed: set[Unit]) -> Resolved:
    if not out:
        return resolved
    root: Any = dict(resolved.entry.root)  # type: ignore[arg-type] # the caller has seen that it is an object
    for section in ("paths", "webhooks"):
        if isinstance(root.get(section), dict):
            table = root[section].items()
            root[section] = {name: it for name, it in table if (section, name) not in out}
    components = root.get("components")
    if isinstance(components, dict) and isinstance(components.get("schemas"), dict):
        schemas = components["schemas"].items()
        kept = {name: it for name, it in schemas if ("components", "schemas", name) in needed}
        root["components"] = {**components, "schemas": kept}
    entry = replace(resolved.entry, root=root)
    refs = {place: it for place, it in resolved.refs.items() if _unit_of(place[1]) in needed}
    return replace(resolved, entry=entry, documents={entry.uri: entry}, refs=refs)


def have_something_in_common(old: Resolved, new: Resolved, base: str = "") -> bool:
    """Whether two documents share an operation, or one of them has none.

    Args:
        old: A version.
        new: Another one.
        base: Taken off paths.
    """
    before, after = (set(_operations(it, base)) for it in (old, new))
    return not before or not after or bool(before & after)


def _operations(resolved: Resolved, base: str) -> Iterator[tuple[str, str]]:
    root = resolved.entry.root
    for section in ("paths", "webhooks"):
        table = root.get(section) if isinstance(root, dict) else None
        for name, item in table.items() if isinstance(table, dict) else ():
            place = (resolved.entry.uri, f"/{section}/{escape(name)}")
            value = resolved.at(*resolved.follow(*place)) if place in resolved.refs else item
            methods = value if isinstance(value, dict) else {}
            yield from ((normal(name, base), it) for it in methods if it in _METHODS)

"""Documents cut into units: paths and components, and what each refers to.

A unit is named the same in both versions, whatever their files are called: by the place of its
file beside the entry document, and by the first steps of its pointer.
"""

import posixpath
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias

from tallystick.diagnostics import unescape
from tallystick.diff.unchanged.words import changes, is_written
from tallystick.resolve.model import Resolved
from tallystick.text import Json

Unit: TypeAlias = tuple[str, ...]
"""The file, "" for the entry; then ``components``, ``schemas``, ``Pet`` or ``paths``, ``/pets``."""
PATHS: Final = ("paths", "webhooks")
METHODS: Final = frozenset(
    {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
)
_SIZES: Final = {"components": 3, "paths": 2, "webhooks": 2, "$defs": 2, "definitions": 2}


class Edge(NamedTuple):
    """A reference between units.

    Attributes:
        place: Pointer of the object that has it.
    """

    place: str
    target: Unit


class Units:
    """One version, cut into units."""

    def __init__(self, resolved: Resolved) -> None:
        """Cut a version up."""
        self.resolved = resolved
        self._base = _folder(resolved.entry.uri)
        self._files = {self._file(uri): uri for uri in resolved.documents}
        self._whole = {uri for uri, pointer in resolved.refs.values() if not pointer}
        self._known: dict[tuple[str, str], Unit] = {}

    def _file(self, uri: str) -> str:
        """Return how a file is called in both versions."""
        if uri == self.resolved.entry.uri:
            return ""
        if uri.startswith(self._base):
            return uri[len(self._base) :]
        return uri if ":" in uri else posixpath.relpath(uri, self._base or ".")

    def uri(self, file: str) -> str:
        """Return the uri of a file, by the name that both versions have for it."""
        return self._files[file]

    def of(self, uri: str, pointer: str) -> Unit:
        """Return the unit that a place is in."""
        key = (uri, pointer)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._of(uri, pointer)
        return found

    def _of(self, uri: str, pointer: str) -> Unit:
        file = self._file(uri)
        if file and uri in self._whole:
            return (file,)
        steps = pointer.split("/", 4)[1:]
        size = _SIZES.get(steps[0], 1) if steps else 0
        return (file, *map(unescape, steps[:size]))

    @cached_property
    def values(self) -> dict[Unit, Json]:
        """What is written in each unit."""
        found: dict[Unit, Json] = {}
        for file, uri in self._files.items():
            root = self.resolved.documents[uri].root
            if file and (uri in self._whole or not isinstance(root, dict)):
                found[file,] = root
            elif isinstance(root, dict):
                found.update(_inside(file, root))
        return found

    @cached_property
    def edges(self) -> Mapping[Unit, list[Edge]]:
        """What each unit refers to."""
        found: dict[Unit, list[Edge]] = {}
        for place, target in self.resolved.refs.items():
            edge = Edge(place[1], self.of(*target))
            found.setdefault(self.of(*place), []).append(edge)
        return found

    @cached_property
    def users(self) -> Mapping[Unit, set[Unit]]:
        """Who refers to each unit."""
        return users(self.edges)


def _folder(uri: str) -> str:
    return uri[: max(uri.rfind("/"), uri.rfind(":")) + 1]


def _inside(file: str, root: dict[str, Any]) -> Iterator[tuple[Unit, Json]]:
    """Yield the units of one file; what the entry has besides holds for all of it."""
    for section, table in root.items():
        size = _SIZES.get(section, 1)
        if size == 1 or not isinstance(table, dict):
            if file:
                yield (file, section), table
            continue
        for name, value in table.items():
            if size == len((section, name)):
                yield (file, section, name), value
            elif isinstance(value, dict):
                yield from (((file, section, name, it), inner) for it, inner in value.items())


def users(edges: Mapping[Unit, list[Edge]]) -> dict[Unit, set[Unit]]:
    """Return who refers to each unit."""
    found: dict[Unit, set[Unit]] = {}
    for unit, listed in edges.items():
        for edge in listed:
            found.setdefault(edge.target, set()).add(unit)
    return found


def leading_to(wanted: set[Unit], known: Mapping[Unit, set[Unit]]) -> set[Unit]:
    """Return units, and all that lead to them.

    Args:
        wanted: Units.
        known: Who refers to each; see `users`.
    """
    found, todo = set(wanted), list(wanted)
    while todo:
        for user in known.get(todo.pop(), ()):
            if user not in found:
                found.add(user)
                todo.append(user)
    return found


class Standing:
    """Which units of two versions stand as they stood.

    Attributes:
        units: Both versions.
    """

    def __init__(self, old: Resolved, new: Resolved, *, words: bool = True) -> None:
        """Compare two versions unit by unit.

        Args:
            old: A version.
            new: Another one.
            words: Units that say the same in other words are not alike.
        """
        self.units = Units(old), Units(new)
        self._words = words

    @cached_property
    def alike(self) -> set[Unit]:
        """Units that are written the same in both versions; what they refer to may differ."""
        before, after = (it.values for it in self.units)
        both = before.keys() & after.keys()
        return {it for it in both if self._is_alike(before[it], after[it])}

    def _is_alike(self, old: Json, new: Json) -> bool:
        if is_written(old, new):
            return True
        return not self._words and next(changes(old, new), None) is None

    @cached_property
    def changed(self) -> set[Unit]:
        """Units that are not alike, or that refer to other places."""
        before, after = (it.edges for it in self.units)
        known = {*self.units[0].values, *self.units[1].values, *before, *after}
        known.update(
            edge.target for table in (before, after) for it in table.values() for edge in it
        )
        same = {
            it
            for it in self.alike
            if before.get(it) == after.get(it) or set(before.get(it, ())) == set(after.get(it, ()))
        }
        return known - same

    @cached_property
    def affected(self) -> set[Unit]:
        """Units that changed, and all that lead to them; the others are settled."""
        before, after = self.units
        return leading_to(leading_to(self.changed, before.users), after.users)


def is_path(unit: Unit) -> bool:
    """Whether a unit is a path or a webhook."""
    return unit[0] == "" and len(unit) > 1 and unit[1] in PATHS

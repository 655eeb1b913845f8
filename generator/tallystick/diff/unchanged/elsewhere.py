"""What the operations use that were left out of a comparison: names of code follow from it.

A client calls a type that both sides send ``Pet`` and ``PetInput``. So what an operation that is
the same in both versions sends and receives decides what those are called that are not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tallystick.diagnostics import escape
from tallystick.ir.api import Elsewhere
from tallystick.ir.types import TypeId
from tallystick.resolve.model import Resolved

_SCHEMAS: Final = "/components/schemas/"
_PART: Final = "\0"
"""Ends the name of a schema that is one with others: it is followed, and is no type itself."""
_ROOTS: Final = 4
"""Steps of a media type's schema below ``requestBody``: content, its name, schema."""


def elsewhere(whole: Resolved, kept: Resolved | None = None) -> Elsewhere:
    """Return what operations use that are in one document and not in the other.

    Args:
        whole: A version.
        kept: The same without some of its paths; None: without any.
    """
    walk = _Walk(whole)
    uri = whole.entry.uri
    for section in ("paths", "webhooks"):
        table, rest = _table(whole, section), _table(kept, section) if kept else {}
        gone = {f"/{section}/{escape(name)}" for name in table if name not in rest}
        if gone:
            walk.paths(gone, called=section == "webhooks")
        for name in (name for name in table if name not in rest):
            walk.secured(table[name])
    return Elsewhere(
        sent=_types(uri, walk.closed(walk.sent | walk.nested)),
        nested=_types(uri, walk.closed(walk.nested)),
        received=_types(uri, walk.closed(walk.received)),
        schemes=frozenset(walk.schemes),
    )


def _types(uri: str, names: set[str]) -> frozenset[TypeId]:
    return frozenset(TypeId(f"{uri}#{pointer}") for pointer in names)


def _table(resolved: Resolved, section: str) -> dict[str, Any]:
    root = resolved.entry.root
    table = root.get(section) if isinstance(root, dict) else None
    return table if isinstance(table, dict) else {}


@dataclass(slots=True)
class _Walk:
    """Follows references from paths to schemas; all are pointers of components."""

    resolved: Resolved
    sent: set[str] = field(default_factory=set)
    nested: set[str] = field(default_factory=set)
    received: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=set)
    _below: dict[str, set[str]] | None = None

    def paths(self, gone: set[str], *, called: bool) -> None:
        """Note what the references below some paths lead to.

        Args:
            gone: Pointers of path items.
            called: The server calls: its requests are what a program reads.
        """
        for (_, place), (_, target) in self.resolved.refs.items():
            if "/".join(place.split("/", 3)[:3]) in gone:
                steps = place.split("/")
                self._note(steps[3:], self._unit(place, target), target, called=called)

    def _note(self, steps: list[str], unit: str, target: str, *, called: bool) -> None:
        """Note where a reference of an operation leads: `steps` begin with the method."""
        inside = steps if steps[:1] == ["parameters"] else steps[1:]
        found = set(self._schemas(unit))
        match inside[:1]:
            case ["parameters"]:
                self.nested |= found
            case ["requestBody"] if called:
                self.received |= found
            case ["requestBody"] if _is_root(inside) and self._is_record(target):
                self.sent |= found
                self.nested |= {it for name in found for it in self._inside(name)}
            case ["requestBody"]:
                self.nested |= found
            case ["responses"] if inside[1:2] and inside[1].startswith("2") and not called:
                self.received |= found

    def _schemas(self, unit: str) -> Iterator[str]:
        """Yield the schemas that a reference leads to, through a shared parameter or response."""
        if unit.startswith(_SCHEMAS):
            yield unit
            return
        yield from (it for it in self._inside(unit) if it.startswith(_SCHEMAS))

    def _inside(self, unit: str) -> set[str]:
        return self.below.get(unit.removesuffix(_PART), set())

    def _unit(self, place: str, target: str) -> str:
        """Return the component that a reference leads to, marked where it is only a part."""
        unit = _unit(target)
        above, _, last = place.rpartition("/allOf/")
        if not last.isdecimal() or not unit.startswith(_SCHEMAS):
            return unit
        whole: Any = self.resolved.at(self.resolved.entry.uri, above)
        alone = len(whole["allOf"]) == 1 and "properties" not in whole
        return unit if alone else unit + _PART

    def _is_record(self, target: str) -> bool:
        schema = self.resolved.at(self.resolved.entry.uri, target)
        return isinstance(schema, dict) and bool({"properties", "allOf"} & schema.keys())

    @property
    def below(self) -> dict[str, set[str]]:
        """What each component refers to."""
        if self._below is None:
            self._below = {}
            for (_, place), (_, target) in self.resolved.refs.items():
                if place.startswith("/components/"):
                    self._below.setdefault(_unit(place), set()).add(self._unit(place, target))
        return self._below

    def closed(self, names: set[str]) -> set[str]:
        """Return all schemas that some lead to."""
        found, todo = set(names), list(names)
        while todo:
            for name in self._inside(todo.pop()):
                if name not in found and name.startswith(_SCHEMAS):
                    found.add(name)
                    todo.append(name)
        return {it for it in found if not it.endswith(_PART)}

    def secured(self, item: Any) -> None:
        """Note the schemes that the operations of a path need."""
        root: Any = self.resolved.entry.root
        for name, operation in item.items() if isinstance(item, dict) else ():
            if isinstance(operation, dict) and not name.startswith("x-"):
                needs = operation.get("security", root.get("security"))
                for need in needs if isinstance(needs, list) else ():
                    self.schemes.update(need if isinstance(need, dict) else ())


def _is_root(steps: list[str]) -> bool:
    return len(steps) == _ROOTS or len(steps) == 1


def _unit(pointer: str) -> str:
    """Return the component that a place is in."""
    return "/".join(pointer.split("/")[:4])

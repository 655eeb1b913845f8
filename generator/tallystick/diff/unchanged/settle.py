"""What is written the same in both versions, and needs no look.

Paths and components are units. A unit is settled when it is written the same in both documents and
all that it refers to is settled. Operations in settled units are left out of both versions before
types are made of them: that is most of a large document.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from tallystick.diagnostics import Span, escape, unescape
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change
from tallystick.diff.parts.paths import normal
from tallystick.diff.unchanged.paring import Paring
from tallystick.diff.unchanged.sparing import Sparing, keywords
from tallystick.diff.unchanged.trimming import Trimming, is_below
from tallystick.diff.unchanged.units import METHODS, PATHS, Standing, Unit, Units, is_path
from tallystick.diff.unchanged.words import is_written
from tallystick.ir.types import MISSING
from tallystick.resolve.model import Resolved
from tallystick.text import Json

_SHARED: Final = ("security", "servers", "openapi", "jsonSchemaDialect", "$self")
_SCHEMAS: Final = ("", "components", "schemas")
_TURNING: Final = frozenset(
    {
        *("not", "if", "then", "else", "contains", "oneOf", "discriminator"),
        *("unevaluatedItems", "unevaluatedProperties"),
    }
)
"""Keywords that may accept less when what stands below them accepts more."""


class Settled:
    """Two versions without the paths that need no look.

    Attributes:
        whole: Both versions.
        kept: Both, without those paths.
        standing: Which units of the whole documents are the same.
    """

    def __init__(
        self, old: Resolved, new: Resolved, *, spare: bool = True, words: bool = True
    ) -> None:
        """Leave out what is settled.

        Args:
            old: A version.
            new: Another one.
            spare: Leave out operations too that lead to what others show; see `sparing`.
            words: What is the same in other words needs a look.
        """
        self.whole = self.kept = old, new
        self.standing = Standing(old, new, words=words)
        self.paring = Paring(self.standing)
        self._sparing: Sparing | None = None
        self._spared: set[Unit] = set()
        roots = old.entry.root, new.entry.root
        if all(isinstance(root, dict) for root in roots) and _comparable(*roots):
            standing = self.standing
            paths = set(filter(is_path, standing.alike)) - _ambiguous(standing)
            if spare:
                self._sparing = Sparing(standing)
                self._spared = self._sparing.paths(paths & standing.affected)
            self.kept = _without(
                standing, (paths - standing.affected) | self._spared, self._sparing, self.paring
            )

    def labels(self) -> list[str]:
        """Return all operations as reports name them, in the order of the old document."""
        found = [it for resolved in self.whole for it in _labels(resolved)]
        return list(dict.fromkeys(found))

    def suffices(self, found: Iterable[Change]) -> bool:
        """Whether what was left out on account of others would have shown nothing else.

        Args:
            found: What the operations that are kept have shown: it does unless one of them is
                about messages as a whole.
        """
        return not self._spared or all(it.kind is not Kind.SCHEMA_CHANGED for it in found)

    def users(self, change: Change) -> list[str]:
        """Return the operations that are left out and lead to what changed.

        Args:
            change: What the operations that are kept have shown.
        """
        if self._sparing is None or not self._spared or not change.operations:
            return []
        places = zip(self._sparing.standing.units, written_at(change), strict=True)
        units = {it.of(span.uri, span.pointer) for it, span in places if span is not None}
        if not units <= self._sparing.marked or (*_SCHEMAS, change.component) not in units:
            return []
        found = [self._sparing.leading(it) for it in units]
        return [
            operation.label
            for operation in self._sparing.operations
            if operation.unit in self._spared
            and all(operation.leads(change.direction, it) for it in found)
        ]


def written_at(change: Change) -> tuple[Span | None, Span | None]:
    """Return where a change is written; what only one version says is written in that alone."""
    old = None if change.before is MISSING and change.after is not MISSING else change.old
    new = None if change.after is MISSING and change.before is not MISSING else change.new
    return old, new


def reduced(old: Resolved, new: Resolved) -> tuple[Resolved, Resolved]:
    """Return both versions without the paths that are settled; see `Settled`."""
    return Settled(old, new, spare=False).kept


def _labels(resolved: Resolved) -> Iterator[str]:
    for section in PATHS:
        root = resolved.entry.root
        table = root.get(section) if isinstance(root, dict) else None
        for name, item in table.items() if isinstance(table, dict) else ():
            methods = item if isinstance(item, dict) else ()
            yield from (f"{it.upper()} {name}" for it in methods if it in METHODS)


def _ambiguous(standing: Standing) -> set[Unit]:
    """Return paths that only the names of their parameters tell apart."""
    found: set[Unit] = set()
    for units in standing.units:
        paths = list(filter(is_path, units.values))
        count = Counter(normal(it[-1]) for it in paths)
        found.update(it for it in paths if count[normal(it[-1])] > 1)
    return found


class Alike:
    """Says where both versions are written the same, annotations included."""

    def __init__(self, standing: Standing) -> None:
        """Answer by what was found of their units."""
        self._standing = standing

    def written(self, old: Span, new: Span) -> bool:
        """Whether two places are certainly written the same; what they refer to may differ."""
        return self._unit(old, new) in self._standing.alike

    def settled(self, old: Span, new: Span) -> bool:
        """Whether two places are written the same, and so is all that they refer to."""
        unit = self._unit(old, new)
        if unit is None or unit in self._standing.changed:
            return False
        return unit not in self._standing.affected or (unit, old.pointer) not in self._live

    def loose(self, old: Span, new: Span) -> list[tuple[str, ...]] | None:
        """Return where two schemas that are written the same may still say something else.

        Returns:
            Steps to the references below them that lead to what changed: where each new target
            accepts all that the old one does, so does the whole, and the other way round. None
            when they are not written the same, or that does not follow.
        """
        unit = self._unit(old, new)
        if unit is None or unit in self._standing.changed:
            return None
        found = []
        for edge in self._standing.units[0].edges.get(unit, ()):
            rest = edge.place.removeprefix(old.pointer)
            is_below = edge.place.startswith(old.pointer) and rest[:1] in {"", "/"}
            if is_below and edge.target in self._standing.affected:
                if not _TURNING.isdisjoint(keywords(rest)):
                    return None
                found.append(tuple(map(unescape, rest.split("/")[1:])))
        return found

    def _unit(self, old: Span, new: Span) -> Unit | None:
        """Return the unit that has both places, at the same pointer."""
        if old.pointer != new.pointer:
            return None
        before, after = self._standing.units
        unit = before.of(old.uri, old.pointer)
        return unit if unit == after.of(new.uri, new.pointer) else None

    @cached_property
    def _live(self) -> set[tuple[Unit, str]]:
        """Places, in what did not change, below which a reference leads to what did."""
        found: set[tuple[Unit, str]] = set()
        affected = self._standing.affected
        for unit, edges in self._standing.units[0].edges.items():
            for edge in edges if unit in affected else ():
                place = edge.place if edge.target in affected else ""
                while place and (unit, place) not in found:
                    found.add((unit, place))
                    place = place.rpartition("/")[0]
        return found


def _comparable(old: Any, new: Any) -> bool:
    """Whether what holds for every operation is the same."""
    return all(is_written(old.get(key), new.get(key)) for key in _SHARED) and (
        is_written(_schemes(old), _schemes(new))
    )


def _schemes(root: Any) -> Json:
    components = root.get("components")
    return components.get("securitySchemes") if isinstance(components, dict) else None


def _without(
    standing: Standing, out: set[Unit], sparing: Sparing | None, paring: Paring
) -> tuple[Resolved, Resolved]:
    """Return both versions without paths, and without schemas that nothing else needs."""
    old, new = standing.units
    if not out and sparing is None:
        return old.resolved, new.resolved
    whole = {
        it
        for units in standing.units
        for it in units.values
        if it in standing.changed or (is_path(it) and it not in out)
    }
    trimming = None
    if sparing is not None:
        trimming = Trimming(sparing, whole | sparing.marked, paring)
    needed = _needed(old, whole, trimming)
    needed = _needed(new, whole | needed, trimming) | needed
    needed |= _needed(old, needed, trimming)  # no schema is only in one of them because of us
    out -= needed  # a link leads from what changed to what did not
    return _cut(old, needed, out, trimming), _cut(new, needed, out, trimming)


def _needed(units: Units, whole: set[Unit], trimming: Trimming | None) -> set[Unit]:
    """Return the units that are kept, and what they reach."""
    kept = {it for it in units.values if it in whole}
    todo = list(kept)
    while todo:
        unit = todo.pop()
        gone = trimming.of(unit, units).gone if trimming else ()
        for edge in units.edges.get(unit, ()):
            if edge.target not in kept and not is_below(edge.place, gone):
                kept.add(edge.target)
                todo.append(edge.target)
    return kept


def _cut(units: Units, needed: set[Unit], out: set[Unit], trimming: Trimming | None) -> Resolved:
    resolved = units.resolved
    root: Any = dict(resolved.entry.root)  # type: ignore[arg-type] # the caller has seen that it is an object
    gone: set[str] = set()
    for section in PATHS:
        table = root.get(section)
        if isinstance(table, dict):
            root[section] = {}
            for name in (it for it in table if ("", section, it) not in out):
                pared = trimming.of(("", section, name), units) if trimming else None
                root[section][name] = pared.value if pared else table[name]
                gone.update(pared.gone if pared else ())
    components = root.get("components")
    if isinstance(components, dict) and isinstance(components.get("schemas"), dict):
        kept: dict[str, Json] = {}
        for name, value in components["schemas"].items():
            unit = (*_SCHEMAS, name)
            if unit in needed:
                trimmed = trimming.of(unit, units) if trimming else None
                kept[name] = trimmed.value if trimmed and trimmed.gone else value
                gone.update(trimmed.gone if trimmed else ())
        root["components"] = {**components, "schemas": kept}
    entry = replace(resolved.entry, root=root)
    refs = {
        place: it
        for place, it in resolved.refs.items()
        if units.of(*place) in needed
        and not (gone and place[0] == entry.uri and is_below(place[1], gone))
    }
    documents = {**resolved.documents, entry.uri: entry}
    return replace(resolved, entry=entry, documents=documents, refs=refs)


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
    for section in PATHS:
        table = root.get(section) if isinstance(root, dict) else None
        for name, item in table.items() if isinstance(table, dict) else ():
            place = (resolved.entry.uri, f"/{section}/{escape(name)}")
            value = resolved.at(*resolved.follow(*place)) if place in resolved.refs else item
            methods = value if isinstance(value, dict) else {}
            yield from ((normal(name, base), it) for it in methods if it in METHODS)

"""References where OpenAPI has none: read as what they name, as many tools do.

The specification lets few objects be references. Authors split their documents elsewhere too: an
operation in a file of its own, all paths in another, a description in a third. Such a ``$ref``
is put aside before anything is bound: what it names takes its place.
"""

import json
import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote, urldefrag

from tallystick.diagnostics import Diagnostic, Diagnostics, Span, escape
from tallystick.load.model import Document
from tallystick.load.origins import Origin, OverlaidSource
from tallystick.load.source import remember
from tallystick.load.structure import REFERABLE, TABLE, Kind, Slot, Visit, walk
from tallystick.load.upgrade import needs_upgrade, upgrade_part
from tallystick.resolve import codes
from tallystick.resolve.library import Library, has_scheme, join
from tallystick.resolve.pointer import split, value_at
from tallystick.text import Json

_LONGEST: Final = 32
"""References that lead to references; a circle ends here too."""
_MOST: Final = 64 * 2**20
"""Characters of JSON copied in one run: files that take in many others would fill any memory."""

_GROUPS: Final[Mapping[Kind, Mapping[str, Slot]]] = {
    kind: {key: slot for key, slot in slots.items() if slot.how != "one"}
    for kind, slots in TABLE.items()
}
_SCHEMA: Final = {"properties": _GROUPS["schema"]["properties"]}
"""Of a schema: the other groups are hardly ever files of their own."""


class Misplaced(NamedTuple):
    """A mapping with a ``$ref`` where none can stand.

    Attributes:
        holder: The mapping.
        slot: What it stands for; None for a text, or a value that holds no objects.
        pointer: Its place.
        put: Puts something else in its place.
    """

    holder: dict[str, Json]
    slot: Slot | None
    pointer: str
    put: Callable[[Json], None]


def misplaced(visit: Visit) -> Iterator[Misplaced]:
    """Yield the references of one object, and of the groups in it, that cannot stand there."""
    kind, pointer, value = visit
    if kind not in REFERABLE and "$ref" in value and _is_reference(value):
        yield Misplaced(value, Slot("one", kind), pointer, _filling(value))
    groups = _SCHEMA if kind == "schema" else _GROUPS[kind]
    for key, slot in groups.items():
        group: Any = value.get(key)
        if type(group) is dict and "$ref" in group and _is_reference(group):
            yield Misplaced(group, slot, f"{pointer}/{key}", _setting(value, key))
    said: Any = value.get("description")
    if type(said) is dict and _is_reference(said):
        yield Misplaced(said, None, f"{pointer}/description", _setting(value, "description"))
    if kind == "document":
        for key in ("info", "tags", "servers", "externalDocs", "security"):
            yield from _plain(value, key, f"{pointer}/{key}")


def _plain(parent: Any, key: Any, pointer: str) -> Iterator[Misplaced]:
    """Yield the references in a value that holds no objects."""
    value = parent[key] if isinstance(parent, list) else parent.get(key)
    if isinstance(value, dict) and _is_reference(value):
        yield Misplaced(value, None, pointer, _setting(parent, key))
    elif isinstance(value, dict):
        for name in value:
            if not name.startswith("x-"):
                yield from _plain(value, name, f"{pointer}/{escape(name)}")
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from _plain(value, index, f"{pointer}/{index}")


def _is_reference(value: dict[str, Json]) -> bool:
    return isinstance(value.get("$ref"), str)


def _filling(holder: dict[str, Json]) -> Callable[[Json], None]:
    def put(value: Json) -> None:
        if isinstance(value, dict):
            holder.clear()
            holder.update(value)

    return put


def _setting(parent: Any, key: Any) -> Callable[[Json], None]:
    def put(value: Json) -> None:
        parent[key] = value

    return put


class Inliner:
    """Puts what misplaced references name in their places."""

    def __init__(self, library: Library, version: str) -> None:
        """Prepare for an entry document of a version."""
        self._library = library
        self._old = needs_upgrade(version)
        self._left = _MOST
        self._places: dict[str, dict[tuple[str, ...], Origin]] = {}
        self._spans: list[Span] = []
        self._found: list[Diagnostic] = []

    def __call__(self, uri: str, visit: Visit) -> None:
        """Mend one object before a walk goes into it."""
        whole = visit.kind not in REFERABLE and _is_reference(visit.value)
        for place in list(misplaced(visit)):
            self._mend(uri, place)
        if whole and not _is_reference(visit.value):
            self(uri, visit)  # what came in may have groups that are references

    def said(self) -> Diagnostics:
        """Return one warning for all, and what could not be read."""
        for uri, places in self._places.items():
            remember(uri, OverlaidSource(self._library.documents[uri].source, places))
        if not self._spans:
            return tuple(self._found)
        files = len({span.uri for span in self._spans})
        more = _counted(len(self._spans) - 1, "other place", "nor at ")
        problem = Diagnostic(
            code=codes.REF_MISPLACED,
            message=f"OpenAPI has no reference here{more}"
            f"{_counted(files if files > 1 else 0, 'file', 'in ')}; it is read as what it names",
            span=self._spans[0],
            help="put the value here; `tally bundle` writes a document that has all of them",
        )
        return (*self._found, problem)

    def _mend(self, uri: str, place: Misplaced) -> None:
        span = Span(uri, f"{place.pointer}/$ref")
        target = self._meant(uri, place, span)
        if target is None:
            return
        document, pointer = target
        value = value_at(document.root, pointer)
        origin = Origin(document, split(pointer))
        steps = split(place.pointer)
        places = self._places.setdefault(uri, {})
        if any(places.get(steps[:length]) == origin for length in range(len(steps))):
            self._refuse(span, "this reference takes in itself", "name an object instead")
            return
        if not self._fits(place, value, span):
            return
        place.put(self._copied(value, place.slot, Span(document.uri, pointer), uri))
        places[steps] = origin
        places[*steps, "$ref"] = Origin(self._library.documents[uri], (*steps, "$ref"))
        self._spans.append(span)

    def _meant(self, uri: str, place: Misplaced, span: Span) -> tuple[Document, str] | None:
        """Return the value that a reference leads to at last."""
        holder = place.holder
        for _ in range(_LONGEST):
            target = self._target(uri, str(holder["$ref"]), span)
            if target is None:
                return None
            value = value_at(target[0].root, target[1])
            if not (isinstance(value, dict) and _is_reference(value)):
                return target
            holder, uri = value, target[0].uri
        self._refuse(span, "references lead in a circle here", "let one be the value itself")
        return None

    def _target(self, base: str, text: str, span: Span) -> tuple[Document, str] | None:
        path, fragment = urldefrag(text)
        document = self._library.open(join(base, path), span)
        if document is None:
            return None
        pointer = unquote(fragment)
        try:
            value_at(document.root, pointer)
        except (KeyError, ValueError):
            message = f"there is nothing at #{pointer} in {document.uri}"
            self._refuse(span, message, "correct the reference, or add what it names")
            return None
        return document, pointer

    def _fits(self, place: Misplaced, value: Json, span: Span) -> bool:
        self._left -= len(json.dumps(value)) + 1000
        if self._left < 0:
            self._refuse(span, "references like this one copy too much", "name an object instead")
        elif place.slot is not None and not isinstance(value, dict | list):
            self._refuse(span, "this reference leads to no objects", "refer to a mapping")
        elif place.slot is not None and place.slot.how != "list" and isinstance(value, list):
            self._refuse(span, "this reference leads to a list", "refer to a mapping")
        else:
            return True
        return False

    def _refuse(self, span: Span, message: str, help_: str) -> None:
        problem = Diagnostic(code=codes.REF_NOT_FOUND, message=message, span=span, help=help_)
        self._found.append(problem)

    def _copied(self, value: Json, slot: Slot | None, span: Span, uri: str) -> Json:
        """Return a copy in the spelling of 3.1, its references as seen from another document."""
        copied: Json = json.loads(json.dumps(value))
        if slot is None:
            return copied
        parts: dict[str, Json] = {"": copied} if slot.how == "one" else _members(copied)
        for name, part in parts.items():
            place = Span(span.uri, f"{span.pointer}/{escape(name)}" if name else span.pointer)
            if self._old:
                self._found.extend(upgrade_part(part, slot.kind, place))
            if span.uri != uri:
                _rebase(part, slot.kind, span.uri, uri)
        return copied


def _members(value: Json) -> dict[str, Json]:
    if isinstance(value, dict):
        return value
    return {str(at): item for at, item in enumerate(value if isinstance(value, list) else ())}


def _counted(count: int, what: str, before: str) -> str:
    if not count:
        return ""
    comma = "," if before.startswith("nor") else ""
    return f"{comma} {before}{count} {what}{'s' if count > 1 else ''}"


def _rebase(value: Json, kind: Kind, old: str, new: str) -> None:
    """Write references of a document as another one has to write them."""
    for visit in walk(value, kind):
        holders = [visit.value, *(place.holder for place in misplaced(visit))]
        for holder in {id(item): item for item in holders}.values():
            if visit.kind in REFERABLE or holder is not visit.value or _is_reference(holder):
                _moved(holder, "$ref", old, new)
        if visit.kind == "link":
            _moved(visit.value, "operationRef", old, new)
        elif visit.kind == "schema":
            _rebase_mapping(visit.value.get("discriminator"), old, new)


def _rebase_mapping(discriminator: Json, old: str, new: str) -> None:
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    if isinstance(mapping, dict):
        for name, text in mapping.items():
            if isinstance(text, str) and ("/" in text or "#" in text):
                _moved(mapping, name, old, new)


def _moved(holder: dict[str, Json], key: str, old: str, new: str) -> None:
    text = holder.get(key)
    if not isinstance(text, str):
        return
    path, hash_, fragment = text.partition("#")
    meant = join(old, path)
    if not has_scheme(meant) and not has_scheme(new):
        meant = quote(posixpath.relpath(meant, posixpath.dirname(new) or "."))
    holder[key] = hash_ + fragment if join(new, meant) == new else meant + hash_ + fragment

"""One walk over a part of a document: its references, ids, anchors and operations."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from tallystick.load.parts import is_taken, own, part_at, parts_of
from tallystick.load.structure import REFERABLE, Kind, Visit, walk
from tallystick.resolve.model import Target
from tallystick.resolve.pointer import join
from tallystick.text import Json

Mend: TypeAlias = Callable[[str, Visit], None]
Form: TypeAlias = Literal["ref", "dynamic", "mapping", "operation-ref", "operation-id"]
"""How a reference is written."""


_TELLING: Final = frozenset({"$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "discriminator"})
"""Keywords that name a schema, or that refer to one in another way than ``$ref``."""
_READ: Final = _TELLING | {"$ref"}


class Reference(NamedTuple):
    """A reference as found.

    Attributes:
        place: Key of the binding: the object with the ``$ref``, or the string itself.
        written: Pointer to the string with the reference, for diagnostics.
        kind: What it must lead to.
    """

    form: Form
    place: Target
    written: str
    text: Json
    kind: Kind


def _by_part(
    references: Iterable[Reference], named: Iterable[tuple[str, Target]]
) -> tuple[dict[str, list[Reference]], dict[str, list[tuple[str, Target]]]]:
    """Return references, and operationIds, by the part of the document that they are in."""
    found: dict[str, list[Reference]] = {}
    for reference in references:
        found.setdefault(part_at(reference.place[1]), []).append(reference)
    names: dict[str, list[tuple[str, Target]]] = {}
    for name, place in named:
        names.setdefault(part_at(place[1]), []).append((name, place))
    return found, names


@dataclass(slots=True, kw_only=True)
class Survey:
    """What walks have found so far, over all documents.

    Attributes:
        references: Not yet bound.
        ids: (place, text) of every ``$id``, outer before inner.
        anchors: (place, name) of every ``$anchor`` and ``$dynamicAnchor``.
        dynamic: (place, name) of every ``$dynamicAnchor``.
        operations: First place of each operationId.
        named: Every operationId with its place.
        entry: Of the whole entry document, what `references` held after its walk.
    """

    references: list[Reference] = field(default_factory=list)
    ids: dict[Target, str] = field(default_factory=dict)
    anchors: dict[Target, str] = field(default_factory=dict)
    dynamic: dict[Target, str] = field(default_factory=dict)
    operations: dict[str, Target] = field(default_factory=dict)
    named: list[tuple[str, Target]] = field(default_factory=list)
    entry: tuple[Reference, ...] = ()

    def add_entry(
        self, uri: str, root: Json, mend: Mend, like: "Survey | None", other: Json
    ) -> None:
        """Walk the entry document.

        Args:
            uri: Its uri.
            root: What it says.
            mend: Is given every object before the walk goes into it.
            like: What was found in another document.
            other: What that says; parts that are taken over are not walked again.
        """
        if like is None or not like.is_plain or not isinstance(root, dict):
            self.add(uri, root, "document", "", mend)
        else:
            found = Survey()
            found.add(uri, own(root, other), "document", "", mend)
            self._merge(uri, root, other, (like, found))
        self.entry = tuple(self.references)

    @property
    def is_plain(self) -> bool:
        """Whether no schema has a name of its own, which would mean something elsewhere."""
        return not (self.ids or self.anchors or self.dynamic)

    def _merge(self, uri: str, root: Json, other: Any, known: "tuple[Survey, Survey]") -> None:
        """Take in, part by part, what was found in another document and in what is new here."""
        like, fresh = known
        self.ids |= fresh.ids
        self.anchors |= fresh.anchors
        self.dynamic |= fresh.dynamic
        theirs = dict(parts_of(other))
        tables = _by_part(like.entry, like.named), _by_part(fresh.references, fresh.named)
        for pointer, value in parts_of(root):
            references, names = tables[0 if is_taken(value, theirs.get(pointer)) else 1]
            for form, place, written, text, kind in references.get(pointer, ()):
                self.references.append(Reference(form, (uri, place[1]), written, text, kind))
            for name, place in names.get(pointer, ()):
                self._name(name, (uri, place[1]))

    def _name(self, name: str, place: Target) -> None:
        self.operations.setdefault(name, place)
        self.named.append((name, place))

    def add(self, uri: str, value: Json, kind: Kind, pointer: str, mend: Mend) -> None:
        """Walk an object and all below it."""
        for visit in walk(value, kind, pointer, _READ):
            mend(uri, visit)
            if "$ref" in visit.value and visit.kind in REFERABLE:
                self._reference(uri, visit, "$ref", "ref")
            if visit.kind == "schema":
                self._schema(uri, visit)
            elif visit.kind == "operation":
                name = visit.value.get("operationId")
                if isinstance(name, str):
                    self._name(name, (uri, visit.pointer))
            elif visit.kind == "link":
                self._link(uri, visit)

    def _reference(self, uri: str, visit: Visit, key: str, form: Form) -> None:
        self.references.append(
            Reference(
                form=form,
                place=(uri, visit.pointer),
                written=f"{visit.pointer}/{key}",
                text=visit.value[key],
                kind=visit.kind,
            )
        )

    def _schema(self, uri: str, visit: Visit) -> None:
        value = visit.value
        if _TELLING.isdisjoint(value):  # most schemas
            return
        for key, names in (
            ("$id", (self.ids,)),
            ("$anchor", (self.anchors,)),
            ("$dynamicAnchor", (self.anchors, self.dynamic)),
        ):
            name = value.get(key) if key in value else None
            if isinstance(name, str):
                for known in names:
                    known[uri, visit.pointer] = name
        if "$dynamicRef" in value and "$ref" not in value:
            self._reference(uri, visit, "$dynamicRef", "dynamic")
        if "discriminator" in value:
            self._mapping(uri, visit)

    def _mapping(self, uri: str, visit: Visit) -> None:
        discriminator = visit.value["discriminator"]
        mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
        if not isinstance(mapping, dict):
            return
        for name, text in mapping.items():
            pointer = f"{visit.pointer}/discriminator/mapping{join(name)}"
            self._text(uri, pointer, text, "mapping", "schema")

    def _link(self, uri: str, visit: Visit) -> None:
        forms: tuple[tuple[str, Form], ...] = (
            ("operationRef", "operation-ref"),
            ("operationId", "operation-id"),
        )
        for key, form in forms:
            if key in visit.value:
                pointer = f"{visit.pointer}/{key}"
                self._text(uri, pointer, visit.value[key], form, "operation")

    def _text(self, uri: str, pointer: str, text: Json, form: Form, kind: Kind) -> None:
        self.references.append(
            Reference(form=form, place=(uri, pointer), written=pointer, text=text, kind=kind)
        )

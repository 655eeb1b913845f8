"""One walk over a part of a document: its references, ids, anchors and operations."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tallystick.load.structure import REFERABLE, Kind, Visit, walk
from tallystick.resolve.model import Target
from tallystick.resolve.pointer import join
from tallystick.text import Json

Form: TypeAlias = Literal["ref", "dynamic", "mapping", "operation-ref", "operation-id"]
"""How a reference is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
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


@dataclass(slots=True, kw_only=True)
class Survey:
    """What walks have found so far, over all documents.

    Attributes:
        references: Not yet bound.
        ids: (place, text) of every ``$id``, outer before inner.
        anchors: (place, name) of every ``$anchor`` and ``$dynamicAnchor``.
        dynamic: (place, name) of every ``$dynamicAnchor``.
        operations: First place of each operationId.
    """

    references: list[Reference] = field(default_factory=list)
    ids: dict[Target, str] = field(default_factory=dict)
    anchors: dict[Target, str] = field(default_factory=dict)
    dynamic: dict[Target, str] = field(default_factory=dict)
    operations: dict[str, Target] = field(default_factory=dict)

    def add(self, uri: str, value: Json, kind: Kind, pointer: str) -> None:
        """Walk an object and all below it."""
        for visit in walk(value, kind, pointer):
            if "$ref" in visit.value and visit.kind in REFERABLE:
                self._reference(uri, visit, "$ref", "ref")
            if visit.kind == "schema":
                self._schema(uri, visit)
            elif visit.kind == "operation":
                name = visit.value.get("operationId")
                if isinstance(name, str):
                    self.operations.setdefault(name, (uri, visit.pointer))
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

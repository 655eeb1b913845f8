"""The views of the pages of named types."""

from dataclasses import dataclass

from tallystick.emit.targets.docs.addresses import Addresses
from tallystick.emit.targets.docs.duties import Duties, Duty
from tallystick.emit.targets.docs.entries import Entry, Teller, bounds
from tallystick.emit.targets.docs.faces.face import pascal, spelled
from tallystick.emit.targets.docs.members import Trees
from tallystick.ir import Api, Enumeration, Record, TypeId
from tallystick.ir.types import State
from tallystick.text import SpecText


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeFace:
    """A type in one face.

    Attributes:
        head: (name, rest).
    """

    key: str
    label: str
    head: tuple[str, str]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """A named type.

    Attributes:
        title: ``Generation Failure Code``.
        name: ``GenerationFailureCode``.
        faces: The type in each of them.
        states: Of its lifecycle, when it has one.
    """

    url: str
    title: str
    name: str
    description: SpecText | None
    bounds: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, SpecText | None], ...]
    faces: tuple[TypeFace, ...]
    duties: tuple[Duty, ...]
    member: str | None
    states: tuple[State, ...]


class Types:
    """Makes the views of all named types."""

    def __init__(
        self,
        api: Api,
        tellers: tuple[Teller, ...],
        addresses: Addresses,
        trees: Trees,
        duties: Duties,
    ) -> None:
        """Prepare to tell types."""
        self._api = api
        self._addresses = addresses
        self._trees = trees
        self._duties = duties
        self._tellers = tellers

    def all(self) -> tuple[TypeView, ...]:
        """Return the views in the order of the document."""
        return tuple(self._view(type_id, url) for type_id, url in self._addresses.types.items())

    def _view(self, type_id: TypeId, url: str) -> TypeView:
        shape = self._api.types[type_id]
        choices = shape.members if isinstance(shape, Enumeration) else ()
        lifecycle = shape.lifecycle if isinstance(shape, Record) else None
        return TypeView(
            url=url,
            title=" ".join(word[:1].upper() + word[1:] for word in shape.words),
            name=pascal(shape.words),
            description=shape.doc.description or shape.doc.summary,
            bounds=tuple(bounds(self._api, shape)),
            choices=tuple((spelled(item.value), item.doc.description) for item in choices),
            faces=tuple(self._told(type_id, teller) for teller in self._tellers),
            duties=self._duties.of_type(shape),
            member=lifecycle.member if lifecycle else None,
            states=lifecycle.states if lifecycle else (),
        )

    def _told(self, type_id: TypeId, teller: Teller) -> TypeFace:
        face = teller.face
        members = self._trees.body(type_id, sent=False)
        return TypeFace(
            key=face.key,
            label=face.label,
            head=face.declared(type_id),
            entries=teller.all(members, face.key, sent=False),
        )

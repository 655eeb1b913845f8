"""What messages and calls are made of, as trees that every face of the pages reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from tallystick.emit.targets.docs.duties import Duties, Duty
from tallystick.ir import (
    NO_DOC,
    Api,
    Array,
    Dictionary,
    Doc,
    Operation,
    Parameter,
    Place,
    Record,
    Type,
    TypeId,
    Union,
)
from tallystick.ir.types import MISSING, Field, Missing
from tallystick.text import Json, Words

DEEPEST: Final = 8
"""Members this deep link to the page of their type instead of being spelled out."""
MOST: Final = 400
"""So many members are spelled out in one tree; the rest links to pages of types."""
PAGES: Final = 200
"""From so many pages on, trees are kept short: nobody reads them to the end, and sites grow."""
SHORT: Final = 24
"""So many members are spelled out below those at the top, in a tree that is kept short."""


Above: TypeAlias = tuple[tuple[Record, tuple[str, ...]], ...]
"""Records that a value is inside of, each with the members on the way from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a message, a parameter, or a variant of a union.

    Attributes:
        wire: Its exact name; empty for a variant, which has none.
        type: Key into `Api.types`.
        depth: 0 for what stands at the top.
        place: Where a parameter travels; None for a member of a body.
        duties: Rules that bind it.
        cut: Its own members are told on the page of its type.
    """

    wire: str
    words: Words
    type: TypeId
    required: bool
    nullable: bool
    doc: Doc
    depth: int
    default: "Json | Missing" = MISSING
    place: Place | None = None
    duties: tuple[Duty, ...] = ()
    children: "tuple[Member, ...]" = ()
    cut: bool = False


class Trees:
    """Makes the trees of one API."""

    def __init__(self, api: Api, duties: Duties) -> None:
        """Read an API.

        Args:
            api: The API.
            duties: Its rules by the members they bind.
        """
        self._api = api
        self._duties = duties
        large = len(api.operations) + len(api.types) > PAGES
        self._room = SHORT if large else MOST
        self._bodies: dict[tuple[TypeId, bool], tuple[Member, ...]] = {}

    def parameters(self, operation: Operation) -> tuple[Member, ...]:
        """Return the parameters of an operation, as far as a caller gives them."""
        return tuple(
            self._parameter(item) for item in operation.parameters if not item.idempotency_key
        )

    def _parameter(self, item: Parameter) -> Member:
        shape = self._api.types[item.type]
        return Member(
            wire=item.wire,
            words=item.words,
            type=item.type,
            required=item.required,
            nullable=shape.nullable,
            doc=item.doc if item.doc.description else shape.doc,
            depth=0,
            default=shape.default,
            place=item.place,
        )

    def body(self, type_id: TypeId, *, sent: bool) -> tuple[Member, ...]:
        """Return the members of a message.

        Args:
            type_id: Key into `Api.types`.
            sent: By the client; what is read-only is then left out, else what is write-only.
        """
        if (type_id, sent) not in self._bodies:
            walk = _Walk(self._api, self._duties, "read" if sent else "write", self._room)
            self._bodies[type_id, sent] = walk.below(type_id, 0, (), ())
        return self._bodies[type_id, sent]


class _Walk:
    """One tree: counts what it has spelled out."""

    def __init__(self, api: Api, duties: Duties, unsent: str, room: int) -> None:
        self._api = api
        self._duties = duties
        self._unsent = unsent
        self._room = room

    def below(
        self, type_id: TypeId, depth: int, seen: tuple[TypeId, ...], above: Above
    ) -> tuple[Member, ...]:
        """Return the members inside of a value of a type, lists and maps seen through.

        Args:
            type_id: Key into `Api.types`.
            depth: Of the members.
            seen: Types that the value is inside of.
            above: Records that it is inside of, each with the way from there.
        """
        shape = self._api.types[type_id]
        seen = (*seen, type_id)
        if isinstance(shape, Record):
            above = (*above, (shape, ()))
            return tuple(
                self._field(item, depth, seen, above) for item in ordered(shape, self._unsent)
            )
        if isinstance(shape, Array) and shape.items is not None and not shape.prefix:
            return () if shape.items in seen else self.below(shape.items, depth, seen, ())
        if isinstance(shape, Dictionary):
            return () if shape.values in seen else self.below(shape.values, depth, seen, ())
        if isinstance(shape, Union):
            return tuple(self._variants(shape, depth, seen, above))
        return ()

    def _field(self, item: Field, depth: int, seen: tuple[TypeId, ...], above: Above) -> Member:
        shape = self._api.types[item.type]
        doc = item.doc if item.doc.description or item.doc.summary else shape.doc
        above = tuple((owner, (*steps, item.wire)) for owner, steps in above)
        duties = dict.fromkeys(it for owner, way in above for it in self._duties.of(owner, way))
        children, cut = self._inside(item.type, depth, seen, above)
        return Member(
            wire=item.wire,
            words=item.words,
            type=item.type,
            required=item.required,
            nullable=item.nullable,
            doc=doc,
            depth=depth,
            default=item.default if item.default is not MISSING else shape.default,
            duties=tuple(duties),
            children=children,
            cut=cut,
        )

    def _variants(
        self, shape: Union, depth: int, seen: tuple[TypeId, ...], above: Above
    ) -> Iterator[Member]:
        parts = [type_id for type_id in shape.variants if _holds(self._api, type_id)]
        if len(parts) == 1 and parts[0] not in seen:
            yield from self.below(parts[0], depth, seen, above)
            return
        for type_id in parts:
            variant = self._api.types[type_id]
            children, cut = self._inside(type_id, depth, seen, above)
            yield Member(
                wire="",
                words=variant.words,
                type=type_id,
                required=True,
                nullable=False,
                doc=variant.doc if variant.doc.description else NO_DOC,
                depth=depth,
                children=children,
                cut=cut,
            )

    def _inside(
        self, type_id: TypeId, depth: int, seen: tuple[TypeId, ...], above: Above
    ) -> tuple[tuple[Member, ...], bool]:
        if not _holds(self._api, type_id):
            return (), False
        if type_id in seen or element(self._api, type_id) in seen:
            return (), True
        if depth + 1 >= DEEPEST:
            return (), True
        self._room -= _width(self._api, type_id)
        if self._room < 0:
            return (), True
        children = self.below(type_id, depth + 1, seen, above)
        return children, False


def ordered(shape: Record, unsent: str) -> list[Field]:
    """Return the members that one side sends: what is required first, the rest by name.

    Args:
        shape: The record.
        unsent: The direction of what that side does not send.
    """
    fields = [item for item in shape.fields if item.direction != unsent]
    return sorted(fields, key=lambda item: (False, "") if item.required else (True, item.wire))


def element(api: Api, type_id: TypeId) -> TypeId:
    """Return what a list of lists, or a map, is made of in the end."""
    seen: set[TypeId] = set()
    while type_id not in seen:
        seen.add(type_id)
        shape: Type = api.types[type_id]
        if isinstance(shape, Array) and shape.items is not None:
            type_id = shape.items
        elif isinstance(shape, Dictionary):
            type_id = shape.values
        else:
            break
    return type_id


def _width(api: Api, type_id: TypeId) -> int:
    shape = api.types[element(api, type_id)]
    if isinstance(shape, Record):
        return len(shape.fields)
    return len(shape.variants) if isinstance(shape, Union) else 0


def _holds(api: Api, type_id: TypeId) -> bool:
    """Whether values of a type have members to tell of."""
    shape = api.types[element(api, type_id)]
    if isinstance(shape, Union):
        parts = (api.types[element(api, variant)] for variant in shape.variants)
        return any(isinstance(part, Record) for part in parts)
    return isinstance(shape, Record) and bool(shape.fields)

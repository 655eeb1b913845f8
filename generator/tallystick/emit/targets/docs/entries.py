"""Members as one face tells them."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.targets.docs.addresses import Addresses, slug
from tallystick.emit.targets.docs.duties import Duty
from tallystick.emit.targets.docs.faces.face import Face, spelled
from tallystick.emit.targets.docs.members import Member, element
from tallystick.ir import Api, Array, Dictionary, Enumeration, Record, Scalar, Type
from tallystick.ir.types import MISSING
from tallystick.text import SpecText

_BOUNDS: Final = {
    "format": "format",
    "pattern": "pattern",
    "content_encoding": "contentEncoding",
    "content_media_type": "contentMediaType",
    "min_length": "minLength",
    "max_length": "maxLength",
    "minimum": "minimum",
    "exclusive_minimum": "exclusiveMinimum",
    "maximum": "maximum",
    "exclusive_maximum": "exclusiveMaximum",
    "multiple_of": "multipleOf",
    "min_items": "minItems",
    "max_items": "maxItems",
    "min_properties": "minProperties",
    "max_properties": "maxProperties",
}
"""Attributes of types -> keywords, in the order in which pages tell them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """What every face says of a member, wherever it stands; there is one of it for each.

    Attributes:
        bounds: (keyword, value).
        choices: Values of an enumeration, as JSON.
        default: As JSON.
        link: Address of the page that has the members which are not told here.
    """

    description: SpecText | None
    bounds: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, SpecText | None], ...]
    default: str | None
    duties: tuple[Duty, ...]
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A member on a page.

    Attributes:
        anchor: Unique on its page.
        name: As the face spells it.
        rest: What stands behind the name: colon and type.
        told: What is said of it in every face.
    """

    anchor: Code
    name: str
    rest: str
    required: bool
    deprecated: bool
    told: Told
    children: "tuple[Entry, ...]"


class Facts:
    """What is said of members: looked up once, though many pages and faces say it."""

    def __init__(self, api: Api, addresses: Addresses) -> None:
        """Prepare to look up.

        Args:
            api: The API.
            addresses: Of the pages of types.
        """
        self._api = api
        self._addresses = addresses
        self._told: dict[Hashable, Told] = {}

    def of(self, member: Member) -> Told:
        """Return what is said of a member."""
        # Documentation and defaults are parts of the API, so one id is one of them.
        key = (member.type, id(member.doc), id(member.default), member.duties, member.cut)
        if key not in self._told:
            self._told[key] = self._tell(member)
        return self._told[key]

    def _tell(self, member: Member) -> Told:
        inner = element(self._api, member.type)
        return Told(
            description=member.doc.description or member.doc.summary,
            bounds=tuple(bounds(self._api, self._api.types[member.type])),
            choices=_choices(self._api.types[inner]),
            default=None if member.default is MISSING else spelled(member.default),
            duties=member.duties,
            link=self._addresses.types.get(inner) if member.cut else None,
        )


class Teller:
    """Tells members in one face."""

    def __init__(self, face: Face, facts: Facts) -> None:
        """Prepare to tell.

        Args:
            face: The face.
            facts: What every face says.
        """
        self.face = face
        self._facts = facts
        self._heads: dict[Hashable, tuple[str, str]] = {}

    def all(self, members: tuple[Member, ...], prefix: str, *, sent: bool) -> tuple[Entry, ...]:
        """Return members as entries.

        Args:
            members: The members.
            prefix: Of their anchors.
            sent: By the client.
        """
        taken: set[str] = set()
        return tuple(self._entry(item, prefix, taken, sent=sent) for item in members)

    def _entry(self, member: Member, prefix: str, taken: set[str], *, sent: bool) -> Entry:
        name, rest = self._head(member, sent=sent)
        base = f"{prefix}-{slug(member.wire or '-'.join(member.words))}"
        anchor, number = base, 2
        while anchor in taken:
            anchor, number = f"{base}-{number}", number + 1
        taken.add(anchor)
        return Entry(
            anchor=Code(anchor),
            name=name,
            rest=rest,
            required=member.required,
            deprecated=member.doc.deprecated,
            told=self._facts.of(member),
            children=self.all(member.children, anchor, sent=sent),
        )

    def _head(self, member: Member, *, sent: bool) -> tuple[str, str]:
        optional = (member.required, member.nullable)
        key = (member.type, member.wire, member.words, optional, member.place, member.depth, sent)
        if key not in self._heads:
            self._heads[key] = self.face.head(member, sent=sent)
        return self._heads[key]


def bounds(api: Api, shape: Type) -> Iterator[tuple[str, str]]:
    """Yield the bounds of a type by keyword, those of the items of a list too."""
    for attribute, keyword in _BOUNDS.items():
        found = getattr(shape, attribute, None)
        if isinstance(found, SpecText):
            yield keyword, found.raw
        elif found is not None:
            yield keyword, _number(found)
    if isinstance(shape, Array):
        if shape.unique:
            yield "uniqueItems", "true"
        items = api.types[shape.items] if shape.items is not None else None
        if isinstance(items, Scalar):
            yield from ((f"items {keyword}", value) for keyword, value in bounds(api, items))
    if isinstance(shape, Dictionary) and shape.key_pattern is not None:
        yield "propertyNames pattern", shape.key_pattern.raw
    if isinstance(shape, Record):
        for wire, others in shape.dependent_required:
            yield "dependentRequired", f"{wire}: {', '.join(others)}"


def _number(found: object) -> str:
    if isinstance(found, float) and found.is_integer() and abs(found) < 2**53:
        return str(int(found))
    return str(found)


def _choices(shape: Type) -> tuple[tuple[str, SpecText | None], ...]:
    if not isinstance(shape, Enumeration):
        return ()
    return tuple((spelled(item.value), item.doc.description) for item in shape.members)

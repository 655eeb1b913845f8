"""What of a type is worth asking for: its members and the values of its enums.

A part is asked for only where its declaration serves this type alone. That a rule takes no video
in one place of a type that many places share is what rules are for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.diagnostics import Span, escape
from tallystick.ir.types import Array, Enumeration, Record, Scalar, Type, TypeId
from tallystick.review.uses import Uses
from tallystick.text import Json

_DEEPEST: Final = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A member, or one value of it.

    Attributes:
        pointer: JSON Pointer into the message.
        name: The member, as people say it: ``video.loop``.
        span: Its declaration, or that of the value.
        has_value: It is one value of the member that is asked for.
        value: That value.
        null: The member can only be null.
    """

    pointer: str
    name: str
    span: Span
    has_value: bool = False
    value: Json = None
    null: bool = False


def parts_of(type_: Type, types: Mapping[TypeId, Type], uses: Uses) -> tuple[Part, ...]:
    """Return the parts of a type that its own claims may exclude, the outer ones first."""
    return tuple(_Parts(types, uses).of(type_, "", "", _DEEPEST))


class _Parts:
    def __init__(self, types: Mapping[TypeId, Type], uses: Uses) -> None:
        self._types = types
        self._uses = uses

    def of(self, type_: Type, pointer: str, name: str, depth: int) -> Iterator[Part]:
        match type_:
            case Record() if depth:
                yield from self._members(type_, pointer, name, depth)
            case Array() if depth and type_.items is not None and self._own(type_.items):
                inner = self._types[type_.items]
                yield from self.of(inner, f"{pointer}/0", f"{name}[]", depth - 1)
            case Enumeration() if pointer and not type_.open and len(type_.members) > 1:
                yield from _values(type_, pointer, name)

    def _members(self, record: Record, pointer: str, name: str, depth: int) -> Iterator[Part]:
        own = record.span.pointer + "/"
        for field in record.fields:
            if not field.span.pointer.startswith(own) or field.span.uri != record.span.uri:
                continue  # a base declares it, for others too
            inner = self._types[field.type]
            place = f"{pointer}/{escape(field.wire)}"
            called = f"{name}.{field.wire}" if name else field.wire
            null = isinstance(inner, Scalar) and inner.kind == "null"
            yield Part(place, called, field.span, null=null)
            if self._own(field.type):
                yield from self.of(inner, place, called, depth - 1)

    def _own(self, id_: TypeId) -> bool:
        """Whether a type is used in one place only."""
        return self._uses.times.get(id_, 0) <= 1


def _values(type_: Enumeration, pointer: str, name: str) -> Iterator[Part]:
    for member in type_.members:
        yield Part(pointer, name, type_.span, has_value=True, value=member.value)

"""What of a type is worth asking for: its members and the values of its enums.

A part is asked for only where its declaration serves this type alone. That a rule takes no video
in one place of a type that many places share is what rules are for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from tallystick.diagnostics import Span, escape
from tallystick.ir.types import Array, Enumeration, Nothing, Record, Scalar, Type, TypeId
from tallystick.review.uses import Uses
from tallystick.solve.needs import equal
from tallystick.text import Json

_DEEPEST: Final = 4
Steps: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A member, or one value of it.

    Attributes:
        steps: To it, from the message: the name of a member, or the number of items that stand
            before those of which it is any.
        name: The member, as people say it: ``video.loop``; nothing for the message itself.
        span: Its declaration, or that of the value.
        has_value: It is one value of the member that is asked for.
        value: That value.
        null: The member can only be null.
    """

    steps: Steps
    name: str
    span: Span
    has_value: bool = False
    value: Json = None
    null: bool = False

    @property
    def pointer(self) -> str:
        """JSON Pointer to it; of items to the first."""
        return "".join(f"/{escape(str(step))}" for step in self.steps)

    @property
    def is_one_of_many(self) -> bool:
        """Whether other items of a list may have what the first cannot have."""
        return any(isinstance(step, int) for step in self.steps)

    @property
    def schema(self) -> Json:
        """The schema of messages that have it, in any of the items that it may be in."""
        found: Json = {} if self.null else {"not": {"type": "null"}}
        found = {"const": self.value} if self.has_value else found
        for step in reversed(self.steps):
            if isinstance(step, int):
                none: dict[str, Json] = {"items": {"not": found}}
                before: dict[str, Json] = {"prefixItems": [True] * step} if step else {}
                found = {"type": "array", "not": none | before}
            else:
                found = {"type": "object", "required": [step], "properties": {step: found}}
        return found

    def is_in(self, message: Json) -> bool:
        """Whether a message has it."""
        return self._is_in(message, self.steps)

    def planted(self, message: Json) -> Json:
        """Return a message with the value in place of what it has there, as far as it has it."""
        return self._planted(message, self.steps) if self.has_value else message

    def _planted(self, value: Json, steps: Steps) -> Json:
        if not steps:
            return self.value
        step, below = steps[0], steps[1:]
        if isinstance(step, int) and isinstance(value, list) and len(value) > step:
            return [*value[:step], self._planted(value[step], below), *value[step + 1 :]]
        if isinstance(step, str) and isinstance(value, dict):
            return {**value, step: self._planted(value.get(step), below)}
        return value

    def _is_in(self, value: Json, steps: Steps) -> bool:
        if not steps:
            return self._is(value)
        step, below = steps[0], steps[1:]
        if isinstance(step, int):
            return isinstance(value, list) and any(self._is_in(it, below) for it in value[step:])
        return isinstance(value, dict) and step in value and self._is_in(value[step], below)

    def _is(self, value: Json) -> bool:
        if self.has_value:
            return equal(value, self.value)
        return value is not None or self.null


def parts_of(type_: Type, types: Mapping[TypeId, Type], uses: Uses) -> tuple[Part, ...]:
    """Return the parts of a type that its own claims may exclude, the outer ones first."""
    return tuple(_Parts(types, uses).of(type_, (), "", _DEEPEST))


class _Parts:
    def __init__(self, types: Mapping[TypeId, Type], uses: Uses) -> None:
        self._types = types
        self._uses = uses

    def of(self, type_: Type, steps: Steps, name: str, depth: int) -> Iterator[Part]:
        match type_:
            case Record() if depth:
                yield from self._members(type_, steps, name, depth)
            case Array() if depth and type_.items is not None and self._own(type_.items):
                inner = self._types[type_.items]
                yield from self.of(inner, (*steps, len(type_.prefix)), f"{name}[]", depth - 1)
            case Enumeration() if not type_.open and len(type_.members) + type_.nullable > 1:
                yield from _values(type_, steps, name)

    def _members(self, record: Record, steps: Steps, name: str, depth: int) -> Iterator[Part]:
        own = record.span.pointer + "/"
        for field in record.fields:
            if not field.span.pointer.startswith(own) or field.span.uri != record.span.uri:
                continue  # a base declares it, for others too
            inner = self._types[field.type]
            if isinstance(inner, Nothing):
                continue  # that the member is refused is all that is said of it
            place = (*steps, field.wire)
            called = f"{name}.{field.wire}" if name else field.wire
            null = isinstance(inner, Scalar) and inner.kind == "null"
            yield Part(place, called, field.span, null=null)
            if self._own(field.type):
                yield from self.of(inner, place, called, depth - 1)

    def _own(self, id_: TypeId) -> bool:
        """Whether a type is used in one place only."""
        return self._uses.times.get(id_, 0) <= 1


def _values(type_: Enumeration, steps: Steps, name: str) -> Iterator[Part]:
    for member in type_.members:
        yield Part(steps, name, type_.span, has_value=True, value=member.value)

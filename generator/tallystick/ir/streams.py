"""What the items of a stream are: data, or whole events."""

from collections.abc import Mapping
from typing import Final

from tallystick.ir.api import Content, MediaKind
from tallystick.ir.types import Record, Scalar, Type, TypeId, Union

_FIELDS: Final = frozenset({"event", "id", "retry"})


def is_text(types: Mapping[TypeId, Type], content: Content) -> bool:
    """Whether the data of events are texts as they stand, which no one is to parse as JSON."""
    if content.type is None:
        return True
    return all(_text(types[item]) for item in _data(types, content))


def is_whole(types: Mapping[TypeId, Type], content: Content) -> bool:
    """Whether the schema describes events with their ``event``, ``data`` and ``id``.

    Source: OpenAPI 3.2, Media Type Object, Special Considerations for Server-Sent Events.
    """
    server_sent = "event-stream" in content.media_type.lower()
    if content.kind is not MediaKind.EVENTS or content.type is None or not server_sent:
        return False
    leaves = list(_leaves(types, content.type))
    return bool(leaves) and all(_event(shape) for shape in leaves)


def _event(shape: Type) -> bool:
    wires = {field.wire for field in shape.fields} if isinstance(shape, Record) else set()
    return "data" in wires and bool(wires & _FIELDS)


def _data(types: Mapping[TypeId, Type], content: Content) -> list[TypeId]:
    """Return the types of the data of events."""
    if content.type is None or not is_whole(types, content):
        return [content.type] if content.type else []
    return [
        field.type
        for shape in _leaves(types, content.type)
        for field in (shape.fields if isinstance(shape, Record) else ())
        if field.wire == "data"
    ]


def _text(shape: Type) -> bool:
    return isinstance(shape, Scalar) and shape.kind == "string"


def _leaves(types: Mapping[TypeId, Type], start: TypeId) -> list[Type]:
    """Return the alternatives of a type, those of its alternatives too."""
    found: dict[TypeId, Type] = {}
    pending, seen = [start], set[TypeId]()
    while pending:
        type_id = pending.pop()
        if type_id in seen:
            continue
        seen.add(type_id)
        shape = types[type_id]
        if isinstance(shape, Union):
            pending.extend(shape.variants)
        else:
            found[type_id] = shape
    return list(found.values())

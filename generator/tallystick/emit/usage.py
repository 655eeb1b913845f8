"""Which types an API's messages use, and who sends them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tallystick.ir import (
    Api,
    Array,
    Content,
    Dictionary,
    MediaKind,
    Operation,
    Record,
    Type,
    TypeId,
    Union,
)


class Side(Enum):
    """Who makes a message: the client (strict) or the server (kept as it comes)."""

    REQUEST = "request"
    RESPONSE = "response"


_UNSENT: Final = {Side.REQUEST: "read", Side.RESPONSE: "write", None: ""}
"""Which members a side does not send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Types by the side that sends them, in document order.

    Attributes:
        nested: Types in requests that a user writes as a value of their own (a whole body whose
            members are keyword arguments is not among them).
        tags: (record, wire name) of members whose value tells variants of a union apart.
    """

    requests: tuple[TypeId, ...]
    responses: tuple[TypeId, ...]
    nested: frozenset[TypeId]
    tags: frozenset[tuple[TypeId, str]]


def find(api: Api) -> Usage:
    """Walk all messages that a client sends or receives; refusals are read by the runtime."""
    requests: dict[TypeId, None] = {}
    responses: dict[TypeId, None] = {}
    nested: dict[TypeId, None] = {}
    for number, operation in enumerate((*api.operations, *api.webhooks)):
        sent, got = (requests, responses)
        if number >= len(api.operations):
            sent, got = responses, {}
        for parameter in operation.parameters:
            _walk(api, parameter.type, Side.REQUEST, nested)
        for content in operation.body.contents if operation.body else ():
            _spread(api, content, nested)
            if content.type:
                side = Side.REQUEST if sent is requests else Side.RESPONSE
                _walk(api, content.type, side, sent)
        for content in successes(operation):
            if content.type and content.kind in {MediaKind.JSON, MediaKind.EVENTS}:
                _walk(api, content.type, Side.RESPONSE, got)
    _elsewhere(api, requests, responses, nested)
    for type_id in nested:
        requests.setdefault(type_id)
    return Usage(
        requests=tuple(t for t in api.types if t in requests),
        responses=tuple(t for t in api.types if t in responses),
        nested=frozenset(nested),
        tags=frozenset(_tags(api)),
    )


def _elsewhere(
    api: Api,
    requests: dict[TypeId, None],
    responses: dict[TypeId, None],
    nested: dict[TypeId, None],
) -> None:
    """Note what operations use that were left out."""
    for types, side, found in (
        (api.elsewhere.sent, Side.REQUEST, requests),
        (api.elsewhere.received, Side.RESPONSE, responses),
        (api.elsewhere.nested, Side.REQUEST, nested),
    ):
        for type_id in types & api.types.keys():
            _walk(api, type_id, side, found)


def judged(api: Api, requests: tuple[TypeId, ...]) -> tuple[TypeId, ...]:
    """Return the types in requests that have rules or hold something that has."""
    found = {it for it in requests if any(rule.expression for rule in api.types[it].rules)}
    grown = bool(found)
    while grown:
        parts = {it: children(api.types[it], Side.REQUEST) for it in requests if it not in found}
        more = {it for it, inner in parts.items() if not found.isdisjoint(inner)}
        found |= more
        grown = bool(more)
    return tuple(it for it in requests if it in found)


def successes(operation: Operation) -> Iterator[Content]:
    """Yield the contents of all responses that are no refusals."""
    for response in operation.responses:
        if response.status.startswith("2"):
            yield from response.contents


def children(shape: Type, side: Side | None = None) -> Iterator[TypeId]:
    """Yield the types that a type is made of, as far as one side sends them; None: either."""
    if isinstance(shape, Array):
        yield from shape.prefix
        if shape.items:
            yield shape.items
    elif isinstance(shape, Dictionary):
        yield shape.values
    elif isinstance(shape, Union):
        yield from shape.variants
    elif isinstance(shape, Record):
        unsent = _UNSENT[side]
        yield from (field.type for field in shape.fields if field.direction != unsent)
        yield from (type_id for _, type_id in shape.patterns)
        if rest := undeclared(shape):
            yield rest


def undeclared(shape: Type) -> TypeId | None:
    """Return the type of members that a record does not declare; None for any, and for none."""
    if not isinstance(shape, Record) or isinstance(shape.additional, bool):
        return None
    return shape.additional


def _walk(api: Api, start: TypeId, side: Side, found: dict[TypeId, None]) -> None:
    pending = [start]
    while pending:
        type_id = pending.pop()
        if type_id not in found:
            found[type_id] = None
            pending.extend(children(api.types[type_id], side))


def _spread(api: Api, content: Content, nested: dict[TypeId, None]) -> None:
    """Note what a user writes as a value in a body: the members of a record, else all of it."""
    if content.type is None:
        return
    shape = api.types[content.type]
    if isinstance(shape, Record) and shape.fields:
        for type_id in children(shape, Side.REQUEST):
            _walk(api, type_id, Side.REQUEST, nested)
    else:
        _walk(api, content.type, Side.REQUEST, nested)


def _tags(api: Api) -> Iterator[tuple[TypeId, str]]:
    for shape in api.types.values():
        if isinstance(shape, Union) and shape.discriminator:
            for variant in shape.variants:
                yield variant, shape.discriminator.wire

"""Requests and responses to show: those that the document gives, else the smallest that will do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.emit.targets.docs.faces.face import Call
from tallystick.emit.targets.docs.settings import Names
from tallystick.ir import (
    Api,
    Array,
    Content,
    Enumeration,
    MediaKind,
    Operation,
    Parameter,
    Place,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.ir.types import MISSING
from tallystick.text import Json, SpecText

_PLAIN: Final[dict[str, Json]] = {
    "string": "string",
    "integer": 1,
    "number": 0.5,
    "boolean": True,
    "null": None,
}
_FORMATS: Final[dict[str, Json]] = {
    "uuid": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
    "uri": "https://example.com",
    "date-time": "2026-01-31T12:00:00Z",
    "date": "2026-01-31",
    "email": "someone@example.com",
}
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A response to show."""

    status: str
    title: SpecText | None
    text: str
    language: str


def calls(api: Api, operation: Operation, names: Names) -> Iterator[tuple[SpecText | None, Call]]:
    """Yield requests with what is said of them."""
    given = tuple(
        (item.wire, _parameter(api, item))
        for item in operation.parameters
        if item.required or item.place is Place.PATH
    )
    content = _sent(operation, names)
    if content is None:
        yield None, Call(arguments=given)
        return
    found = [item for item in content.examples if item.value is not MISSING]
    for item in found:
        assert item.value is not MISSING  # noqa: S101 - chosen so
        yield item.summary, Call(arguments=given, body=item.value, media_type=content.media_type)
    if not found:
        body = value(api, content.type) if content.type else None
        yield None, Call(arguments=given, body=body, media_type=content.media_type)


def answers(operation: Operation) -> Iterator[Shown]:
    """Yield the example responses of a document, successes first."""
    for response in sorted(operation.responses, key=lambda item: not item.status.startswith("2")):
        for content in response.contents:
            yield from _shown(response.status, content)


def _shown(status: str, content: Content) -> Iterator[Shown]:
    for item in content.examples:
        if item.value is not MISSING and content.kind is MediaKind.JSON:
            text = json.dumps(item.value, ensure_ascii=False, indent=2)
            yield Shown(status=status, title=item.summary, text=text, language="json")


def _sent(operation: Operation, names: Names) -> Content | None:
    contents = operation.body.contents if operation.body else ()
    wanted = names.body(operation)
    return next((item for item in contents if item.type == wanted), next(iter(contents), None))


def _parameter(api: Api, item: Parameter) -> Json:
    for example in item.examples:
        if example.value is not MISSING:
            return example.value
    return value(api, item.type)


def value(api: Api, type_id: TypeId, depth: int = 0) -> Json:
    """Return a small value of a type: an example, a default, or what must be there."""
    shape = api.types[type_id]
    if shape.doc.examples:
        return shape.doc.examples[0]
    if shape.default is not MISSING:
        return shape.default
    return _made(api, shape, depth)


def _made(api: Api, shape: Type, depth: int) -> Json:
    made: Json = [] if isinstance(shape, Array) else {}
    match shape:
        case Enumeration():
            made = shape.members[0].value if shape.members else None
        case Scalar():
            made = _scalar(shape)
        case Record() if depth < _DEEPEST:
            made = {
                field.wire: field.doc.examples[0]
                if field.doc.examples
                else value(api, field.type, depth + 1)
                for field in shape.fields
                if field.required and field.direction != "read"
            }
        case Array() if depth < _DEEPEST and shape.items is not None:
            made = [value(api, shape.items, depth + 1)]
        case Union() if shape.variants and depth < _DEEPEST:
            made = value(api, shape.variants[0], depth + 1)
    return made


def _scalar(shape: Scalar) -> Json:
    found = _FORMATS.get(shape.format or "", _PLAIN[shape.kind])
    least = shape.minimum if shape.minimum is not None else shape.exclusive_minimum
    if (
        shape.kind in {"integer", "number"}
        and least is not None
        and isinstance(found, (int, float))
    ):
        return max(found, int(least) + 1)
    if isinstance(found, str) and shape.min_length and len(found) < shape.min_length:
        return found.ljust(shape.min_length, "x")
    return found

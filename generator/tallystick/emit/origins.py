"""Where in a document the parts of a generated client come from."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from tallystick.diagnostics import Span, unescape
from tallystick.emit.operations import chosen
from tallystick.ir import Api, Operation, Record
from tallystick.text import Words

Places: TypeAlias = dict[str, tuple[Span, Mapping[str, Span]]]
"""Where a type is declared, and its members, by name."""
_SCHEMAS: Final = "/components/schemas/"


def component_of(span: Span | None) -> str | None:
    """Return the component schema that a place is, or is in."""
    if span is None or not span.pointer.startswith(_SCHEMAS):
        return None
    return unescape(span.pointer[len(_SCHEMAS) :].partition("/")[0])


def wire_keys(
    api: Api, operation: Operation, name: Callable[[Words], str]
) -> dict[str, tuple[str, Span]]:
    """Return what an argument is in the request, and where that is declared, by argument.

    Args:
        api: The API.
        operation: The operation.
        name: How the target writes words.
    """
    found: dict[str, tuple[str, Span]] = {}
    body = operation.body
    content = chosen(body.contents) if body is not None else None
    record = api.types.get(content.type) if content is not None and content.type else None
    for item in operation.parameters:
        key = f"{item.place.value} {item.wire}"
        found.setdefault(name(item.words), (key, item.span))
        found.setdefault(f"{name(item.words)}_{item.place.value}", (key, item.span))
    for field in record.fields if isinstance(record, Record) else ():
        found.setdefault(name(field.words), (f"member {field.wire}", field.span))
        found.setdefault(f"{name(field.words)}_body", (f"member {field.wire}", field.span))
    if body is not None:
        found.setdefault("body", ("body", body.span))
    return found

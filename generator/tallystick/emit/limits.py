"""What a document says and a generated client does not do: reported, never dropped silently."""

from collections.abc import Iterator
from typing import Final

from tallystick.diagnostics import Code, Diagnostic, Span
from tallystick.emit import codes, parts
from tallystick.emit.access import kind_of
from tallystick.emit.operations import chosen, events, server
from tallystick.ir import (
    Api,
    Array,
    Content,
    Dictionary,
    Encoding,
    MediaKind,
    Operation,
    Record,
    SecurityScheme,
    Union,
)

FORMS: Final = frozenset({MediaKind.FORM, MediaKind.MULTIPART})
GIVEN: Final = {MediaKind.TEXT: "text", MediaKind.BINARY: "bytes"}
"""What a client makes of contents that are neither JSON, nor forms, nor streams."""
SHOWN: Final = 3
"""Media types that one message names."""


def find(api: Api, declared: str) -> Iterator[Diagnostic]:
    """Yield what no client does, one diagnostic for each kind and place, in document order.

    Args:
        api: The API.
        declared: What the client calls the declarations of types: ``models``.
    """
    for scheme in api.security:
        if kind_of(scheme) is None:
            message = f"the client has no way to use `{scheme.name}` ({_scheme(scheme)})"
            yield said(codes.SECURITY_UNUSED, message, scheme.span)
    for operation in api.operations:
        yield from _operation(api, operation)
    if api.webhooks:
        many = "1 webhook gets" if len(api.webhooks) == 1 else f"{len(api.webhooks)} webhooks get"
        place = Span(api.resolved.entry.uri, "/webhooks")
        message = f"{many} {declared}, but no code that receives it"
        yield said(codes.CALLBACK_UNUSED, message, place)


def _operation(api: Api, operation: Operation) -> Iterator[Diagnostic]:
    if operation.body:
        yield from _plain(api, chosen(operation.body.contents), "body")
        yield from _unused(operation.body.contents, "body", operation.body.span)
        yield from _encodings(api, chosen(operation.body.contents))
    for response in operation.responses:
        if response.status.startswith("2"):
            yield from _plain(api, chosen(response.contents), "response")
            read = events(response.contents)
            others = tuple(item for item in response.contents if item is not read)
            yield from _unused(others or response.contents, "response", response.span)
    if operation.servers and server(operation) is None:
        message = f"`{operation.id}` is sent to the base URL, not to `{operation.servers[0].url}`"
        yield said(codes.SERVER_UNUSED, message, operation.servers[0].span)
    for callback in operation.callbacks:
        message = f"the callback `{callback.name}` gets no code"
        yield said(codes.CALLBACK_UNUSED, message, callback.span)


def _unused(contents: tuple[Content, ...], what: str, span: Span) -> Iterator[Diagnostic]:
    used = chosen(contents)
    others = [f"`{item.media_type}`" for item in contents if item is not used]
    if used and others:
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        shown = ", ".join(others[:SHOWN]) + more
        message = f"of this {what} the client uses `{used.media_type}`, not {shown}"
        yield said(codes.CONTENT_UNUSED, message, span)


def _plain(api: Api, content: Content | None, what: str) -> Iterator[Diagnostic]:
    """Yield that a structure travels in a format that no client writes or reads."""
    shape = api.types[content.type] if content and content.type else None
    given = GIVEN.get(content.kind) if content else None
    if content and given and isinstance(shape, (Array, Dictionary, Record, Union)):
        message = f"this {what} (`{content.media_type}`) is plain {given} to the client"
        yield said(codes.CONTENT_PLAIN, message, content.span)


def _encodings(api: Api, content: Content | None) -> Iterator[Diagnostic]:
    """Yield what is said of how members of a form are written, and is not followed."""
    if content is None or content.kind not in FORMS:
        return
    shape = api.types[content.type] if content.type else None
    members = shape.fields if isinstance(shape, Record) else ()
    known = {field.wire for field in members}
    for item in content.encodings:
        unread = content.kind is MediaKind.FORM and parts.style(item) is None and _other(item)
        if item.wire not in known or unread:
            place = content.span.child("encoding", item.wire)
            message = f"the encoding of `{item.wire}` is not followed"
            yield said(codes.ENCODING_UNUSED, message, place)


def _other(encoding: Encoding) -> tuple[str, ...]:
    """Return the media types that a member of a form is not written in: forms have no headers."""
    known = [item.partition(";")[0] for item in encoding.content_types]
    return tuple(item for item in known if not item.endswith("json") and item != "text/plain")


def _scheme(scheme: SecurityScheme) -> str:
    return " ".join(part for part in (scheme.kind, scheme.scheme) if part)


def said(code: Code, message: str, span: Span) -> Diagnostic:
    """Return a diagnostic that says what to do instead."""
    return Diagnostic(code=code, message=message, span=span, help=code.instead.rstrip("."))

"""What a document says and a generated client does not do: reported, never dropped silently."""

from collections.abc import Iterator
from typing import Final

from tallystick.diagnostics import Code, Diagnostic, Span
from tallystick.emit import codes
from tallystick.emit.access import kind_of
from tallystick.emit.operations import chosen, server
from tallystick.emit.targets.python import patterns
from tallystick.emit.usage import Usage
from tallystick.ir import (
    Api,
    Content,
    Dictionary,
    MediaKind,
    Operation,
    Record,
    Scalar,
    SecurityScheme,
    Type,
)
from tallystick.ir.keywords import KNOWN
from tallystick.text import SpecText

FORMS: Final = frozenset({MediaKind.FORM, MediaKind.MULTIPART})


def find(api: Api, usage: Usage) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each kind and place, in document order."""
    for scheme in api.security:
        if kind_of(scheme) is None:
            yield _said(
                codes.SECURITY_UNUSED,
                f"the client has no way to use `{scheme.name}` ({_scheme(scheme)})",
                scheme.span,
            )
    for operation in api.operations:
        yield from _operation(operation)
    if api.webhooks:
        many = "1 webhook gets" if len(api.webhooks) == 1 else f"{len(api.webhooks)} webhooks get"
        place = Span(api.resolved.entry.uri, "/webhooks")
        yield _said(codes.CALLBACK_UNUSED, f"{many} models, but no code that receives it", place)
    for type_id in usage.requests:
        yield from _type(api.types[type_id])


def _operation(operation: Operation) -> Iterator[Diagnostic]:
    if operation.body:
        yield from _unused(operation.body.contents, "body", operation.body.span)
        used = chosen(operation.body.contents)
        yield from _encodings(used) if used else ()
    for response in operation.responses:
        if response.status.startswith("2"):
            yield from _unused(response.contents, "response", response.span)
            used = chosen(response.contents)
            if used and used.kind is MediaKind.EVENTS:
                message = f"the events of `{used.media_type}` are returned as text"
                yield _said(codes.STREAM_AS_TEXT, message, used.span)
    if operation.servers and server(operation) is None:
        message = f"`{operation.id}` is sent to the base URL, not to `{operation.servers[0].url}`"
        yield _said(codes.SERVER_UNUSED, message, operation.servers[0].span)
    for callback in operation.callbacks:
        message = f"the callback `{callback.name}` gets no code"
        yield _said(codes.CALLBACK_UNUSED, message, callback.span)


def _unused(contents: tuple[Content, ...], what: str, span: Span) -> Iterator[Diagnostic]:
    used = chosen(contents)
    others = [f"`{item.media_type}`" for item in contents if item is not used]
    if used and others:
        shown = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")  # noqa: PLR2004 - as many as a line holds
        message = f"of this {what} the client uses `{used.media_type}`, not {shown}"
        yield _said(codes.CONTENT_UNUSED, message, span)


def _encodings(content: Content) -> Iterator[Diagnostic]:
    for item in content.encodings if content.kind in FORMS else ():
        told = item.style or item.explode is not None or item.allow_reserved or item.headers
        if told or item.content_types:
            place = content.span.child("encoding", item.wire)
            message = f"the encoding of `{item.wire}` is not followed"
            yield _said(codes.ENCODING_UNUSED, message, place)


def _type(shape: Type) -> Iterator[Diagnostic]:
    for item in shape.residue:
        if item.keyword not in KNOWN:
            continue  # No validator knows it; reading the document has said so.
        message = f"the models do not check `{item.keyword}`"
        yield _said(codes.KEYWORD_UNCHECKED, message, item.span)
    for pattern in _patterns(shape):
        if patterns.translate(pattern.raw) is None:
            message = f"the pattern {pattern.raw!r} cannot be checked in Python"
            yield _said(codes.PATTERN_UNCHECKED, message, shape.span)


def _patterns(shape: Type) -> Iterator[SpecText]:
    if isinstance(shape, Scalar) and shape.pattern:
        yield shape.pattern
    elif isinstance(shape, Dictionary) and shape.key_pattern:
        yield shape.key_pattern
    elif isinstance(shape, Record):
        yield from (pattern for pattern, _ in shape.patterns)


def _scheme(scheme: SecurityScheme) -> str:
    return " ".join(part for part in (scheme.kind, scheme.scheme) if part)


def _said(code: Code, message: str, span: Span) -> Diagnostic:
    return Diagnostic(code=code, message=message, span=span, help=code.instead.rstrip("."))

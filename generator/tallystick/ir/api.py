"""Operations of an API: what can be asked of it, how, and what it answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tallystick.diagnostics import Span
from tallystick.ir.types import MISSING, NO_DOC, Doc, Field, Missing, Record, Type, TypeId
from tallystick.resolve.model import Resolved
from tallystick.text import Json, SpecText, Words


class Place(StrEnum):
    """Where a parameter travels."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


_BODY: Final = re.compile(r"\$response\.body#((?:/(?:[^~/]|~[01])*)*)")

PLACES: Final[dict[str | None, Place]] = {place.value: place for place in Place}
"""Place by its spelling in a document."""


class MediaKind(StrEnum):
    """How a media type's bytes and its schema belong together."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    TEXT = "text"
    BINARY = "binary"
    EVENTS = "events"
    """Server-sent events, JSON lines, JSON text sequences: a stream of items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A named example of a media type or parameter; `value` is MISSING when only external."""

    name: str
    value: "Json | Missing"
    summary: SpecText | None = None
    description: SpecText | None = None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How one member of a form or multipart body is written."""

    wire: str
    content_types: tuple[str, ...] = ()
    style: str | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: "tuple[Header, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One media type of a body or response.

    Attributes:
        media_type: As written, ``application/json``; may be a range, ``image/*``.
        type: Schema of the whole body, or of one item when `kind` is EVENTS; None when unstated.
    """

    media_type: str
    kind: MediaKind
    type: TypeId | None
    encodings: tuple[Encoding, ...] = ()
    examples: tuple[Example, ...] = ()
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an operation.

    Attributes:
        wire: Exact name; hostile.
        style: ``simple``, ``form``, ``label``, ``matrix``, ``spaceDelimited``, ``pipeDelimited``,
            ``deepObject``; the default of its place filled in.
        content: Set when the parameter is serialised by a media type instead of a style.
        idempotency_key: ``x-idempotency-key``: the header that makes a repeated request harmless.
    """

    words: Words
    wire: str
    place: Place
    type: TypeId
    required: bool
    style: str
    explode: bool
    allow_reserved: bool = False
    allow_empty: bool = False
    content: Content | None = None
    idempotency_key: bool = False
    examples: tuple[Example, ...] = ()
    doc: Doc = NO_DOC
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A response header (or one of a multipart part)."""

    wire: str
    type: TypeId | None
    required: bool
    explode: bool = False
    doc: Doc = NO_DOC
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The request body of an operation; at least one content."""

    required: bool
    contents: tuple[Content, ...]
    doc: Doc = NO_DOC
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How a response leads to another operation.

    Attributes:
        operation: `Operation.id` of the target.
        parameters: (parameter name, ``place.name`` or bare; runtime expression or constant).
        body: Runtime expression or constant for the request body, or MISSING.
    """

    name: str
    operation: str
    parameters: tuple[tuple[str, Json], ...]
    body: "Json | Missing" = MISSING
    doc: Doc = NO_DOC
    span: Span


def answered(expression: Json) -> str | None:
    """Return the JSON Pointer of ``$response.body#/id``; None for any other expression.

    Source: OpenAPI 3.1.1, section 4.8.20.3; RFC 6901, section 3.
    """
    found = _BODY.fullmatch(expression) if isinstance(expression, str) else None
    return found[1] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response of an operation.

    Attributes:
        status: ``200``, a range ``4XX``, or ``default``.
    """

    status: str
    contents: tuple[Content, ...]
    headers: tuple[Header, ...] = ()
    links: tuple[Link, ...] = ()
    doc: Doc = NO_DOC
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A base URL; `variables` are (name, default, allowed values).

    One that is not declared has itself as its default, ``{region}``: the URL is then not whole.
    """

    url: str
    variables: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    doc: Doc = NO_DOC
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    """How a caller proves who it is.

    Attributes:
        name: Key under ``components/securitySchemes``.
        kind: ``apiKey``, ``http``, ``oauth2``, ``openIdConnect`` or ``mutualTLS``.
        scheme: For ``http``: ``bearer``, ``basic``..., lower case.
        place: For ``apiKey``: where the key travels; `wire` is its name there.
    """

    name: str
    kind: str
    scheme: str | None = None
    place: Place | None = None
    wire: str | None = None
    bearer_format: str | None = None
    raw: Mapping[str, Json]
    doc: Doc = NO_DOC
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityNeed:
    """One alternative: every named scheme with its scopes. No schemes: anonymous is allowed."""

    schemes: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Requests the server makes: a runtime expression for the URL, and the operations there."""

    name: str
    expression: str
    operations: "tuple[Operation, ...]"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path.

    Attributes:
        id: ``operationId``, or one made from method and path (`declared_id` is then False);
            unique in the API.
        words: The id as words.
        resource: Words of the group it belongs to: first tag, else first fixed path segment.
        method: Lower case.
        path: Template as written, ``/generations/{generation_id}``; hostile.
        parameters: The path item's included, the operation's own winning.
        servers: Own servers; empty means the API's.
        security: Alternatives; empty means that no credentials are needed.
    """

    id: str
    declared_id: bool
    words: Words
    resource: Words
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    security: tuple[SecurityNeed, ...] = ()
    servers: tuple[Server, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    tags: tuple[str, ...] = ()
    doc: Doc = NO_DOC
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """Title and version of the API as the document has them."""

    title: SpecText
    version: str
    doc: Doc = NO_DOC
    contact: Mapping[str, Json] | None = None
    license: Mapping[str, Json] | None = None
    terms: SpecText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A declared tag."""

    name: str
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What operations use that were left out of an `Api`; names of things follow from it.

    Attributes:
        sent: Types in their requests; `nested` those that a caller writes as values of their own.
        received: Types in their responses.
        schemes: Names of the security schemes that they need.
    """

    sent: frozenset[TypeId] = frozenset()
    nested: frozenset[TypeId] = frozenset()
    received: frozenset[TypeId] = frozenset()
    schemes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """A whole API.

    Attributes:
        security: Declared schemes; which are needed stands on each operation.
        types: Every type reachable from an operation or declared as a component.
        resolved: The documents it was lowered from, for exact schemas and for places.
        elsewhere: What operations use that somebody left out; nothing when it is whole.
    """

    info: Info
    servers: tuple[Server, ...]
    security: tuple[SecurityScheme, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    webhooks: tuple[Operation, ...]
    types: Mapping[TypeId, Type]
    resolved: Resolved
    elsewhere: Elsewhere = Elsewhere()

    def fields(self, type_id: TypeId | None) -> tuple[Field, ...]:
        """Return the members of a type, none of what is no object or no type."""
        declared = self.types[type_id] if type_id is not None else None
        return declared.fields if isinstance(declared, Record) else ()

    def default(self, field: Field) -> Json:
        """Return what a member is when nobody gives it, None where nothing is said."""
        own = (
            self.types[field.type].default if isinstance(field.default, Missing) else field.default
        )
        return None if isinstance(own, Missing) else own

"""The IR: one API in no language, as frozen types.

A `Type` is the view that targets generate from: a nominal shape with its bounds. The exact
JSON Schema it was lowered from stays reachable through its `span` (`Api.resolved`), normalised
to 2020-12 spelling; validators, the solver and the diff read that, so nothing is lost when a
shape cannot say everything. Keywords that a shape does not express stand in its `residue`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final, Literal, NewType, TypeAlias

from tallystick.diagnostics import Span
from tallystick.resolve.model import Resolved
from tallystick.rules.model import Rule
from tallystick.text import Json, SpecText, Words

TypeId = NewType("TypeId", str)
"""Key into `Api.types`: the ``uri#pointer`` of the schema; equal ids mean the same declaration."""


class Missing(Enum):
    """Stands where a document says nothing, because null is a value."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING

Direction: TypeAlias = Literal["both", "read", "write"]
"""Who sends a member: ``read`` is readOnly (server only), ``write`` is writeOnly (client only)."""

ScalarKind: TypeAlias = Literal["string", "integer", "number", "boolean", "null"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doc:
    """What a document says to a human about a thing.

    Attributes:
        source: ``x-source``: the page the words come from.
        examples: Example values (``example``, ``examples``), as JSON.
    """

    summary: SpecText | None = None
    description: SpecText | None = None
    deprecated: bool = False
    examples: tuple[Json, ...] = ()
    external: SpecText | None = None
    source: SpecText | None = None


NO_DOC: Final = Doc()


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """A keyword of a schema that its `Type` does not express (``not``, ``if``, ``contains``...)."""

    keyword: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeBase:
    """What every type has.

    Attributes:
        id: Key into `Api.types`.
        words: A proposed name, not unique: the component's name, or one made from the place.
        named: Declared under a name (a component, a ``$defs`` member, a ``title``-less component
            reference); targets give such a type a declaration of its own.
        nullable: ``null`` is also accepted.
        default: JSON value, or `MISSING`.
        rules: ``x-validations`` of the schema (its allOf branches included).
        residue: Keywords that the shape does not express.
        span: The schema; `Api.resolved` has its exact JSON.
    """

    id: TypeId
    words: Words
    named: bool
    span: Span
    doc: Doc = NO_DOC
    nullable: bool = False
    default: Json | Missing = MISSING
    rules: tuple[Rule, ...] = ()
    residue: tuple[Residue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar(TypeBase):
    """A string, number, boolean or null with its bounds.

    Attributes:
        format: As written (``uuid``, ``date-time``, ``int64``, ``binary``...), None when absent.
        exclusive_minimum: 2020-12 meaning: the bound itself is refused.
        content_encoding: ``base64`` and others: the string holds encoded bytes.
    """

    kind: ScalarKind
    format: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: SpecText | None = None
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    multiple_of: float | None = None
    content_encoding: str | None = None
    content_media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumMember:
    """One value of an enumeration.

    Attributes:
        value: Exact JSON; never null (that is `nullable`).
        words: Proposed name; values such as ``"+1"`` and ``"-1"`` may propose the same.
    """

    value: Json
    words: Words
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration(TypeBase):
    """A finite set of values; ``const`` is one with one member.

    Attributes:
        kind: The scalar kind of all members, or None when they are mixed.
        open: ``x-extensible-enum``: values may be added without notice.
    """

    kind: ScalarKind | None
    members: tuple[EnumMember, ...]
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Array(TypeBase):
    """A list.

    Attributes:
        items: Type of the items after `prefix`; None when none may follow (``items: false``).
        prefix: Types of the first items (``prefixItems``).
    """

    items: TypeId | None
    prefix: tuple[TypeId, ...] = ()
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary(TypeBase):
    """An object without declared members: any key, one value type."""

    values: TypeId
    key_pattern: SpecText | None = None
    min_properties: int | None = None
    max_properties: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One member of a `Record`.

    Attributes:
        words: The name as lower-case words, ``("created", "at")``; targets choose the case.
        wire: The exact JSON key, ``"createdAt"``. Never derived from `words`; hostile.
        type: Key into `Api.types`; an id, not an object, so recursive schemas stay finite.
        required: The key must be present. Says nothing about null.
        nullable: Null is accepted here: by the type itself, or beside a reference to it.
        default: Default written at the member (beside a reference too).
        span: Declaration in the source document.
    """

    words: Words
    wire: str
    type: TypeId
    required: bool
    nullable: bool
    direction: Direction = "both"
    default: Json | Missing = MISSING
    doc: Doc = NO_DOC
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a lifecycle.

    Attributes:
        name: The member's value in this state.
        next: States that may follow; empty when the state is terminal.
        requires: Members that a message in this state carries, given and not null.
        forbids: Members that it does not carry (absent or null).
    """

    name: str
    next: tuple[str, ...]
    requires: tuple[str, ...]
    forbids: tuple[str, ...]
    doc: Doc = NO_DOC
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """The state machine of a resource, from ``x-lifecycle`` on its schema.

    Attributes:
        member: Wire name of the member that holds the state.
        initial: State of a message right after creation.
        success: Terminal states that mean the work was done; the other terminals are failures.
        reason: Wire names of the members that say why a failure happened.
        outputs: Wire names of members with what was made.
    """

    member: str
    initial: str
    states: tuple[State, ...]
    success: tuple[str, ...]
    reason: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(TypeBase):
    """An object with declared members; members of allOf branches are merged in.

    Attributes:
        additional: Other members: False refused, True anything, or their type.
        patterns: ``patternProperties`` as (pattern, type).
        dependent_required: (member, members that must come with it).
        bases: Named types that allOf pulled in, in order; their members are in `fields` too.
        lifecycle: The state machine declared on the schema.
    """

    fields: tuple[Field, ...]
    additional: bool | TypeId = True
    patterns: tuple[tuple[SpecText, TypeId], ...] = ()
    dependent_required: tuple[tuple[str, tuple[str, ...]], ...] = ()
    min_properties: int | None = None
    max_properties: int | None = None
    bases: tuple[TypeId, ...] = ()
    lifecycle: Lifecycle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discriminator:
    """The member whose value chooses the variant.

    Attributes:
        wire: Exact JSON key of the member.
        mapping: (value of the member, variant), explicit and implicit names both.
    """

    wire: str
    mapping: tuple[tuple[str, TypeId], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Union(TypeBase):
    """One of several types.

    Attributes:
        exclusive: Exactly one variant matches (``oneOf``); otherwise at least one (``anyOf``,
            and ``type`` arrays).
    """

    variants: tuple[TypeId, ...]
    exclusive: bool
    discriminator: Discriminator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything(TypeBase):
    """Any JSON value (``true``, ``{}``, or a schema whose keywords are all in `residue`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing(TypeBase):
    """No value at all (``false``)."""


Type: TypeAlias = (
    Scalar | Enumeration | Array | Dictionary | Record | Union | Anything | Nothing
)


class Place(StrEnum):
    """Where a parameter travels."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


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
    value: Json | Missing
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
    body: Json | Missing = MISSING
    doc: Doc = NO_DOC
    span: Span


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
    """A base URL; `variables` are (name, default, allowed values)."""

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
class Api:
    """A whole API.

    Attributes:
        security: Declared schemes; which are needed stands on each operation.
        types: Every type reachable from an operation or declared as a component.
        resolved: The documents it was lowered from, for exact schemas and for places.
    """

    info: Info
    servers: tuple[Server, ...]
    security: tuple[SecurityScheme, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    webhooks: tuple[Operation, ...]
    types: Mapping[TypeId, Type]
    resolved: Resolved

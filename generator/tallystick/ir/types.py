"""Types of an API: what bodies, parameters and headers look like, in no language.

A `Type` is the view that targets generate from: a nominal shape with its bounds. The exact
JSON Schema it was lowered from stays reachable through its `span` (`Api.resolved`), normalised
to 2020-12 spelling; validators, the solver and the diff read that, so nothing is lost when a
shape cannot say everything. Keywords that a shape does not express stand in its `residue`.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal, NewType, TypeAlias

from tallystick.diagnostics import Span
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
        examples: Example values (``example``, ``examples``), as JSON: no part of the hash, since
            objects and lists have none.
    """

    summary: SpecText | None = None
    description: SpecText | None = None
    deprecated: bool = False
    examples: tuple[Json, ...] = field(default=(), hash=False)
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
        implied: The schema has no ``type``; its kind was read off its other keywords, so values
            of other kinds pass the exact schema.
        also: Further schemas that a value must satisfy, for a type made of several (a member
            that two allOf branches declare, a variant together with what stands beside it).
        only: The one kind of a ``type`` array that this type stands for, or None.
        span: The schema; `Api.resolved` has its exact JSON.
    """

    id: TypeId
    words: Words
    named: bool
    span: Span
    doc: Doc = NO_DOC
    nullable: bool = False
    default: "Json | Missing" = MISSING
    rules: tuple[Rule, ...] = ()
    residue: tuple[Residue, ...] = ()
    implied: bool = False
    also: tuple[Span, ...] = ()
    only: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar(TypeBase):
    """A string, number, boolean or null with its bounds.

    Attributes:
        format: As written (``uuid``, ``date-time``, ``int64``, ``binary``...), None when absent.
        exclusive_minimum: 2020-12 meaning: the bound itself is refused.
        content_encoding: ``base64`` and others: the string holds encoded bytes.
        presigned: ``x-presigned``: seconds after which the URL no longer works.
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
    presigned: float | None = None


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
    default: "Json | Missing" = MISSING
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
class Discriminator:
    """The member whose value chooses the variant.

    Attributes:
        wire: Exact JSON key of the member.
        mapping: (value of the member, variant), explicit and implicit names both.
    """

    wire: str
    mapping: tuple[tuple[str, TypeId], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(TypeBase):
    """An object with declared members; members of allOf branches are merged in.

    Attributes:
        additional: Other members: False refused, True anything, or their type.
        patterns: ``patternProperties`` as (pattern, type).
        dependent_required: (member, members that must come with it).
        bases: Named types that allOf pulled in, in order; their members are in `fields` too.
        lifecycle: The state machine declared on the schema.
        discriminator: Set on a base whose heirs name it in their allOf; the mapping holds them.
    """

    fields: tuple[Field, ...]
    additional: bool | TypeId = True
    patterns: tuple[tuple[SpecText, TypeId], ...] = ()
    dependent_required: tuple[tuple[str, tuple[str, ...]], ...] = ()
    min_properties: int | None = None
    max_properties: int | None = None
    bases: tuple[TypeId, ...] = ()
    lifecycle: Lifecycle | None = None
    discriminator: Discriminator | None = None


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


Type: TypeAlias = Scalar | Enumeration | Array | Dictionary | Record | Union | Anything | Nothing

"""What a campaign is made of: claims, requests, cases, replies and findings, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Literal, TypeAlias
from urllib.parse import quote

from tallystick.fuzz.light import light
from tallystick.text import Json

Path: TypeAlias = tuple[str | int, ...]
"""Steps from a body to a value in it."""

PRINTABLE: Final = "".join(map(chr, range(33, 127)))
"""What stands in a request line as it is, escapes and the marks of open parameters too."""

Expectation: TypeAlias = Literal["accepted", "refused", "documented"]
"""``documented``: taken or not, the answer must be one that the document lists."""

SECRET: Final = "$TOKEN"  # noqa: S105 - a name, no secret
Caller: TypeAlias = Literal["own", "none", "wrong", "longer", "shorter", "cased", "second"]
"""Whose credentials a request carries. They are added when it is sent: no case holds a secret.

``longer`` and ``shorter`` are one's own with a character more, and one less; ``cased`` has small
letters for capitals, and the other way round.
"""
PLAINLY: Final = frozenset({"valid", "edge"})
"""Kinds of the cases whose bodies break nothing."""
LIST: Final = "list"
"""Kind of the cases that ask for a page of a list."""


class Weight(StrEnum):
    """How much a finding weighs: the loud ones come first, notes never make a command fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that a document says of requests, at one place of one operation.

    Attributes:
        operation: `Operation.id`.
        name: Id of the rule, or ``schema:<keyword>``, or ``request:<thing>`` for the protocol.
        at: Where: a JSON Pointer into the body with ``*`` for indexes, or ``query.limit``.
        variant: Of which variant of a union, where several say something of the place.
    """

    operation: str
    name: str
    at: str = ""
    variant: str = ""

    @property
    def key(self) -> str:
        """One line that names the claim, stable over runs."""
        variant = f" ({self.variant})" if self.variant else ""
        return f"{self.operation} {self.name} {self.at}".rstrip() + variant

    @property
    def rule(self) -> str | None:
        """Id of the rule, or None when the claim is a keyword or the protocol."""
        return None if ":" in self.name else self.name


@light
class Message:
    """One request without credentials.

    Attributes:
        method: Upper case.
        path: Below the base URL, encoded; ``{name}`` stands for a value taken from an answer.
        query: Encoded, without ``?``.
        headers: In the order sent.
        body: Bytes, None for no body.
        caller: Whose credentials it carries.
        carrier: Header that carries the secret, with `SECRET` in its place, where it is not what
            the operation asks for.
        rooted: The path is that of the whole host, and not below the base URL.
    """

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    caller: Caller = "own"
    carrier: str = ""
    rooted: bool = False

    @property
    def target(self) -> str:
        """Path and query, fit for a request line: a template may have letters of any script."""
        path = self.path if self.path.isascii() else quote(self.path, safe=PRINTABLE)
        return f"{path}?{self.query}" if self.query else path


@light
class Named:
    """A resource that a body names: what was planned there is sent as the id of one that exists.

    Attributes:
        path: Steps to the id; empty for a body that is no JSON value, which is searched for it.
        member: Name of the member that holds it.
        planned: What stands there in the plan, in the log and in `Case.value`.
        given: The id that is sent.
        maker: The request that made the resource.
        pointer: Where the id stands in the answer to it.
        ask: The request that asks for the resource, None where there is none.
        until: (member of that answer, its values when it has ended well), None without states.
    """

    path: Path = ()
    member: str
    planned: Json
    given: Json
    maker: "Case"
    pointer: str
    ask: "Case | None" = None
    until: tuple[str, tuple[str, ...]] | None = None


@light
class Case:
    """One request with what must come of it.

    Attributes:
        operation: `Operation.id`.
        kind: ``valid``, ``edge``, ``rule``, ``keyword``, ``protocol``, ``credentials``,
            ``unknown``, ``range``: what family it belongs to.
        claim: What a refused case breaks, or what an edge touches; None for a plain valid one.
        value: The JSON body, None beside `has_value` False for none.
        told: What a form says, before it was written as one.
        touches: Goals that an accepted case covers (``/video/duration = "5s"``).
        takes: Operation whose answer gives the values of ``{name}`` in the path.
        after: The request that was answered with them.
        binds: (name, JSON Pointer into that answer); for one that a header's URL holds, the name
            of the header, a colon, and the path with ``{}`` where it stands.
        item: Which item is meant by those that follow, where the answer is a list.
        names: Resources that the body names.
        tagged: The request whose answer has the tag that the condition of this one names.
        before: Requests that made what the answer shows, each with those it needs.
        until: (member, states that it had before this request was answered so, in order).
        apart: (path parameter, the request that made another resource, JSON Pointer into its
            answer): it is sent with the id of that one; None for what `binds` says.
        led: (query parameter, JSON Pointer): what the page before gave as the position of this
            one; None for others.
    """

    operation: str
    kind: str
    expect: Expectation
    message: Message
    claim: Claim | None = None
    value: Json = None
    has_value: bool = False
    told: Json = None
    touches: tuple[str, ...] = ()
    takes: str = ""
    after: "Case | None" = None
    binds: tuple[tuple[str, str], ...] = ()
    note: str = ""
    names: tuple[Named, ...] = ()
    item: int = 0
    tagged: "Case | None" = None
    before: tuple["Case", ...] = ()
    until: tuple[str, tuple[str, ...]] | None = None
    apart: "tuple[str, Case, str] | None" = None
    led: tuple[str, str] | None = None

    @property
    def by_second(self) -> "Case":
        """The same request, sent by the other caller."""
        return replace(self, message=replace(self.message, caller="second"))


@light
class Reply:
    """What came back.

    Attributes:
        status: HTTP status; 0 when there was no answer.
        headers: Names in lower case.
        error: Why there was no (whole) answer, "" when there was.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str = ""


@light
class Sent:
    """A request that was accepted and may have changed something.

    Attributes:
        case: The request.
        reply: Its answer.
        given: What its path was given.
    """

    case: Case
    reply: Reply
    given: Mapping[str, str]


@light
class Finding:
    """One failure. The same failure met again is counted, another one is never hidden by it.

    Attributes:
        kind: ``valid-refused``, ``invalid-accepted``, ``server-error``...; the oracle's word.
        claim: What was at stake.
        sentence: What happened, for a person.
        case: The smallest known request that shows it.
        reply: What came back.
        count: How many requests showed it.
    """

    kind: str
    weight: Weight
    claim: Claim
    sentence: str
    case: Case
    reply: Reply
    count: int = 1

    @property
    def key(self) -> str:
        """Identity: what a baseline remembers."""
        return f"{self.kind} {self.claim.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A claim that no request isolates, and why."""

    claim: Claim
    reason: str

"""Changes between two versions of an API, and what checks say of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

from tallystick.diagnostics import Severity, Span
from tallystick.diff.kinds import Kind
from tallystick.ir.types import MISSING, Missing
from tallystick.surface import Language
from tallystick.text import Json

Direction: TypeAlias = Literal["request", "response"]
"""Who sends the message: the client or the server. In callbacks and webhooks the server calls."""

Version: TypeAlias = Literal["old", "new"]

Part: TypeAlias = Literal[
    "api", "operation", "parameter", "request-body", "response", "response-header"
]
"""What of an API a change is in."""


class Tier(StrEnum):
    """What a change can hurt.

    ``payload``: messages; ``source``: code that was written or generated for the old version;
    ``policy``: what was promised beside the messages (deprecation, versions, security, tags).
    """

    PAYLOAD = "payload"
    SOURCE = "source"
    POLICY = "policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A message that one version accepts and the other refuses; both judged by the oracles.

    Attributes:
        kind: Who sends it.
        value: The whole body, or the parameter's or header's value. Of a change that is not in a
            schema: the request as ``{"method", "path", ...}``, or the response as the same with
            ``"status"``; see `tallystick.diff.whole.documented`.
        because: The claim that refuses it, one sentence.
    """

    kind: Direction
    value: Json
    accepted_by: Version
    refused_by: Version
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Every message that was fine is fine.

    Attributes:
        method: ``structure``: keyword by keyword; ``solver``: no model of the opposite exists.
        bounds: What limits the proof, one phrase each; none: it holds for all messages.
    """

    method: Literal["structure", "solver"]
    bounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproven:
    """Neither a message that breaks nor a proof was found; `reason` is one phrase."""

    reason: str


Verdict: TypeAlias = Witness | Proof | Unproven


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One fact: something is not as it was. Whether it hurts is for checks to say.

    Attributes:
        kind: What happened.
        part: What of the API it happened in.
        subject: Where, in words for a sentence: ``the query parameter `limit```, ``the member
            `loop` of VideoOptions``. Hostile text is in it: reports escape it.
        before: The value before (a keyword's, a name), MISSING when there was none.
        after: The value after.
        direction: Who sends what is changed; None where no message is.
        component: Name of the component schema it is in, None when it is in none.
        at: JSON Pointer into the message, ``*`` for any item or unnamed member.
        required: The member, parameter, body or header must be present (in the version that has
            it; in the new one when both do).
        operations: The operations it reaches, ``GET /pets/{id}``, in the order of the document;
            none: all of the API.
        old: Place in the old version; for what was added, of what it was added to.
        new: Place in the new version, likewise.
        verdict: What it does to messages; None when it cannot do anything to them.
        announced: The old version told those who read the message to expect this.
        language: The language of the generated client that it is in, None where it is in none.
    """

    kind: Kind
    part: Part
    subject: str
    before: "Json | Missing" = MISSING
    after: "Json | Missing" = MISSING
    direction: Direction | None = None
    component: str | None = None
    at: str = ""
    required: bool = False
    operations: tuple[str, ...] = ()
    old: Span | None = None
    new: Span | None = None
    verdict: Verdict | None = None
    announced: bool = False
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A judgement on one kind of change; one file each in `tallystick.diff.checks`.

    Attributes:
        id: Kebab-case, the file's name; stable over releases.
        on: Kinds of change that it looks at.
        tier: What such a change can hurt.
        severity: What it weighs when it hurts. For the payload tier that is when a witness breaks;
            a change that is unproven is then a warning, one that is proved fine is an info.
        summary: One sentence: what happened.
        why: Whom it hurts and how.
        instead: What to do instead.
        say: The sentence about one change, without full stop; None: not a matter of this check.
        source: Section of a specification, or "".
        aliases: Ids of oasdiff that mean the same, for people who move here.
        former: Ids of our own that it had before, or that it speaks for now.
        docs: A change of words only; left out unless asked for.
    """

    id: str
    on: tuple[Kind, ...]
    tier: Tier
    severity: Severity
    summary: str
    why: str
    instead: str
    say: Callable[[Change], str | None]
    source: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    docs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check says of a change.

    Attributes:
        check: The check.
        change: The change.
        message: One sentence, no full stop. Holds text of the documents: reports escape it.
        severity: After configuration.
        breaking: A message that was fine is refused: there is a witness.
    """

    check: Check
    change: Change
    message: str
    severity: Severity
    breaking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A finding that a baseline knows, and the reason given there."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that is to be said of two versions.

    Attributes:
        old: How the old version is named in reports.
        new: How the new one is.
        findings: Errors first, then in the order of the document.
        proved: Every message that was fine is fine, proved whole; or, when breaking, nothing was
            left undecided.
        suppressed: Findings that a baseline knows.
        titles: Title and version of the API, old and new.
    """

    old: str
    new: str
    findings: tuple[Finding, ...]
    proved: bool
    suppressed: tuple[Suppressed, ...] = ()
    titles: tuple[tuple[str, str], tuple[str, str]] = field(default=(("", ""), ("", "")))

    @property
    def verdict(self) -> Literal["breaking", "compatible", "identical"]:
        """What it comes to."""
        if any(it.breaking for it in self.findings):
            return "breaking"
        said = any(not it.check.docs for it in (*self.findings, *self._known()))
        return "compatible" if said or not self.proved else "identical"

    def _known(self) -> tuple[Finding, ...]:
        return tuple(item.finding for item in self.suppressed)

    def verdict_of(self, direction: Direction) -> Literal["breaking", "compatible", "identical"]:
        """What it comes to for the messages of one sender."""
        mine = [it for it in self.findings if it.change.direction == direction]
        if any(it.breaking for it in mine):
            return "breaking"
        return "compatible" if mine else "identical"

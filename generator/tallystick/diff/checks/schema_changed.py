"""What is accepted changed, and no single difference explains it."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} accepts other messages"


CHECK = Check(
    id="schema-changed",
    on=(Kind.SCHEMA_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="What is accepted changed, and no single difference explains it.",
    why="Several differences together refuse what was sent, or send what was not known.",
    instead="Look at the witness: it names what refuses it.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-body-all-of-added",
        "request-body-all-of-added-annotation-only",
        "request-body-all-of-removed",
        "request-body-all-of-removed-annotation-only",
        "request-property-all-of-added",
        "request-property-all-of-added-annotation-only",
        "request-property-all-of-removed",
        "request-property-all-of-removed-annotation-only",
        "response-body-all-of-added",
        "response-body-all-of-added-annotation-only",
        "response-body-all-of-removed",
        "response-body-all-of-removed-annotation-only",
        "response-property-all-of-added",
        "response-property-all-of-added-annotation-only",
        "response-property-all-of-removed",
        "response-property-all-of-removed-annotation-only",
    ),
    say=say,
)

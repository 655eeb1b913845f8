"""A member became optional."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} became optional"


CHECK = Check(
    id="member-optional",
    on=(Kind.MEMBER_OPTIONAL,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A member became optional.",
    why="In a response a client reads it and finds nothing. In a request nobody is hurt.",
    instead="Keep sending it always.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-property-became-optional",
        "response-property-became-optional",
        "response-write-only-property-became-optional",
    ),
    say=say,
)

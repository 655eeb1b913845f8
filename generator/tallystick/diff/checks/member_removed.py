"""A member is gone."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed"


CHECK = Check(
    id="member-removed",
    on=(Kind.MEMBER_REMOVED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A member is gone.",
    why="In a response a client reads it and finds nothing. In a request it is passed "
    "over, or refused.",
    instead="Keep it, mark it deprecated, and remove it a version later.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-property-removed",
        "response-optional-property-removed",
        "response-optional-write-only-property-removed",
        "response-required-property-removed",
        "response-required-write-only-property-removed",
    ),
    say=say,
)

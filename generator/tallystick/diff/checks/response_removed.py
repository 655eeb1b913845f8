"""A status is not among the answers any more."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed"


CHECK = Check(
    id="response-removed",
    on=(Kind.RESPONSE_REMOVED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A status is not among the answers any more.",
    why="A client that waits for 201 takes 200 for something else.",
    instead="Keep the status of success that clients look for.",
    source="RFC 9110, section 15",
    aliases=(
        "response-non-success-status-removed",
        "response-success-status-removed",
    ),
    say=say,
)

"""An operation may answer with another status."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was added"


CHECK = Check(
    id="response-added",
    on=(Kind.RESPONSE_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.INFO,
    summary="An operation may answer with another status.",
    why="Clients treat a status they do not know as the first of its hundred.",
    instead="Nothing has to be done, if the body says the same.",
    source="RFC 9110, section 15",
    aliases=(
        "response-non-success-status-added",
        "response-success-status-added",
    ),
    say=say,
)

"""Something is not deprecated any more."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} is not deprecated any more"


CHECK = Check(
    id="undeprecated",
    on=(Kind.UNDEPRECATED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="Something is not deprecated any more.",
    why="Good news for those who use it.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, deprecated",
    aliases=(
        "endpoint-reactivated",
        "request-parameter-reactivated",
        "request-property-reactivated",
        "response-property-reactivated",
    ),
    say=say,
)

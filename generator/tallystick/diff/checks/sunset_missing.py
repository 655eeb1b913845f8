"""Something is deprecated, and nobody says until when it works."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} is deprecated without a last day"


CHECK = Check(
    id="sunset-missing",
    on=(Kind.SUNSET_MISSING,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="Something is deprecated, and nobody says until when it works.",
    why="Those who use it cannot plan.",
    instead="Add `x-sunset: 2027-01-31`.",
    source="RFC 8594",
    aliases=(
        "api-deprecated-sunset-missing",
        "request-parameter-deprecated-sunset-missing",
        "request-property-deprecated-sunset-missing",
        "response-property-deprecated-sunset-missing",
    ),
    say=say,
)

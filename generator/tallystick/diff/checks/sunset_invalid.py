"""The announced last day is no date."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"the last day of {change.subject} is no date: {shown(change.after)}"


CHECK = Check(
    id="sunset-invalid",
    on=(Kind.SUNSET_INVALID,),
    tier=Tier.POLICY,
    severity=Severity.ERROR,
    summary="The announced last day is no date.",
    why="Nobody can plan by it.",
    instead="Write a date of RFC 3339: `x-sunset: 2027-01-31`.",
    source="RFC 8594",
    aliases=(
        "api-deprecated-sunset-parse",
        "api-path-sunset-parse",
        "request-parameter-sunset-parse",
        "request-property-deprecated-sunset-invalid",
        "response-property-deprecated-sunset-invalid",
    ),
    say=say,
)

"""The announced last day comes sooner than promised."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} ends on {shown(change.after)}, sooner than the policy allows"


CHECK = Check(
    id="sunset-too-early",
    on=(Kind.SUNSET_TOO_EARLY,),
    tier=Tier.POLICY,
    severity=Severity.ERROR,
    summary="The announced last day comes sooner than promised.",
    why="Those who use it have less time than the policy says.",
    instead="Announce a later day.",
    source="RFC 8594",
    aliases=(
        "api-sunset-date-too-small",
        "request-parameter-sunset-date-too-small",
        "request-property-sunset-date-too-small",
        "response-property-sunset-date-too-small",
    ),
    say=say,
)

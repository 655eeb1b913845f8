"""The announced last day was moved or taken back."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown
from tallystick.ir.types import MISSING


def say(change: Change) -> str:
    """Say it of one change."""
    if change.after is MISSING:
        return f"{change.subject} lost its last day {shown(change.before)}"
    before, after = shown(change.before), shown(change.after)
    return f"the last day of {change.subject} moved from {before} to {after}"


CHECK = Check(
    id="sunset-changed",
    on=(Kind.SUNSET_CHANGED,),
    tier=Tier.POLICY,
    severity=Severity.ERROR,
    summary="The announced last day was moved or taken back.",
    why="Those who planned by it have less time, or do not know any more.",
    instead="Move the day later only.",
    source="RFC 8594",
    aliases=(
        "api-sunset-date-changed-too-small",
        "request-parameter-sunset-date-changed-too-small",
        "request-parameter-sunset-deleted",
        "sunset-deleted",
    ),
    say=say,
)

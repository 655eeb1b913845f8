"""A member of a generated type may be absent or null."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str | None:
    """Say it of one change."""
    read = change.direction == "response"
    return f"code that reads {change.subject} has to expect that there is none" if read else None


CHECK = Check(
    id="code-member-optional",
    on=(Kind.MEMBER_OPTIONAL, Kind.NULL_ALLOWED),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A member of a generated type may be absent or null.",
    why="Type checkers refuse code that reads it without a look.",
    instead="Keep sending it always.",
    say=say,
)

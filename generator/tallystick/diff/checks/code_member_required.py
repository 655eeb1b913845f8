"""A generated type needs one more member to be made."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str | None:
    """Say it of one change."""
    needed = change.required and change.direction == "request"
    return f"generated types need {change.subject} to be made" if needed else None


CHECK = Check(
    id="code-member-required",
    on=(Kind.MEMBER_ADDED, Kind.MEMBER_REQUIRED),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A generated type needs one more member to be made.",
    why="Code that makes the type without it no longer builds.",
    instead="Keep it optional.",
    say=say,
)

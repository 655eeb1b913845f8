"""A generated method needs one more argument."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str | None:
    """Say it of one change."""
    needed = change.required and change.direction == "request"
    return f"generated methods need an argument for {change.subject}" if needed else None


CHECK = Check(
    id="code-argument-required",
    on=(Kind.PARAMETER_ADDED, Kind.PARAMETER_REQUIRED, Kind.BODY_REQUIRED),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A generated method needs one more argument.",
    why="Code that does not pass it no longer builds.",
    instead="Keep it optional.",
    say=say,
)

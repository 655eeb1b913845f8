"""Generated clients lose a method."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"generated clients have no method for {change.subject} any more"


CHECK = Check(
    id="code-method-removed",
    on=(Kind.OPERATION_REMOVED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="Generated clients lose a method.",
    why="Code that calls it no longer builds, whether the server still answers or not.",
    instead="Keep the operation, deprecated, for one version.",
    say=say,
)

"""A generated method loses an argument."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"generated methods have no argument for {change.subject} any more"


CHECK = Check(
    id="code-argument-removed",
    on=(Kind.PARAMETER_REMOVED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A generated method loses an argument.",
    why="Code that passes it no longer builds.",
    instead="Keep the parameter, deprecated, for one version.",
    say=say,
)

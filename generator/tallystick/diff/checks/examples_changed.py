"""Examples changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"the examples of {change.subject} changed"


CHECK = Check(
    id="examples-changed",
    on=(Kind.EXAMPLES_CHANGED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="Examples changed.",
    why="Documentation shows something else.",
    instead="Nothing has to be done.",
    docs=True,
    say=say,
)

"""The states of a resource changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"the lifecycle of {change.subject} changed"


CHECK = Check(
    id="lifecycle-changed",
    on=(Kind.LIFECYCLE_CHANGED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="The states of a resource changed.",
    why="Generated clients wait until a state is final: they may wait for the wrong one.",
    instead="Add states between; keep the final ones.",
    source="x-lifecycle",
    say=say,
)

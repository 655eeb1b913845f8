"""A callback was added."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"the callback {change.subject} was added"


CHECK = Check(
    id="callback-added",
    on=(Kind.CALLBACK_ADDED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="A callback was added.",
    why="Callers who do not register for it never see it.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Callback Object",
    say=say,
)

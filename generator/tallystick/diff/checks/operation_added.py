"""An operation was added."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was added"


CHECK = Check(
    id="operation-added",
    on=(Kind.OPERATION_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.INFO,
    summary="An operation was added.",
    why="Nobody called it before, so nobody is hurt.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Paths Object",
    aliases=("endpoint-added",),
    say=say,
)

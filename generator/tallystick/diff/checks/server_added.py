"""A server was added."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was added"


CHECK = Check(
    id="server-added",
    on=(Kind.SERVER_ADDED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="A server was added.",
    why="Nobody is hurt by one more address.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Server Object",
    say=say,
)

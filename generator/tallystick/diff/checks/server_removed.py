"""A server is not listed any more."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed"


CHECK = Check(
    id="server-removed",
    on=(Kind.SERVER_REMOVED,),
    tier=Tier.POLICY,
    severity=Severity.WARNING,
    summary="A server is not listed any more.",
    why="Callers who have its address may find nobody there.",
    instead="Let the old address answer, or redirect, until nobody calls it.",
    source="OpenAPI 3.1, Server Object",
    say=say,
)

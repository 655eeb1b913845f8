"""A link is gone."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed"


CHECK = Check(
    id="link-removed",
    on=(Kind.LINK_REMOVED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A link is gone.",
    why="Generated clients that follow it lose the method that did.",
    instead="Keep the link while the operation is there.",
    source="OpenAPI 3.1, Link Object",
    say=say,
)

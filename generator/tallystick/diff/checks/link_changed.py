"""A link leads elsewhere, or carries something else."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} leads elsewhere, or carries something else"


CHECK = Check(
    id="link-changed",
    on=(Kind.LINK_CHANGED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A link leads elsewhere, or carries something else.",
    why="Generated clients follow links by themselves: they now call something else.",
    instead="Add a link under another name and keep this one.",
    source="OpenAPI 3.1, Link Object",
    say=say,
)

"""A link leads from a response to an operation."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was added"


CHECK = Check(
    id="link-added",
    on=(Kind.LINK_ADDED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="A link leads from a response to an operation.",
    why="Nobody followed it before.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Link Object",
    say=say,
)

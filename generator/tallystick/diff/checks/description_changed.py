"""A description changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"the description of {change.subject} changed"


CHECK = Check(
    id="description-changed",
    on=(Kind.DESCRIPTION_CHANGED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="A description changed.",
    why="It may say something that no schema can.",
    instead="Nothing has to be done.",
    docs=True,
    say=say,
)

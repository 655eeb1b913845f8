"""A rule between members was added."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was added"


CHECK = Check(
    id="rule-added",
    on=(Kind.RULE_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A rule between members was added.",
    why="Requests that break it are refused now.",
    instead="Announce it, and refuse from the next version on.",
    source="x-validations",
    say=say,
)

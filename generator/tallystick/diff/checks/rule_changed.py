"""A rule between members changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} changed"


CHECK = Check(
    id="rule-changed",
    on=(Kind.RULE_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A rule between members changed.",
    why="Requests that kept the old rule may break the new one.",
    instead="Loosen rules for what is taken, tighten them for what is sent.",
    source="x-validations",
    say=say,
)

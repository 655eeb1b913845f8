"""A rule between members is gone."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed"


CHECK = Check(
    id="rule-removed",
    on=(Kind.RULE_REMOVED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A rule between members is gone.",
    why="In a response a client meets what the rule excluded.",
    instead="Keep the rule for what is sent.",
    source="x-validations",
    say=say,
)

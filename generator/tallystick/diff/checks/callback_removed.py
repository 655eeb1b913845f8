"""A callback is gone."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"the callback {change.subject} was removed"


CHECK = Check(
    id="callback-removed",
    on=(Kind.CALLBACK_REMOVED,),
    tier=Tier.POLICY,
    severity=Severity.WARNING,
    summary="A callback is gone.",
    why="Callers who wait for it wait for ever. No message shows what is never sent.",
    instead="Keep sending it until every caller has another way to learn of it.",
    source="OpenAPI 3.1, Callback Object",
    say=say,
)

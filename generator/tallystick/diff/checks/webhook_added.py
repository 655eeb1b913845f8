"""A webhook was added."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"the webhook {change.subject} was added"


CHECK = Check(
    id="webhook-added",
    on=(Kind.WEBHOOK_ADDED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="A webhook was added.",
    why="Receivers who did not register for it never see it.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, webhooks",
    aliases=("webhook-added",),
    say=say,
)

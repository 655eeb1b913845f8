"""A webhook is gone."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"the webhook {change.subject} was removed"


CHECK = Check(
    id="webhook-removed",
    on=(Kind.WEBHOOK_REMOVED,),
    tier=Tier.POLICY,
    severity=Severity.ERROR,
    summary="A webhook is gone.",
    why="Receivers who wait for it wait for ever. No message shows what is never sent.",
    instead="Keep sending it until every receiver has another way to learn of it.",
    source="OpenAPI 3.1, webhooks",
    aliases=("webhook-removed",),
    say=say,
)

"""An operation takes no body any more."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed"


CHECK = Check(
    id="request-body-removed",
    on=(Kind.BODY_REMOVED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="An operation takes no body any more.",
    why="Clients still send one: it is refused, or what they asked for is passed over.",
    instead="Keep taking the body until nobody sends it.",
    source="OpenAPI 3.1, Request Body Object",
    aliases=("request-body-removed",),
    say=say,
)

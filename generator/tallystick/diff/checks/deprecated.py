"""Something is deprecated."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown
from tallystick.ir.types import MISSING


def say(change: Change) -> str:
    """Say it of one change."""
    if change.after is MISSING:
        return f"{change.subject} is deprecated"
    return f"{change.subject} is deprecated and ends on {shown(change.after)}"


CHECK = Check(
    id="deprecated",
    on=(Kind.DEPRECATED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="Something is deprecated.",
    why="Those who use it should know, and when it ends.",
    instead="Say the day in `x-sunset`, and what to use instead in the description.",
    source="OpenAPI 3.1, deprecated",
    aliases=(
        "endpoint-deprecated",
        "endpoint-deprecated-with-sunset",
        "request-parameter-deprecated",
        "request-property-deprecated",
        "request-property-deprecated-with-sunset",
        "response-property-deprecated",
        "response-property-deprecated-with-sunset",
    ),
    say=say,
)

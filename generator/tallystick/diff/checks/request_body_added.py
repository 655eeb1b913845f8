"""An operation takes a body now."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    needed = "required" if change.required else "optional"
    return f"{change.subject} was added, and is {needed}"


CHECK = Check(
    id="request-body-added",
    on=(Kind.BODY_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="An operation takes a body now.",
    why="If it is required, requests without one are refused.",
    instead="Make it optional.",
    source="OpenAPI 3.1, Request Body Object",
    aliases=(
        "request-body-added-optional",
        "request-body-added-required",
    ),
    say=say,
)

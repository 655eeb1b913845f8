"""The body became required."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} became required"


CHECK = Check(
    id="request-body-required",
    on=(Kind.BODY_REQUIRED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="The body became required.",
    why="Requests without one are refused.",
    instead="Keep it optional.",
    source="OpenAPI 3.1, Request Body Object",
    aliases=("request-body-became-required",),
    say=say,
)

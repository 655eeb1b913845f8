"""The body became optional."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} became optional"


CHECK = Check(
    id="request-body-optional",
    on=(Kind.BODY_OPTIONAL,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="The body became optional.",
    why="Nobody who sends one is hurt.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Request Body Object",
    aliases=("request-body-became-optional",),
    say=say,
)

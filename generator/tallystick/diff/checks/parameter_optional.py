"""A parameter became optional."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} became optional"


CHECK = Check(
    id="parameter-optional",
    on=(Kind.PARAMETER_OPTIONAL,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A parameter became optional.",
    why="Nobody who sends it is hurt.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Parameter Object",
    aliases=("request-parameter-became-optional",),
    say=say,
)

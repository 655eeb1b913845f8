"""A parameter became required."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} became required"


CHECK = Check(
    id="parameter-required",
    on=(Kind.PARAMETER_REQUIRED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A parameter became required.",
    why="Requests without it are refused.",
    instead="Keep it optional, with a default.",
    source="OpenAPI 3.1, Parameter Object",
    aliases=(
        "request-header-property-became-required",
        "request-parameter-became-required",
    ),
    say=say,
)

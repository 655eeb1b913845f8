"""A header of a response is always there now."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} became required"


CHECK = Check(
    id="response-header-required",
    on=(Kind.HEADER_REQUIRED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A header of a response is always there now.",
    why="Nobody is hurt.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Header Object",
    say=say,
)

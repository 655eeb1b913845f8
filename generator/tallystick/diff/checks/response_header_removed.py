"""A header of a response is gone."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed"


CHECK = Check(
    id="response-header-removed",
    on=(Kind.HEADER_REMOVED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A header of a response is gone.",
    why="Clients that read it find nothing; if it was required, it was promised.",
    instead="Keep sending it.",
    source="OpenAPI 3.1, Header Object",
    aliases=(
        "optional-response-header-removed",
        "required-response-header-removed",
    ),
    say=say,
)

"""A header of a response may be missing."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} became optional"


CHECK = Check(
    id="response-header-optional",
    on=(Kind.HEADER_OPTIONAL,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A header of a response may be missing.",
    why="Clients read it without a look whether it is there.",
    instead="Keep sending it always.",
    source="OpenAPI 3.1, Header Object",
    aliases=("response-header-became-optional",),
    say=say,
)

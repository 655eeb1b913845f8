"""A response has another header."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was added"


CHECK = Check(
    id="response-header-added",
    on=(Kind.HEADER_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A response has another header.",
    why="Clients pass over headers they do not know.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Header Object",
    aliases=("response-header-added",),
    say=say,
)

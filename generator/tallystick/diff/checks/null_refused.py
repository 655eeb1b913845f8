"""Null is refused now."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} may not be null any more"


CHECK = Check(
    id="null-refused",
    on=(Kind.NULL_REFUSED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Null is refused now.",
    why="Clients that send null are refused.",
    instead="Keep taking null, and read it as absent.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-body-became-not-nullable",
        "request-parameter-became-not-nullable",
        "request-parameter-property-became-not-nullable",
        "request-property-became-not-nullable",
        "response-body-became-not-nullable",
        "response-header-became-not-nullable",
        "response-property-became-not-nullable",
    ),
    say=say,
)

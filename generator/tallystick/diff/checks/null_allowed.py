"""Null is allowed now."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} may be null"


CHECK = Check(
    id="null-allowed",
    on=(Kind.NULL_ALLOWED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Null is allowed now.",
    why="A client reads a value that was always there and finds null.",
    instead="Leave the member out instead, if it is optional.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-body-became-nullable",
        "request-parameter-became-nullable",
        "request-parameter-property-became-nullable",
        "request-property-became-nullable",
        "response-body-became-nullable",
        "response-header-became-nullable",
        "response-property-became-nullable",
    ),
    say=say,
)

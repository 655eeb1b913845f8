"""Only listed values are allowed now."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import listed


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} is now one of {listed(change.after)}"


CHECK = Check(
    id="enum-added",
    on=(Kind.ENUM_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Only listed values are allowed now.",
    why="A client that sends another is refused.",
    instead="List every value that is in use.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-body-became-enum",
        "request-body-const-added",
        "request-body-const-changed",
        "request-header-property-became-enum",
        "request-parameter-became-enum",
        "request-property-became-enum",
        "request-property-const-added",
        "request-property-const-changed",
        "response-body-const-added",
        "response-body-const-changed",
        "response-property-const-added",
        "response-property-const-changed",
    ),
    say=say,
)

"""An enumeration lost values."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import values


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} lost the {values(change.before)}"


CHECK = Check(
    id="enum-values-removed",
    on=(Kind.ENUM_VALUES_REMOVED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="An enumeration lost values.",
    why="A client that still sends one of them is refused. In a response the value is "
    "just never seen again.",
    instead="Keep taking the value, mark it deprecated, and map it to its successor.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-body-enum-value-removed",
        "request-parameter-enum-value-removed",
        "request-parameter-property-enum-value-removed",
        "request-property-enum-value-removed",
        "request-read-only-property-enum-value-removed",
        "response-mediatype-enum-value-removed",
        "response-property-enum-value-removed",
    ),
    say=say,
)

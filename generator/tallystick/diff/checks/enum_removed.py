"""Any value is allowed where only listed ones were."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import listed


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} is no longer one of {listed(change.before)}"


CHECK = Check(
    id="enum-removed",
    on=(Kind.ENUM_REMOVED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Any value is allowed where only listed ones were.",
    why="In a response a client meets a value that it does not know.",
    instead="Keep the list, and let it grow (`x-extensible-enum: true`).",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-body-const-removed",
        "request-property-const-removed",
        "response-body-const-removed",
        "response-property-const-removed",
    ),
    say=say,
)

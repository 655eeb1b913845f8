"""An enumeration has more values."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import values


def say(change: Change) -> str:
    """Say it of one change."""
    said = ", as it was said that it grows" if change.announced else ""
    return f"{change.subject} has the new {values(change.after)}{said}"


CHECK = Check(
    id="enum-values-added",
    on=(Kind.ENUM_VALUES_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="An enumeration has more values.",
    why="In a response a client meets a value that it does not know. In a request nobody is hurt.",
    instead="Announce that the enumeration grows (`x-extensible-enum: true`), so that "
    "clients are ready.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-parameter-enum-value-added",
        "request-parameter-property-enum-value-added",
        "request-property-enum-value-added",
        "response-property-enum-value-added",
        "response-write-only-property-enum-value-added",
    ),
    say=say,
)

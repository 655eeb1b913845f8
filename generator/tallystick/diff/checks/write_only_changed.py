"""Who sends a member changed (`writeOnly`)."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    said = "only the client sends" if change.after else "the server may send too"
    return f"{change.subject} is now what {said}"


CHECK = Check(
    id="write-only-changed",
    on=(Kind.WRITE_ONLY_CHANGED,),
    tier=Tier.SOURCE,
    severity=Severity.INFO,
    summary="Who sends a member changed (`writeOnly`).",
    why="Generated code has the member in other types.",
    instead="Add a member instead.",
    source="JSON Schema 2020-12, validation, section 9",
    aliases=(
        "request-optional-property-became-not-write-only",
        "request-optional-property-became-write-only",
        "request-required-property-became-not-write-only",
        "request-required-property-became-write-only",
        "response-optional-property-became-not-write-only",
        "response-optional-property-became-write-only",
        "response-required-property-became-not-write-only",
        "response-required-property-became-write-only",
    ),
    say=say,
)

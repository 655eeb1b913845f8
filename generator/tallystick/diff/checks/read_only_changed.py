"""Who sends a member changed (`readOnly`)."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    said = "only the server sends" if change.after else "the client may send too"
    return f"{change.subject} is now what {said}"


CHECK = Check(
    id="read-only-changed",
    on=(Kind.READ_ONLY_CHANGED,),
    tier=Tier.SOURCE,
    severity=Severity.INFO,
    summary="Who sends a member changed (`readOnly`).",
    why="Generated code has the member in other types.",
    instead="Add a member instead.",
    source="JSON Schema 2020-12, validation, section 9",
    aliases=(
        "request-optional-property-became-not-read-only",
        "request-optional-property-became-read-only",
        "request-required-property-became-not-read-only",
        "request-required-property-became-read-only",
        "response-optional-property-became-not-read-only",
        "response-optional-property-became-read-only",
        "response-required-property-became-not-read-only",
        "response-required-property-became-read-only",
    ),
    say=say,
)

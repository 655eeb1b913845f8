"""Members that nobody names are refused, taken, or must be of a type."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "stand on unnamed members")


CHECK = Check(
    id="additional-members-changed",
    on=(Kind.ADDITIONAL_MEMBERS_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Members that nobody names are refused, taken, or must be of a type.",
    why="A client that sends one more member is refused.",
    instead="Keep taking them, and pass over them.",
    source="JSON Schema 2020-12, core, section 10",
    say=say,
)

"""A value has another format."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "format")


CHECK = Check(
    id="format-changed",
    on=(Kind.FORMAT_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A value has another format.",
    why="A text that is sent today may not have it; validators differ in whether they look.",
    instead="Take both formats.",
    source="JSON Schema 2020-12, validation, section 7",
    say=say,
)

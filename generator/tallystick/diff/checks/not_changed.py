"""Something else is excluded (`not`)."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "exclusion")


CHECK = Check(
    id="not-changed",
    on=(Kind.NOT_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Something else is excluded (`not`).",
    why="What is sent today may be excluded.",
    instead="Take it, and answer what it means.",
    source="JSON Schema 2020-12, core, section 10",
    say=say,
)

"""An object may have fewer, or more, members than before; or it may not."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "number of members")


CHECK = Check(
    id="member-count-changed",
    on=(Kind.MEMBER_COUNT_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="An object may have fewer, or more, members than before; or it may not.",
    why="An object that is sent today does not fit any more.",
    instead="Widen what is taken, narrow what is sent.",
    source="JSON Schema 2020-12, validation, section 6",
    say=say,
)

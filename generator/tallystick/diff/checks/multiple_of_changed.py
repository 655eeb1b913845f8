"""A number must be a multiple of another one."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "multipleOf")


CHECK = Check(
    id="multiple-of-changed",
    on=(Kind.MULTIPLE_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A number must be a multiple of another one.",
    why="Numbers between the steps are refused.",
    instead="Round what is taken instead.",
    source="JSON Schema 2020-12, validation, section 6",
    say=say,
)

"""Items of a list must differ, or need not any more."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    said = "must differ" if change.after else "need not differ any more"
    return f"the items of {change.subject} {said}"


CHECK = Check(
    id="unique-items-changed",
    on=(Kind.UNIQUE_ITEMS_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Items of a list must differ, or need not any more.",
    why="A list that holds something twice is refused.",
    instead="Drop what is there twice instead of refusing it.",
    source="JSON Schema 2020-12, validation, section 6",
    say=say,
)

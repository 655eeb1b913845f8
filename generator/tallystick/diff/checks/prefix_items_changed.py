"""A list has more, or fewer, items of their own kind."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    before, after = change.before, change.after
    return f"{change.subject} has {after} items of their own kind, {before} before"


CHECK = Check(
    id="prefix-items-changed",
    on=(Kind.PREFIX_ITEMS_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A list has more, or fewer, items of their own kind.",
    why="What stands at a place is not what is expected there.",
    instead="Add items at the end only, and let lists end early.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-body-prefix-items-added",
        "request-body-prefix-items-removed",
        "request-property-prefix-items-added",
        "request-property-prefix-items-removed",
        "response-body-prefix-items-added",
        "response-body-prefix-items-removed",
        "response-property-prefix-items-added",
        "response-property-prefix-items-removed",
    ),
    say=say,
)

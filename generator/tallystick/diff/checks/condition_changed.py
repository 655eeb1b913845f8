"""A condition (`if`, `then`, `else`) changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "condition")


CHECK = Check(
    id="condition-changed",
    on=(Kind.CONDITION_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A condition (`if`, `then`, `else`) changed.",
    why="What is sent today may now be in the other case.",
    instead="Make the demand in a new member.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-body-else-added",
        "request-body-else-removed",
        "request-body-if-added",
        "request-body-if-removed",
        "request-body-then-added",
        "request-body-then-removed",
        "request-property-else-added",
        "request-property-else-removed",
        "request-property-if-added",
        "request-property-if-removed",
        "request-property-then-added",
        "request-property-then-removed",
        "response-body-else-added",
        "response-body-else-removed",
        "response-body-if-added",
        "response-body-if-removed",
        "response-body-then-added",
        "response-body-then-removed",
        "response-property-else-added",
        "response-property-else-removed",
        "response-property-if-added",
        "response-property-if-removed",
        "response-property-then-added",
        "response-property-then-removed",
    ),
    say=say,
)

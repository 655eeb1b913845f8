"""A text follows another pattern."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "pattern")


CHECK = Check(
    id="pattern-changed",
    on=(Kind.PATTERN_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A text follows another pattern.",
    why="A text that is sent today may not match any more.",
    instead="Take what matches either pattern.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-parameter-pattern-added",
        "request-parameter-pattern-changed",
        "request-parameter-pattern-generalized",
        "request-parameter-pattern-removed",
        "request-property-pattern-added",
        "request-property-pattern-changed",
        "request-property-pattern-generalized",
        "request-property-pattern-removed",
        "response-property-pattern-added",
        "response-property-pattern-changed",
        "response-property-pattern-removed",
    ),
    say=say,
)

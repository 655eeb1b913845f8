"""Members whose name matches a pattern must be of a type, or need not any more."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "demand for members by pattern")


CHECK = Check(
    id="pattern-members-changed",
    on=(Kind.PATTERN_MEMBERS_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Members whose name matches a pattern must be of a type, or need not any more.",
    why="What is sent under such a name is refused.",
    instead="Choose names that nobody uses.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-body-pattern-property-added",
        "request-body-pattern-property-removed",
        "request-property-pattern-property-added",
        "request-property-pattern-property-removed",
        "response-body-pattern-property-added",
        "response-body-pattern-property-removed",
        "response-property-pattern-property-added",
        "response-property-pattern-property-removed",
    ),
    say=say,
)

"""Names of members follow another schema."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "demand for names")


CHECK = Check(
    id="member-names-changed",
    on=(Kind.MEMBER_NAMES_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Names of members follow another schema.",
    why="Names that are sent today are refused.",
    instead="Take the old names too.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-body-property-names-added",
        "request-body-property-names-removed",
        "request-property-property-names-added",
        "request-property-property-names-removed",
        "response-body-property-names-added",
        "response-body-property-names-removed",
        "response-property-property-names-added",
        "response-property-property-names-removed",
    ),
    say=say,
)

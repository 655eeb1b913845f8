"""A member makes other demands on the whole object."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "demands that a member makes")


CHECK = Check(
    id="dependent-schema-changed",
    on=(Kind.DEPENDENT_SCHEMA_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A member makes other demands on the whole object.",
    why="Requests that have the member do not meet them.",
    instead="Make the demands in a new member.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-body-dependent-schema-added",
        "request-body-dependent-schema-removed",
        "request-property-dependent-schema-added",
        "request-property-dependent-schema-removed",
        "response-body-dependent-schema-added",
        "response-body-dependent-schema-removed",
        "response-property-dependent-schema-added",
        "response-property-dependent-schema-removed",
    ),
    say=say,
)

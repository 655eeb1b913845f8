"""A text holds something else."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "encoded content")


CHECK = Check(
    id="encoded-content-changed",
    on=(Kind.ENCODED_CONTENT_CHANGED,),
    tier=Tier.POLICY,
    severity=Severity.WARNING,
    summary="A text holds something else.",
    why="No validator looks inside: a client decodes what it gets in the old way.",
    instead="Add a member for the new content.",
    source="JSON Schema 2020-12, validation, section 8",
    aliases=(
        "request-body-content-encoding-changed",
        "request-body-content-media-type-changed",
        "request-body-content-schema-added",
        "request-body-content-schema-removed",
        "request-property-content-encoding-changed",
        "request-property-content-media-type-changed",
        "request-property-content-schema-added",
        "request-property-content-schema-removed",
        "response-body-content-encoding-changed",
        "response-body-content-media-type-changed",
        "response-body-content-schema-added",
        "response-body-content-schema-removed",
        "response-property-content-encoding-changed",
        "response-property-content-media-type-changed",
        "response-property-content-schema-added",
        "response-property-content-schema-removed",
    ),
    say=say,
)

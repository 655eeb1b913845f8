"""Another type of value is taken or sent."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "type")


CHECK = Check(
    id="type-changed",
    on=(Kind.TYPE_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Another type of value is taken or sent.",
    why="What one side sends the other does not understand.",
    instead="Add a member of the new type and keep the old one.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-body-list-of-types-narrowed",
        "request-body-list-of-types-widened",
        "request-body-media-type-schema-added",
        "request-body-media-type-schema-removed",
        "request-body-type-changed",
        "request-body-type-compatible",
        "request-body-type-generalized",
        "request-parameter-list-of-types-narrowed",
        "request-parameter-list-of-types-widened",
        "request-parameter-property-list-of-types-narrowed",
        "request-parameter-property-list-of-types-widened",
        "request-parameter-property-type-changed",
        "request-parameter-property-type-generalized",
        "request-parameter-property-type-specialized",
        "request-parameter-type-changed",
        "request-parameter-type-generalized",
        "request-property-list-of-types-narrowed",
        "request-property-list-of-types-widened",
        "request-property-type-changed",
        "request-property-type-compatible",
        "request-property-type-generalized",
        "response-body-list-of-types-narrowed",
        "response-body-list-of-types-widened",
        "response-body-media-type-schema-added",
        "response-body-media-type-schema-removed",
        "response-body-type-changed",
        "response-body-type-compatible",
        "response-body-type-generalized",
        "response-body-type-specialized",
        "response-header-type-changed",
        "response-header-type-compatible",
        "response-header-type-generalized",
        "response-header-type-specialized",
        "response-property-list-of-types-narrowed",
        "response-property-list-of-types-widened",
        "response-property-type-changed",
        "response-property-type-compatible",
        "response-property-type-generalized",
        "response-property-type-specialized",
    ),
    say=say,
)

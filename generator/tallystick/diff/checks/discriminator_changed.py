"""The discriminator of a union changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "discriminator")


CHECK = Check(
    id="discriminator-changed",
    on=(Kind.DISCRIMINATOR_CHANGED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="The discriminator of a union changed.",
    why="Schemas accept the same messages. Generated code chooses a variant by it, and "
    "now chooses another or none.",
    instead="Add values to the mapping; change none.",
    source="OpenAPI 3.1, Discriminator Object",
    aliases=(
        "request-body-discriminator-added",
        "request-body-discriminator-mapping-added",
        "request-body-discriminator-mapping-changed",
        "request-body-discriminator-mapping-deleted",
        "request-body-discriminator-property-name-changed",
        "request-body-discriminator-removed",
        "request-property-discriminator-added",
        "request-property-discriminator-mapping-added",
        "request-property-discriminator-mapping-changed",
        "request-property-discriminator-mapping-deleted",
        "request-property-discriminator-property-name-changed",
        "request-property-discriminator-removed",
        "response-body-discriminator-added",
        "response-body-discriminator-mapping-added",
        "response-body-discriminator-mapping-changed",
        "response-body-discriminator-mapping-deleted",
        "response-body-discriminator-property-name-changed",
        "response-body-discriminator-removed",
        "response-property-discriminator-added",
        "response-property-discriminator-mapping-added",
        "response-property-discriminator-mapping-changed",
        "response-property-discriminator-mapping-deleted",
        "response-property-discriminator-property-name-changed",
        "response-property-discriminator-removed",
    ),
    say=say,
)

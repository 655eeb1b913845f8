"""A number may be smaller, or larger, than before; or it may not."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "bound")


CHECK = Check(
    id="range-changed",
    on=(Kind.RANGE_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A number may be smaller, or larger, than before; or it may not.",
    why="A narrower range refuses what is sent; a wider one sends what was never seen.",
    instead="Widen what is taken, narrow what is sent.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-body-exclusive-max-decreased",
        "request-body-exclusive-max-increased",
        "request-body-exclusive-max-set",
        "request-body-exclusive-min-decreased",
        "request-body-exclusive-min-increased",
        "request-body-exclusive-min-set",
        "request-body-max-decreased",
        "request-body-max-increased",
        "request-body-max-set",
        "request-body-min-decreased",
        "request-body-min-increased",
        "request-body-min-set",
        "request-parameter-exclusive-max-decreased",
        "request-parameter-exclusive-max-increased",
        "request-parameter-exclusive-max-set",
        "request-parameter-exclusive-min-decreased",
        "request-parameter-exclusive-min-increased",
        "request-parameter-exclusive-min-set",
        "request-parameter-max-decreased",
        "request-parameter-max-increased",
        "request-parameter-max-set",
        "request-parameter-min-decreased",
        "request-parameter-min-increased",
        "request-parameter-min-set",
        "request-property-exclusive-max-decreased",
        "request-property-exclusive-max-increased",
        "request-property-exclusive-max-set",
        "request-property-exclusive-min-decreased",
        "request-property-exclusive-min-increased",
        "request-property-exclusive-min-set",
        "request-property-max-decreased",
        "request-property-max-increased",
        "request-property-max-set",
        "request-property-min-decreased",
        "request-property-min-increased",
        "request-property-min-set",
        "request-read-only-property-exclusive-max-decreased",
        "request-read-only-property-exclusive-min-increased",
        "request-read-only-property-max-decreased",
        "request-read-only-property-min-increased",
        "response-body-exclusive-max-increased",
        "response-body-exclusive-min-decreased",
        "response-body-max-increased",
        "response-body-min-decreased",
        "response-property-exclusive-max-increased",
        "response-property-exclusive-min-decreased",
        "response-property-max-increased",
        "response-property-min-decreased",
    ),
    say=say,
)

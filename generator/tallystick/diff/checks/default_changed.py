"""A default changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "default")


CHECK = Check(
    id="default-changed",
    on=(Kind.DEFAULT_CHANGED,),
    tier=Tier.POLICY,
    severity=Severity.WARNING,
    summary="A default changed.",
    why="Whoever leaves the value out gets another meaning; the message is the same, so "
    "none shows it.",
    instead="Keep the default.",
    source="JSON Schema 2020-12, validation, section 9",
    aliases=(
        "request-body-default-value-added",
        "request-body-default-value-changed",
        "request-body-default-value-removed",
        "request-parameter-default-value-added",
        "request-parameter-default-value-changed",
        "request-parameter-default-value-removed",
        "request-property-default-value-added",
        "request-property-default-value-changed",
        "request-property-default-value-removed",
        "response-body-default-value-added",
        "response-body-default-value-changed",
        "response-body-default-value-removed",
        "response-property-default-value-added",
        "response-property-default-value-changed",
        "response-property-default-value-removed",
    ),
    say=say,
)

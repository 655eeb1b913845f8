"""A member must come with others, or need not any more."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "members that come together")


CHECK = Check(
    id="dependent-required-changed",
    on=(Kind.DEPENDENT_REQUIRED_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A member must come with others, or need not any more.",
    why="Requests that have the one without the others are refused.",
    instead="Give the others defaults.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-body-dependent-required-added",
        "request-body-dependent-required-changed",
        "request-body-dependent-required-removed",
        "request-property-dependent-required-added",
        "request-property-dependent-required-changed",
        "request-property-dependent-required-removed",
        "response-body-dependent-required-added",
        "response-body-dependent-required-changed",
        "response-body-dependent-required-removed",
        "response-property-dependent-required-added",
        "response-property-dependent-required-changed",
        "response-property-dependent-required-removed",
    ),
    say=say,
)

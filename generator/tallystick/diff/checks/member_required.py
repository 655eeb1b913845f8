"""A member became required."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} became required"


CHECK = Check(
    id="member-required",
    on=(Kind.MEMBER_REQUIRED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A member became required.",
    why="Requests without it are refused.",
    instead="Keep it optional, with a default.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-property-became-required",
        "request-property-became-required-with-default",
        "response-property-became-required",
        "response-write-only-property-became-required",
    ),
    say=say,
)

"""A union lost a variant."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} lost the variant {shown(change.before)}"


CHECK = Check(
    id="variant-removed",
    on=(Kind.VARIANT_REMOVED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A union lost a variant.",
    why="Clients that send it are refused.",
    instead="Keep taking it.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-body-any-of-removed",
        "request-body-one-of-removed",
        "request-property-any-of-removed",
        "request-property-one-of-removed",
        "response-body-any-of-removed",
        "response-body-one-of-removed",
        "response-property-any-of-removed",
        "response-property-one-of-removed",
    ),
    say=say,
)

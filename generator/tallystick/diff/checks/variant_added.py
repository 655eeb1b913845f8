"""A union has one more variant."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} has the new variant {shown(change.after)}"


CHECK = Check(
    id="variant-added",
    on=(Kind.VARIANT_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A union has one more variant.",
    why="In a response a client meets a variant that it does not know. In a request a "
    "message may now match two variants of a oneOf.",
    instead="Tell variants apart by a member (discriminator), and announce that there may be more.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-body-any-of-added",
        "request-body-one-of-added",
        "request-property-any-of-added",
        "request-property-one-of-added",
        "response-body-any-of-added",
        "response-body-one-of-added",
        "response-property-any-of-added",
        "response-property-one-of-added",
    ),
    say=say,
)

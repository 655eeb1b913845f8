"""A member was added."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    needed = "required" if change.required else "optional"
    return f"{change.subject} was added, and is {needed}"


CHECK = Check(
    id="member-added",
    on=(Kind.MEMBER_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A member was added.",
    why="A required one is missing from every request that is sent today; in a response "
    "clients pass over it.",
    instead="Make it optional, with a default that means what was meant before.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "new-optional-request-property",
        "new-required-request-property",
        "new-required-request-property-with-default",
        "response-optional-property-added",
        "response-optional-write-only-property-added",
        "response-required-property-added",
        "response-required-write-only-property-added",
    ),
    say=say,
)

"""A parameter was added."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    needed = "required" if change.required else "optional"
    return f"{change.subject} was added, and is {needed}"


CHECK = Check(
    id="parameter-added",
    on=(Kind.PARAMETER_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A parameter was added.",
    why="A required one is missing from every request that is sent today.",
    instead="Make it optional, with a default that means what was meant before.",
    source="OpenAPI 3.1, Parameter Object",
    aliases=(
        "new-optional-request-default-parameter-to-existing-path",
        "new-optional-request-parameter",
        "new-request-path-parameter",
        "new-required-request-default-parameter-to-existing-path",
        "new-required-request-header-property",
        "new-required-request-parameter",
    ),
    say=say,
)

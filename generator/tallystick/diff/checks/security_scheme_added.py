"""A security scheme was declared."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was added"


CHECK = Check(
    id="security-scheme-added",
    on=(Kind.SCHEME_ADDED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="A security scheme was declared.",
    why="By itself it changes nothing: operations say what they need.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Security Scheme Object",
    aliases=("api-security-component-added",),
    say=say,
)

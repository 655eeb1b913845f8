"""A security scheme is gone."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed"


CHECK = Check(
    id="security-scheme-removed",
    on=(Kind.SCHEME_REMOVED,),
    tier=Tier.POLICY,
    severity=Severity.WARNING,
    summary="A security scheme is gone.",
    why="Callers who prove themselves that way have nothing to go by.",
    instead="Keep the scheme while anybody uses it.",
    source="OpenAPI 3.1, Security Scheme Object",
    aliases=("api-security-component-removed",),
    say=say,
)

"""How stable something is said to be changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "stability level")


CHECK = Check(
    id="stability-changed",
    on=(Kind.STABILITY_CHANGED,),
    tier=Tier.POLICY,
    severity=Severity.WARNING,
    summary="How stable something is said to be changed.",
    why="A stable thing that becomes a draft may change without notice.",
    instead="Lower no level that was once promised.",
    aliases=(
        "api-stability-decreased",
        "api-stability-increased",
        "request-property-stability-decreased",
        "request-property-stability-increased",
        "response-property-stability-decreased",
        "response-property-stability-increased",
    ),
    say=say,
)

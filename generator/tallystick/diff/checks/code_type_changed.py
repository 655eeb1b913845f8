"""A member, argument or item has another type in generated code."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"generated code has another type for {change.subject}"


CHECK = Check(
    id="code-type-changed",
    on=(Kind.TYPE_CHANGED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A member, argument or item has another type in generated code.",
    why="Code that uses it as the old type no longer builds.",
    instead="Add a member of the new type and keep the old one.",
    say=say,
)

"""A parameter is written otherwise."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} changed from {change.before} to {change.after}"


CHECK = Check(
    id="parameter-style-changed",
    on=(Kind.PARAMETER_STYLE_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A parameter is written otherwise.",
    why="The same value is spelled in another way: what clients send is read as something else.",
    instead="Add a parameter of another name with the new style.",
    source="OpenAPI 3.1, Style Values",
    say=say,
)

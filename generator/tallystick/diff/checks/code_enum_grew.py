"""Generated code that tells values or variants apart does not know a new one."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str | None:
    """Say it of one change."""
    read = change.direction == "response"
    return f"code that tells the values of {change.subject} apart lacks one" if read else None


CHECK = Check(
    id="code-enum-grew",
    on=(Kind.ENUM_VALUES_ADDED, Kind.VARIANT_ADDED),
    tier=Tier.SOURCE,
    severity=Severity.INFO,
    summary="Generated code that tells values or variants apart does not know a new one.",
    why="A match that was complete is not any more: type checkers say so, and at run "
    "time nothing matches.",
    instead="Tell clients to have a last case that takes what they do not know.",
    say=say,
)

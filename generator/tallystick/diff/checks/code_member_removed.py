"""A generated type loses a member."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"generated types have no member for {change.subject} any more"


CHECK = Check(
    id="code-member-removed",
    on=(Kind.MEMBER_REMOVED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A generated type loses a member.",
    why="Code that names it no longer builds, even where no message is refused.",
    instead="Keep the member, deprecated, for one version.",
    say=say,
)

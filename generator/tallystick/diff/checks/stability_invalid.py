"""A stability level is none of the known ones."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"the stability level of {change.subject} is unknown: {shown(change.after)}"


CHECK = Check(
    id="stability-invalid",
    on=(Kind.STABILITY_INVALID,),
    tier=Tier.POLICY,
    severity=Severity.ERROR,
    summary="A stability level is none of the known ones.",
    why="Nobody knows what is promised.",
    instead="Write draft, alpha, beta or stable.",
    aliases=("api-invalid-stability-level",),
    say=say,
)

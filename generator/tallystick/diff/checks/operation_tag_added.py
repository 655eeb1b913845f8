"""A tag was added to an operation."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} has the new tag {shown(change.after)}"


CHECK = Check(
    id="operation-tag-added",
    on=(Kind.OPERATION_TAG_ADDED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="A tag was added to an operation.",
    why="Documentation and some generated clients group operations by tag.",
    instead="Keep the first tag where it is: clients take their groups from it.",
    source="OpenAPI 3.1, Operation Object",
    aliases=("api-tag-added",),
    say=say,
)

"""A tag was removed from an operation."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} lost the tag {shown(change.before)}"


CHECK = Check(
    id="operation-tag-removed",
    on=(Kind.OPERATION_TAG_REMOVED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="A tag was removed from an operation.",
    why="Documentation and some generated clients group operations by tag.",
    instead="Keep the tag, or release generated clients as a new major version.",
    source="OpenAPI 3.1, Operation Object",
    aliases=("api-tag-removed",),
    say=say,
)

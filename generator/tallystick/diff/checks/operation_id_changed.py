"""The operationId of an operation changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    before, after = shown(change.before), shown(change.after)
    return f"the operationId of {change.subject} changed from {before} to {after}"


CHECK = Check(
    id="operation-id-changed",
    on=(Kind.OPERATION_ID_CHANGED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="The operationId of an operation changed.",
    why="Generated clients name their methods after it: code that calls the old name no "
    "longer builds.",
    instead="Keep the operationId, or release the client as a new major version.",
    source="OpenAPI 3.1, Operation Object",
    aliases=(
        "api-operation-id-added",
        "api-operation-id-removed",
    ),
    say=say,
)

"""An operation was removed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed"


CHECK = Check(
    id="operation-removed",
    on=(Kind.OPERATION_REMOVED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="An operation was removed.",
    why="Whoever calls it is answered with 404 or 405.",
    instead="Mark it deprecated, say when it ends with `x-sunset`, and remove it after that day.",
    source="OpenAPI 3.1, Paths Object",
    aliases=(
        "api-path-removed-before-sunset",
        "api-path-removed-with-deprecation",
        "api-path-removed-without-deprecation",
        "api-removed-before-sunset",
        "api-removed-with-deprecation",
        "api-removed-without-deprecation",
    ),
    say=say,
)

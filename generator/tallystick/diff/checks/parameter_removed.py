"""A parameter is gone."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed"


CHECK = Check(
    id="parameter-removed",
    on=(Kind.PARAMETER_REMOVED,),
    tier=Tier.POLICY,
    severity=Severity.WARNING,
    summary="A parameter is gone.",
    why="Servers mostly pass over what they do not know: the request is taken and means "
    "something else.",
    instead="Mark it deprecated first, and refuse it by name when it is gone.",
    source="OpenAPI 3.1, Parameter Object",
    aliases=(
        "request-parameter-removed",
        "request-parameter-removed-before-sunset",
        "request-parameter-removed-with-deprecation",
    ),
    say=say,
)

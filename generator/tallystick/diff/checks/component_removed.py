"""A schema under components is gone."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} was removed: generated code has no such type"


CHECK = Check(
    id="component-removed",
    on=(Kind.COMPONENT_REMOVED,),
    tier=Tier.SOURCE,
    severity=Severity.INFO,
    summary="A schema under components is gone.",
    why="Generated code has no type of that name any more.",
    instead="Keep the schema, or release the client as a new major version.",
    source="OpenAPI 3.1, Components Object",
    aliases=("api-schema-removed",),
    say=say,
)

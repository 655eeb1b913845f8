"""A schema under components has another name."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} is now called {shown(change.after)}: generated types are renamed"


CHECK = Check(
    id="component-renamed",
    on=(Kind.COMPONENT_RENAMED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A schema under components has another name.",
    why="Messages are the same; generated types are named after the schema, so code "
    "that names them no longer builds.",
    instead="Keep the old name, or release the client as a new major version.",
    source="OpenAPI 3.1, Components Object",
    say=say,
)

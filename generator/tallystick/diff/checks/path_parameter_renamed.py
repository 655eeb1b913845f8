"""A parameter of a path has another name."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} is now called {shown(change.after)}"


CHECK = Check(
    id="path-parameter-renamed",
    on=(Kind.PARAMETER_RENAMED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A parameter of a path has another name.",
    why="The URL is the same. Generated methods name their arguments after it.",
    instead="Keep the name, or release the client as a new major version.",
    source="OpenAPI 3.1, Parameter Object",
    say=say,
)

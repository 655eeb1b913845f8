"""The title of the API changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    before, after = shown(change.before), shown(change.after)
    return f"the title changed from {before} to {after}"


CHECK = Check(
    id="title-changed",
    on=(Kind.TITLE_CHANGED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="The title of the API changed.",
    why="If it is another API, comparing the two says little.",
    instead="Check that both documents describe the same API.",
    source="OpenAPI 3.1, Info Object",
    docs=True,
    say=say,
)

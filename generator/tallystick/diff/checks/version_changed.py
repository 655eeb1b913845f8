"""The version of the API changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    before, after = shown(change.before), shown(change.after)
    return f"the version changed from {before} to {after}"


CHECK = Check(
    id="version-changed",
    on=(Kind.VERSION_CHANGED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="The version of the API changed.",
    why="It says nothing about messages; the advice on versions says what it should be.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Info Object",
    aliases=(
        "api-major-version-not-bumped",
        "api-version-decreased",
        "api-version-not-bumped",
    ),
    say=say,
)

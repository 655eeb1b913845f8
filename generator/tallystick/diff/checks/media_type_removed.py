"""A media type is gone."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} cannot be {shown(change.before)} any more"


CHECK = Check(
    id="media-type-removed",
    on=(Kind.MEDIA_TYPE_REMOVED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A media type is gone.",
    why="Clients that send or ask for it are answered with 415 or 406.",
    instead="Keep it beside the new one.",
    source="OpenAPI 3.1, Media Type Object",
    aliases=(
        "request-body-media-type-removed",
        "response-media-type-name-specialized",
        "response-media-type-removed",
    ),
    say=say,
)

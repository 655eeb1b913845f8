"""A media type was added."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    return f"{change.subject} can be {shown(change.after)}"


CHECK = Check(
    id="media-type-added",
    on=(Kind.MEDIA_TYPE_ADDED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A media type was added.",
    why="Nobody asked for it before.",
    instead="Nothing has to be done.",
    source="OpenAPI 3.1, Media Type Object",
    aliases=(
        "request-body-media-type-added",
        "response-media-type-added",
        "response-media-type-name-changed",
        "response-media-type-name-generalized",
    ),
    say=say,
)

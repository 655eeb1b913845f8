"""Members of a form are written otherwise."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "encoding")


CHECK = Check(
    id="encoding-changed",
    on=(Kind.ENCODING_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="Members of a form are written otherwise.",
    why="A part that was read as JSON may now be read as text.",
    instead="Keep the encoding of members that are there.",
    source="OpenAPI 3.1, Encoding Object",
    say=say,
)

"""What was one type is a union now, or the other way round; or anyOf became oneOf."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "union")


CHECK = Check(
    id="union-changed",
    on=(Kind.UNION_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="What was one type is a union now, or the other way round; or anyOf became oneOf.",
    why="A message that matches none of the variants, or two of them, is refused.",
    instead="Let the old type be one of the variants, and keep variants apart.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-body-wrapped-in-one-of",
        "response-body-wrapped-in-one-of",
    ),
    say=say,
)

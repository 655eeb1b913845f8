"""A text may be shorter, or longer, than before; or it may not."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "length")


CHECK = Check(
    id="length-changed",
    on=(Kind.LENGTH_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A text may be shorter, or longer, than before; or it may not.",
    why="A text that is sent today does not fit any more.",
    instead="Widen what is taken, narrow what is sent.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-body-max-length-decreased",
        "request-body-max-length-increased",
        "request-body-max-length-set",
        "request-body-min-length-decreased",
        "request-body-min-length-increased",
        "request-parameter-max-length-decreased",
        "request-parameter-max-length-increased",
        "request-parameter-max-length-set",
        "request-parameter-min-length-decreased",
        "request-parameter-min-length-increased",
        "request-property-max-length-decreased",
        "request-property-max-length-increased",
        "request-property-max-length-set",
        "request-property-min-length-decreased",
        "request-property-min-length-increased",
        "request-read-only-property-max-length-decreased",
        "response-body-max-length-increased",
        "response-body-max-length-unset",
        "response-body-min-length-decreased",
        "response-property-max-length-increased",
        "response-property-max-length-unset",
        "response-property-min-length-decreased",
    ),
    say=say,
)

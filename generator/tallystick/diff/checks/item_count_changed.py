"""A list may be shorter, or longer, than before; or it may not."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "number of items")


CHECK = Check(
    id="item-count-changed",
    on=(Kind.ITEM_COUNT_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A list may be shorter, or longer, than before; or it may not.",
    why="A list that is sent today does not fit any more.",
    instead="Widen what is taken, narrow what is sent.",
    source="JSON Schema 2020-12, validation, section 6",
    aliases=(
        "request-body-min-items-increased",
        "request-body-min-items-set",
        "request-parameter-max-items-decreased",
        "request-parameter-max-items-increased",
        "request-parameter-min-items-decreased",
        "request-parameter-min-items-increased",
        "request-parameter-min-items-set",
        "request-property-min-items-increased",
        "request-property-min-items-set",
        "response-body-min-items-decreased",
        "response-body-min-items-unset",
        "response-property-min-items-decreased",
        "response-property-min-items-unset",
    ),
    say=say,
)

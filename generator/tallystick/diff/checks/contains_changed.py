"""A list must hold other items, or another number of them."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "demand for items")


CHECK = Check(
    id="contains-changed",
    on=(Kind.CONTAINS_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="A list must hold other items, or another number of them.",
    why="A list that is sent today lacks them.",
    instead="Ask for it in a new operation.",
    source="JSON Schema 2020-12, core, section 10",
    aliases=(
        "request-body-contains-added",
        "request-body-contains-removed",
        "request-body-max-contains-decreased",
        "request-body-max-contains-increased",
        "request-body-min-contains-decreased",
        "request-body-min-contains-increased",
        "request-property-contains-added",
        "request-property-contains-removed",
        "request-property-max-contains-decreased",
        "request-property-max-contains-increased",
        "request-property-min-contains-decreased",
        "request-property-min-contains-increased",
        "response-body-contains-added",
        "response-body-contains-removed",
        "response-body-max-contains-decreased",
        "response-body-max-contains-increased",
        "response-body-min-contains-decreased",
        "response-body-min-contains-increased",
        "response-property-contains-added",
        "response-property-contains-removed",
        "response-property-max-contains-decreased",
        "response-property-max-contains-increased",
        "response-property-min-contains-decreased",
        "response-property-min-contains-increased",
    ),
    say=say,
)

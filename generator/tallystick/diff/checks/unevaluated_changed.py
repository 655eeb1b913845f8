"""What no other part of the schema speaks of is refused, or taken again."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "stand on what nothing else speaks of")


CHECK = Check(
    id="unevaluated-changed",
    on=(Kind.UNEVALUATED_CHANGED,),
    tier=Tier.PAYLOAD,
    severity=Severity.ERROR,
    summary="What no other part of the schema speaks of is refused, or taken again.",
    why="A client that sends one more member is refused.",
    instead="Keep taking it, and pass over it.",
    source="JSON Schema 2020-12, core, section 11",
    aliases=(
        "request-body-unevaluated-items-added",
        "request-body-unevaluated-items-removed",
        "request-body-unevaluated-properties-added",
        "request-body-unevaluated-properties-removed",
        "request-property-unevaluated-items-added",
        "request-property-unevaluated-items-removed",
        "request-property-unevaluated-properties-added",
        "request-property-unevaluated-properties-removed",
        "response-body-unevaluated-items-added",
        "response-body-unevaluated-items-removed",
        "response-body-unevaluated-properties-added",
        "response-body-unevaluated-properties-removed",
        "response-property-unevaluated-items-added",
        "response-property-unevaluated-items-removed",
        "response-property-unevaluated-properties-added",
        "response-property-unevaluated-properties-removed",
    ),
    say=say,
)

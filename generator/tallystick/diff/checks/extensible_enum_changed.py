"""The list of known values, or whether it may grow, changed."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "extensible enumeration")


CHECK = Check(
    id="extensible-enum-changed",
    on=(Kind.EXTENSIBLE_ENUM_CHANGED,),
    tier=Tier.POLICY,
    severity=Severity.WARNING,
    summary="The list of known values, or whether it may grow, changed.",
    why="Clients that were told the list is complete, or has a value, rely on it.",
    instead="Add values; take none away.",
    aliases=(
        "request-parameter-x-extensible-enum-value-removed",
        "request-property-x-extensible-enum-value-removed",
    ),
    say=say,
)

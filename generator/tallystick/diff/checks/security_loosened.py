"""Other credentials are enough now."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    before, after = shown(change.before), shown(change.after)
    return f"{change.subject} takes {after} where {before} was needed"


CHECK = Check(
    id="security-loosened",
    on=(Kind.SECURITY_LOOSENED,),
    tier=Tier.POLICY,
    severity=Severity.INFO,
    summary="Other credentials are enough now.",
    why="No caller is refused by it; whether it was meant is worth a look.",
    instead="Nothing has to be done if it was meant.",
    source="OpenAPI 3.1, Security Requirement Object",
    aliases=(
        "api-global-security-removed",
        "api-global-security-scope-removed",
        "api-security-removed",
        "api-security-scope-removed",
    ),
    say=say,
)

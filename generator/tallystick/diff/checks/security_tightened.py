"""Credentials that were enough are not any more."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import shown


def say(change: Change) -> str:
    """Say it of one change."""
    before, after = shown(change.before), shown(change.after)
    return f"{change.subject} needs {after} where {before} was enough"


CHECK = Check(
    id="security-tightened",
    on=(Kind.SECURITY_TIGHTENED,),
    tier=Tier.POLICY,
    severity=Severity.WARNING,
    summary="Credentials that were enough are not any more.",
    why="A caller who has only those is answered with 401 or 403. Where a request that was enough "
    "does not show what is needed now it is given, with placeholders for secrets. It is a matter "
    "of policy all the same: the message is as it was, and who may send it is decided elsewhere; "
    "scopes, and certificates of a connection, are in no request at all.",
    instead="Accept the old credentials beside the new ones until every caller has moved.",
    source="OpenAPI 3.1, Security Requirement Object",
    aliases=(
        "api-global-security-added",
        "api-global-security-scope-added",
        "api-security-added",
        "api-security-scope-added",
    ),
    say=say,
)

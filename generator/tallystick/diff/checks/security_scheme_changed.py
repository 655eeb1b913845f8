"""A security scheme works otherwise."""

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Tier
from tallystick.diff.wording import changed


def say(change: Change) -> str:
    """Say it of one change."""
    return changed(change, "definition")


CHECK = Check(
    id="security-scheme-changed",
    on=(Kind.SCHEME_CHANGED,),
    tier=Tier.POLICY,
    severity=Severity.WARNING,
    summary="A security scheme works otherwise.",
    why="Credentials are fetched or sent in another way than callers do now.",
    instead="Declare the new way under another name, beside the old one.",
    source="OpenAPI 3.1, Security Scheme Object",
    aliases=(
        "api-security-component-oauth-scope-added",
        "api-security-component-oauth-scope-changed",
        "api-security-component-oauth-scope-removed",
        "api-security-component-oauth-token-url-changed",
        "api-security-component-oauth-url-changed",
        "api-security-component-type-changed",
    ),
    say=say,
)

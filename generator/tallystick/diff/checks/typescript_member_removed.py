"""A type of the generated TypeScript client lost a member."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="typescript-member-removed",
    on=(Kind.CODE_MEMBER_REMOVED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A type of the generated TypeScript client lost a member.",
    why="Programs that give or read it are refused by tsc.",
    instead="Keep the member, deprecated, for one version.",
    former=("code-member-removed",),
    say=says("typescript"),
)

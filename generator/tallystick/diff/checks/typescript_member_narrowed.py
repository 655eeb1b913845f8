"""A member of a type of the generated TypeScript client takes less than it did."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="typescript-member-narrowed",
    on=(Kind.CODE_MEMBER_NARROWED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A member of a type of the generated TypeScript client takes less than it did.",
    why="Programs that give what is not taken any more are refused by tsc.",
    instead="Go on to take what was taken, for one version.",
    former=("code-type-changed",),
    say=says("typescript"),
)

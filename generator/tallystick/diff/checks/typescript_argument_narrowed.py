"""A method of the generated TypeScript client takes less for an argument than it did."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="typescript-argument-narrowed",
    on=(Kind.CODE_ARGUMENT_NARROWED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A method of the generated TypeScript client takes less for an argument than it did.",
    why="Calls that give what is not taken any more are refused by tsc.",
    instead="Go on to take what was taken, for one version.",
    former=("code-type-changed",),
    say=says("typescript"),
)

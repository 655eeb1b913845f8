"""A type of the generated TypeScript client that programs read may be what it was not before."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="typescript-type-widened",
    on=(Kind.CODE_TYPE_WIDENED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A type of the generated TypeScript client that programs read may be what it was "
    "not before.",
    why="Programs that tell its values apart lack a case: tsc says so.",
    instead="Announce with `x-extensible-enum` that it grows: its type is then open.",
    former=("code-type-changed",),
    say=says("typescript"),
)

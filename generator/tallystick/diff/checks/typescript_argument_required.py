"""A method of the generated TypeScript client needs one more argument."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="typescript-argument-required",
    on=(Kind.CODE_ARGUMENT_REQUIRED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A method of the generated TypeScript client needs one more argument.",
    why="Calls without it are refused by tsc.",
    instead="Make it optional, with what the server assumes as the default.",
    former=("code-argument-required",),
    say=says("typescript"),
)

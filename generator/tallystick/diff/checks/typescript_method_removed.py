"""A method of the generated TypeScript client is gone, or has another name."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="typescript-method-removed",
    on=(Kind.CODE_METHOD_REMOVED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A method of the generated TypeScript client is gone, or has another name.",
    why="Programs that call it are refused by tsc.",
    instead="Keep operationId, tag and path, or release the client as a new major version.",
    former=("code-method-removed",),
    say=says("typescript"),
)

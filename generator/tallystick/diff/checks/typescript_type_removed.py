"""A type of the generated TypeScript client is gone, or has another name."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="typescript-type-removed",
    on=(Kind.CODE_TYPE_REMOVED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A type of the generated TypeScript client is gone, or has another name.",
    why="Programs that import it are refused by tsc.",
    instead="Keep the name of the schema, or release the client as a new major version.",
    say=says("typescript"),
)

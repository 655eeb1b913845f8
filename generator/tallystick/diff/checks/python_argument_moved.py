"""Arguments of the generated Python client that are given by position stand elsewhere."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="python-argument-moved",
    on=(Kind.CODE_ARGUMENT_MOVED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="Arguments of a method of the generated Python client that are given by position "
    "stand elsewhere.",
    why="Calls go on to build where the types are the same, and send one value for another.",
    instead="Keep the order in which path parameters are declared; callers are safe who name "
    "arguments.",
    say=says("python"),
)

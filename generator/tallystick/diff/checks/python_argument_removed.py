"""A method of the generated Python client lost an argument, or it has another name."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="python-argument-removed",
    on=(Kind.CODE_ARGUMENT_REMOVED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A method of the generated Python client lost an argument, or it has another name.",
    why="Calls that give it are refused by mypy and pyright, and stop with a TypeError.",
    instead="Keep the parameter or member, deprecated, for one version.",
    former=("code-argument-removed",),
    say=says("python"),
)

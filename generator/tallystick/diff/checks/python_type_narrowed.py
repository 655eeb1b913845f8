"""A type of the generated Python client that programs pass holds less than it did."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="python-type-narrowed",
    on=(Kind.CODE_TYPE_NARROWED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A type of the generated Python client that programs pass holds less than it did.",
    why="Programs that give such a value are refused by mypy and pyright.",
    instead="Go on to take what was taken, for one version.",
    former=("code-type-changed",),
    say=says("python"),
)

"""A type of the generated Python client lost a member."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="python-member-removed",
    on=(Kind.CODE_MEMBER_REMOVED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A type of the generated Python client lost a member.",
    why="Programs that give or read it are refused by mypy and pyright.",
    instead="Keep the member, deprecated, for one version.",
    former=("code-member-removed",),
    say=says("python"),
)

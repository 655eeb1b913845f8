"""A type of the generated Python client needs one more member to be made."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="python-member-required",
    on=(Kind.CODE_MEMBER_REQUIRED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A type of the generated Python client cannot be made without a member that it did "
    "not need before.",
    why="Programs that make one without it are refused by mypy and pyright.",
    instead="Make it optional, with what the server assumes as the default.",
    former=("code-member-required",),
    say=says("python"),
)

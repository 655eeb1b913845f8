"""A method of the generated Python client may return what it did not return before."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="python-result-widened",
    on=(Kind.CODE_RESULT_WIDENED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A method of the generated Python client may return what it did not return before.",
    why="Programs that use the result as what it was are refused by mypy and pyright.",
    instead="Offer the other result in an operation of its own.",
    former=(
        "code-member-optional",
        "code-type-changed",
    ),
    say=says("python"),
)

"""A member of a type of the generated TypeScript client may be absent, or more than it was."""

from tallystick.diagnostics import Severity
from tallystick.diff.code.words import says
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check, Tier

CHECK = Check(
    id="typescript-member-widened",
    on=(Kind.CODE_MEMBER_WIDENED,),
    tier=Tier.SOURCE,
    severity=Severity.WARNING,
    summary="A member of a type of the generated TypeScript client may be what it was not "
    "before, or absent.",
    why="Programs that use it as what it was are refused by tsc.",
    instead="Go on to send what was sent; offer the other value in a member of its own.",
    former=(
        "code-member-optional",
        "code-type-changed",
    ),
    say=says("typescript"),
)

"""A member that is an id, or the whole resource for those who ask for it."""

from collections.abc import Iterator
from typing import NamedTuple

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.text import Json


class Expanded(NamedTuple):
    """What came of a request that asks for a member as a whole.

    Attributes:
        asked: Name and place of what asks for it.
        member: Its name.
        plain: What it is when nobody asks.
        whole: What it is then.
    """

    asked: tuple[str, str]
    member: str
    plain: Json
    whole: Json


def judge(case: Case, reply: Reply, seen: Expanded) -> Iterator[Finding]:
    """Yield what is wrong with a member that was asked for as a whole.

    Args:
        case: What asked for it.
        reply: The answer.
        seen: The member, there and without it.
    """
    name, at = seen.asked
    claim = about(case, "parameter:expand", at)
    if seen.whole is not None and not isinstance(seen.whole, dict):
        said = f"{name} asks for {seen.member} as a whole, and it came as {seen.whole!r}"
        yield finding("not-expanded", said, case, reply, claim=claim)
        return
    said = ""
    if isinstance(seen.plain, dict):
        said = f"{seen.member} came as a whole, though nobody asked for it with {name}"
    elif (seen.plain is None) != (seen.whole is None):
        when = "without" if seen.plain is None else "with"
        said = f"{seen.member} is there, but not {when} {name}"
    elif isinstance(seen.whole, dict) and seen.plain not in seen.whole.values():
        said = f"{seen.member} is {seen.plain!r}, and what came for it with {name} is not called so"
    if said:
        yield finding("expanded", said, case, reply, claim=claim, weight=Weight.WARNING)

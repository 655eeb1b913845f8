"""What a request asks to be made so, is so: ``set_default: true`` makes ``is_default``."""

from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.requests.paging import members_of
from tallystick.ir import words
from tallystick.text import Json

ASKING: Final = frozenset({"as", "make", "mark", "set"})
"""First words of members that ask for something to be so."""


def judge(case: Case, reply: Reply, value: Json) -> Iterator[Finding]:
    """Yield a warning for each member that asks for something which the answer denies.

    Args:
        case: What was asked, with a JSON body.
        reply: The answer.
        value: Its JSON value.
    """
    asked = members_of(case.value)
    shown = members_of(value)
    denied = {words(name): name for name, part in shown.items() if part is False}
    for name in [name for name, part in asked.items() if part is True]:
        verb, *rest = words(name)
        found = [denied[it] for it in (("is", *rest), tuple(rest)) if it in denied]
        if verb in ASKING and rest and found:
            said = f"{name} was true in the request, and {found[0]} is false in the answer"
            claim = about(case, "response:flag", member=name)
            yield finding("flag-ignored", said, case, reply, claim=claim, weight=Weight.WARNING)

"""What is made by doing something again, as words say: with the same members, and naming the old.

*Queues a new job with the same `input` and `retry_of` the old one.*
"""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.alike import short
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.requests.paging import members_of
from tallystick.text import Json

_SAME: Final = re.compile(r"\bsame `(\w+)`")
_OLD: Final = re.compile(
    r"`(\w+)` (?:(?:is|names|of|being) )?(?:the )?(?:id of )?(?:the )?"
    r"(?:old|first|original|former) (?:one|\w+)\b"
)


def says(words: str) -> bool:
    """Whether words tell what is the same, or which member names the old one."""
    return _SAME.search(words) is not None or _OLD.search(words) is not None


def judge(
    case: Case, reply: Reply, words: str, values: tuple[Json, Json], name: Json
) -> Iterator[Finding]:
    """Yield warnings about a new thing that is not as words say.

    Args:
        case: What made it of the old one.
        reply: The answer.
        words: Of the operation, in lower case.
        values: The old one and the new one.
        name: What names the old one.
    """
    old, new = map(members_of, values)
    spelled = {it.lower(): it for it in new}
    for hit in _SAME.finditer(words):
        member = spelled.get(hit[1])
        if member in old and new.get(member) != old.get(member):
            said = f"{member} is {short(new[member])}, and is said to be the same as before, "
            yield _warning(case, reply, member, said + short(old[member]))
    for hit in _OLD.finditer(words):
        member = spelled.get(hit[1])
        told = new.get(member) if member is not None else name
        if member is not None and told != name and (told is None or isinstance(told, str)):
            said = f"{member} is {short(new[member])}, and is said to be the old one: {short(name)}"
            yield _warning(case, reply, member, said)


def _warning(case: Case, reply: Reply, member: str, said: str) -> Finding:
    claim = about(case, "action:again", member=member)
    return finding("again-differs", said, case, reply, claim=claim, weight=Weight.WARNING)

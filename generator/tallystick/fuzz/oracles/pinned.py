"""Refusals point at what is wrong, and not always at the same."""

from dataclasses import dataclass, field
from typing import Final

from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.resolve.pointer import split
from tallystick.text import Json

REFUSALS: Final = 10
MEMBERS: Final = 3
"""Refusals of so many bodies, in which so many other members are wrong."""
_OF_REQUESTS: Final = frozenset({"instance", "type", "path", "url", "uri", "href", "self"})
"""Members of answers that have what looks like a pointer, and is an address."""


@dataclass(slots=True)
class Pinned:
    """What refusals of one operation point at, as long as it is the same.

    Attributes:
        at: The pointer; "" before there is one, None where there were several or none.
        named: Whether a body had a member there.
        others: Members beside it that were wrong alone.
        count: Refusals.
    """

    at: str | None = ""
    named: bool = False
    others: set[str] = field(default_factory=set)
    count: int = 0
    shown: tuple[Case, Reply] | None = None

    def note(self, case: Case, reply: Reply) -> None:
        """Remember the refusal of a body in which one member breaks a keyword of its schema."""
        if self.at is None or case.claim is None or not case.claim.at:
            return
        found = _pointers(answer(reply))
        here = next(iter(found)) if len(found) == 1 else None
        if here is None or self.at not in {"", here}:
            self.at = None
            return
        self.at, member = here, split(here)[0]
        self.count += 1
        self.named |= isinstance(case.value, dict) and member in case.value
        wrong = split(case.claim.at)[0]
        if wrong != member:
            self.others.add(wrong)
            self.shown = self.shown or (case, reply)

    def judge(self) -> Finding | None:
        """Return a warning where all pointed at one member, whatever was wrong."""
        enough = self.count >= REFUSALS and len(self.others) >= MEMBERS and self.named
        if not self.at or not enough or self.shown is None:
            return None
        case, reply = self.shown
        said = f"all of {self.count} refusals point at {self.at}, whatever member is wrong"
        claim = about(case, "refusal:pointer", self.at)
        return finding("same-pointer", said, case, reply, claim=claim, weight=Weight.WARNING)


def _pointers(told: Json) -> set[str]:
    """Return the texts of an answer that are pointers to a member."""
    found: set[str] = set()
    todo: list[Json] = [told]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            todo += (each for name, each in part.items() if name not in _OF_REQUESTS)
        elif isinstance(part, list):
            todo += part
        elif isinstance(part, str) and part.startswith(("/", "#/")) and " " not in part:
            found.add(part.removeprefix("#"))
    return found

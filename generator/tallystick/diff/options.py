"""What a comparison may be asked to do."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Sending: TypeAlias = Literal["closed", "open"]
"""What a sender may send: ``closed``: no member that only the other version names; ``open``: all
that its document allows."""

EFFORT = 4_000_000
"""z3's units of work for one question of a comparison: a second or so."""


QUESTIONS = 40
"""Questions about whole messages that the solver is asked in a comparison; most need none."""


@dataclass(slots=True)
class Purse:
    """What is left to one comparison.

    Attributes:
        questions: That the solver may still be asked.
    """

    questions: int

    def take(self, wanted: int = 1) -> bool:
        """Whether that many questions may be asked; they count as asked then."""
        if wanted > self.questions:
            return False
        self.questions -= wanted
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How two versions are compared.

    Attributes:
        sending: What a sender may send.
        solver: Whether the solver is asked about what structure does not settle.
        effort: Work for one question to it.
        questions: How many it is asked at most.
        purse: What is left of them; every comparison has its own.
        only: Operations that are looked at (``GET /pets``, a path, or an operationId); none: all.
        path_prefix: Paths that are looked at begin so.
        base_path: Taken off the paths of both versions before they are matched.
        today: The day that sunset dates are compared with, ``2026-01-31``; "" for no such check.
        earliest: The first day that something deprecated now may end; "": any.
        docs: Whether changes of words are looked for.
    """

    sending: Sending = "closed"
    solver: bool = True
    effort: int = EFFORT
    questions: int = QUESTIONS
    purse: Purse = field(default_factory=lambda: Purse(QUESTIONS), compare=False)
    only: tuple[str, ...] = ()
    path_prefix: str = ""
    base_path: str = ""
    today: str = ""
    earliest: str = ""
    docs: bool = False

"""What a comparison may be asked to do."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Sending: TypeAlias = Literal["closed", "open"]
"""What a sender may send: ``closed``: no member that only the other version names; ``open``: all
that its document allows."""

EFFORT = 4_000_000
"""z3's units of work for one question of a comparison: a second or so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How two versions are compared.

    Attributes:
        sending: What a sender may send.
        solver: Whether the solver is asked about what structure does not settle.
        effort: Work for one question to it.
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
    only: tuple[str, ...] = ()
    path_prefix: str = ""
    base_path: str = ""
    today: str = ""
    earliest: str = ""
    docs: bool = False

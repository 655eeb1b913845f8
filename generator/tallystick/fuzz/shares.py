"""How the requests of a campaign are shared out: none is sent above those that were wished for.

What is planned comes first. Each part after it leaves something to those that follow; what a part
cannot have is cut, and the report says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tallystick.fuzz.requests.plan import JOURNEYS, SCHEMATHESIS, Wish
from tallystick.fuzz.schemathesis.phase import SHARE
from tallystick.fuzz.sending.sender import Sender, SpentError

LATER: Final = 0.1
"""Part of all requests that is kept, while what is planned is sent, for what comes after it: more
where the parts that have something to do need more."""
OTHERS, KEYS, NAMES = "the checks of Schemathesis", "idempotency keys", "names of resources"
WAYS, DEEDS, LISTS = "resources on their way", "actions and updates", "lists"
TIES = "what ties callers and resources"
LOOKS, BEYOND, SMALLER = "last looks", "what had no room", "smaller requests for findings"
BACK = "what there was before"
KEPT: Final = {
    OTHERS: 0.0,
    KEYS: 0.005,
    NAMES: 0.015,
    WAYS: 0.015,
    DEEDS: 0.04,
    TIES: 0.025,
    LISTS: 0.07,
    LOOKS: 0.005,
    BEYOND: 0.01,
    SMALLER: 0.003,
    BACK: 0.002,
}
"""Each part after the plan, in order, with the part of all requests that those before leave it.

What had no room has one for what was refused in the plan and says nothing, if there is any."""


class Shares:
    """Shares out the requests of one campaign.

    Attributes:
        planned: Planned requests that were handed out.
        notes: What was cut.
        idle: Parts that have nothing to do.
        later: Requests that are kept for what comes after the plan.
    """

    def __init__(
        self, wish: Wish, sender: Sender, full: int, idle: frozenset[str] = frozenset()
    ) -> None:
        """Share out what was wished for.

        Args:
            wish: What was wished for.
            sender: Sends all.
            full: Requests that are planned at most.
            idle: Parts that have nothing to do.
        """
        self._sender = sender
        self._most = sender.limit = wish.most
        self.planned = 0
        self.idle = idle
        self.notes: list[str] = []
        asks = JOURNEYS in wish.phases
        other = SCHEMATHESIS in wish.phases and not wish.only
        later = max(LATER, sum(part for name, part in KEPT.items() if name not in idle))
        kept = (later if asks else 0.0) + (SHARE if other else 0.0)
        self._last = max(1, self._most - int(kept * self._most))
        self._spare = max(0, self._last - _most_of(full, wish.shard[1]))
        self.later = self._most - self._last

    def begin(self) -> None:
        """Bound what nobody planned, as long as there is something planned."""
        self._sender.most = self._last
        self._sender.spare = self._spare

    def has(self) -> bool:
        """Whether another planned request may be sent; it is handed out."""
        if self.planned + self._sender.extra >= self._last:
            if not self.notes:
                self.notes.append("not all that is planned was sent: there were no requests left")
            return False
        self.planned += 1
        return True

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Bound what a part after the plan sends; where it has no more, it ends.

        Args:
            name: Of `KEPT`.
        """
        self._sender.spare = None
        parts = list(KEPT)
        later = (it for it in parts[parts.index(name) + 1 :] if it not in self.idle)
        self._sender.most = self._most - int(sum(KEPT[it] for it in later) * self._most)
        try:
            yield
        except SpentError:
            self.notes.append(f"{name} were cut short: there were no requests left")


def _most_of(full: int, parts: int) -> int:
    """Return how many planned requests one of so many parts has at most.

    What is sent twice is in the part that has it once, so one may have more than the others.
    """
    return full if parts == 1 else -(-3 * full // (2 * parts))

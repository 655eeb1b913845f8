"""Resources that a divided campaign makes as another part of it does.

Who gets a part of the plan may get requests to a resource, and none that makes one. What the other
parts make it with is sent here, too, and stands in the log of theirs alone.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tallystick.fuzz.journeys.referring import Referring
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.model import Case
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.sending.sender import Sender, SpentError

TRIES: Final = 6
"""Requests of one operation that are borrowed at most."""
_Bound = tuple[Case, Mapping[str, str]]


class Borrowing:
    """Makes what the requests of one shard need."""

    def __init__(
        self,
        others: Mapping[str, Sequence[Case]],
        resources: Resources,
        referring: Referring,
        sender: Sender,
        anew: Callable[[Case], Case],
    ) -> None:
        """Borrow nothing yet.

        Args:
            others: Operation -> what other shards send of it and must be taken; it may grow.
            resources: What was made; gets what is.
            referring: Gives bodies the resources that they name.
            sender: Sends.
            anew: Changes what no two requests may have alike.
        """
        self._others = others
        self._resources = resources
        self._referring = referring
        self._sender = sender
        self._anew = anew
        self._tried: dict[str, int] = {}

    def bound(self, case: Case) -> _Bound | None:
        """Return a case with the values of its path, as `Resources.bound` does.

        What it names in its body is there then, too, as far as it can be made.
        """
        for operation in sorted(self._referring.makers(case.operation)) if self._others else ():
            self._need(operation)
        self._need(case.takes)
        found = self._resources.bound(case)
        while found is None and self._makes(case.takes):
            found = self._resources.bound(case)
        return found

    def _need(self, operation: str) -> None:
        """Make a resource of an operation when there is none."""
        while not self._resources.of(operation) and self._makes(operation):
            pass

    def _makes(self, operation: str) -> bool:
        """Send one more request of an operation; False when there is none."""
        number = self._tried.get(operation, 0)
        known = self._others.get(operation, ())[:TRIES]
        if number >= len(known):
            return False
        self._tried[operation] = number + 1
        found = self.bound(self._anew(known[number]))
        if found is None:
            return True
        case, given = self._referring.bound(*found), found[1]
        try:
            reply = self._sender.send([case], [given], log=False)[0]
        except SpentError:
            return False
        if accepted(reply):
            for made in self._resources.keep(case, reply, given):
                self._referring.made(made)
        return True

"""Requests that were accepted: what goes well is tried by others, and in other ways."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tallystick.fuzz.documented import keyed
from tallystick.fuzz.ledger import smaller_first
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.ir import Operation

MOST: Final = 12
"""Requests of one operation that are remembered."""


class Precedent(NamedTuple):
    """A request that was accepted.

    Attributes:
        given: What its path was given.
    """

    case: Case
    given: Mapping[str, str]


@dataclass(slots=True)
class Precedents:
    """Accepted requests, by operation."""

    _known: dict[str, list[Precedent]] = field(default_factory=dict)

    def note(
        self, operation: Operation, case: Case, reply: Reply, given: Mapping[str, str]
    ) -> None:
        """Remember a planned request, if it was accepted; none that is good only once.

        Args:
            operation: What it asks for.
            case: The request.
            reply: The answer.
            given: What its path was given.
        """
        known = self._known.setdefault(case.operation, [])
        good = len(known) < MOST and case.expect != "refused" and accepted(reply)
        if good and not keyed(operation, case):
            known.append(Precedent(case, given))

    def of(self, operation: str) -> list[Precedent]:
        """Return accepted requests of an operation, the smallest first."""
        known = self._known.get(operation, ())
        given = {id(each.case): each for each in known}
        return [given[id(case)] for case in smaller_first(each.case for each in known)]

"""Differences that are none: both versions accept the same, written otherwise."""

from dataclasses import replace

from tallystick.diff.model import Proof
from tallystick.diff.options import Options
from tallystick.diff.parts.slots import Slot
from tallystick.diff.schemas.messages import Exchange
from tallystick.diff.schemas.pairs import Pair
from tallystick.diff.schemas.prove import Prover
from tallystick.diff.side import Reading, Side
from tallystick.ir.exact import Flow

_SOLVED = 8
"""Messages of which the solver is asked whether they are the same."""


class Equality:
    """Compares types both ways, as they are written: no sender is held to names."""

    def __init__(self, sides: tuple[Side, Side], options: Options) -> None:
        """Compare two versions."""
        self._sides = sides
        self._options = options
        self._provers: dict[object, tuple[Prover, Prover]] = {}
        self._known: dict[int, bool] = {}
        self._asked = 0

    def of_pair(self, pair: Pair, slot: Slot) -> bool:
        """Whether two schemas certainly accept the same."""
        self._both(slot)
        return self.of_nodes(pair, slot.flow)

    def of_nodes(self, pair: Pair, flow: Flow) -> bool:
        """As `of_pair`, for who sends it."""
        if flow not in self._provers:
            views = pair.reading
            judges = self._sides[0].judges(flow), self._sides[1].judges(flow)
            self._provers[flow] = (
                Prover(*views, judges),
                Prover(views[1], views[0], (judges[1], judges[0])),
            )
        forth, back = self._provers[flow]
        return forth.contained(pair.old, pair.new) and back.contained(pair.new, pair.old)

    def of_exchange(self, exchange: Exchange) -> bool:
        """Whether whole messages of two types are certainly the same."""
        if id(exchange) not in self._known:
            self._known[id(exchange)] = self._is_same(exchange)
        return self._known[id(exchange)]

    def _is_same(self, exchange: Exchange) -> bool:
        # The same text is another type to code: values are compared here.
        slots = [replace(exchange.slots[0], textual=False)]
        old, new = self._readings(slots[0])
        forth, back = self._both(slots[0])
        ways = (
            Exchange(slots, (old, new), forth, "old"),
            Exchange(slots, (new, old), back, "new"),
        )
        if self._is_shown(ways, exchange) or self._asked >= _SOLVED:
            return False
        self._asked += 1
        return all(it.contained or _is_proved(it, self._options) for it in ways)

    def _is_shown(self, ways: tuple[Exchange, Exchange], exchange: Exchange) -> bool:
        """Whether a message is at hand that only one version accepts."""
        return any(next(it.shown(way), None) for it in ways for way in exchange.looked_at)

    def _readings(self, slot: Slot) -> tuple[Reading, Reading]:
        return (
            self._sides[0].reading(slot.old, slot.flow),
            self._sides[1].reading(slot.new, slot.flow),
        )

    def _both(self, slot: Slot) -> tuple[Prover, Prover]:
        if slot.flow not in self._provers:
            old, new = self._readings(slot)
            self._provers[slot.flow] = (
                Prover(old.views, new.views, (old.judges, new.judges)),
                Prover(new.views, old.views, (new.judges, old.judges)),
            )
        return self._provers[slot.flow]


def _is_proved(exchange: Exchange, options: Options) -> bool:
    verdict = exchange.solved(options)
    return isinstance(verdict, Proof) and not verdict.bounds

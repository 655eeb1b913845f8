"""The encodings of one contract, each within its bounds, made when somebody asks within them."""

from dataclasses import replace

from tallystick.solve.answers import Claim
from tallystick.solve.contract import Contract
from tallystick.solve.effort import Effort
from tallystick.solve.encoding.world import Bounds
from tallystick.solve.session import Session
from tallystick.solve.survey import depth_for, recursive


class Sessions:
    """Makes the encodings, and forgets them when z3 gives up.

    Attributes:
        bounds: The first ones that are asked within.
        claims: All that the contract says.
    """

    def __init__(
        self, contract: Contract, seed: int, effort: Effort, *, places: int, anew: int
    ) -> None:
        """Arguments as of `Solver`."""
        self._contract = contract
        self._seed = seed
        self._effort = effort
        self._anew = anew
        self._was_clocked = False
        self._known: dict[Bounds, Session] = {}
        self.bounds = Bounds(depth=depth_for(contract, places))
        self.claims: tuple[Claim, ...] = tuple(self.within(self.bounds).claims)

    def within(self, bounds: Bounds) -> Session:
        """Return the encoding within some bounds, as deep as is looked now."""
        bounds = replace(bounds, depth=self.bounds.depth)
        if bounds not in self._known:
            self._known[bounds] = self._made(bounds)
        return self._known[bounds]

    def _made(self, bounds: Bounds) -> Session:
        return Session(self._contract, bounds, self._seed, self._effort)

    @property
    def clocked(self) -> bool:
        """Whether the clock ended a check, so that answers may be others elsewhere."""
        return self._was_clocked or any(it.clocked for it in self._known.values())

    def begin_anew(self) -> bool:
        """Forget all encodings, as often as it may be done; whether it was done.

        Where none of a recursive schema ever found a message, they are too large: less deep ones
        follow.
        """
        less = None if any(it.found for it in self._known.values()) else self._less()
        if less is None and not self._anew:
            return False
        self._was_clocked = self.clocked
        self._known.clear()
        if less is None:
            self._anew -= 1
        else:
            bounds, session = less
            self.bounds = bounds
            self._known[bounds] = session
        self._effort.renew()
        return True

    def _less(self) -> tuple[Bounds, Session] | None:
        """Return an encoding that is less deep, with all claims; None where there is none."""
        if not recursive(self._contract):
            return None
        for depth in range(max(1, self.bounds.depth * 2 // 3), self.bounds.depth):
            bounds = replace(self.bounds, depth=depth)
            session = self._made(bounds)
            if session.claims.keys() >= {*self.claims}:
                return bounds, session
        return None

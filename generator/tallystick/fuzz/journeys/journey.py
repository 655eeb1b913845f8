"""One resource on its way, as far as it was followed."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.journeys.ending import Kind, Seen
from tallystick.fuzz.journeys.resources import Made
from tallystick.fuzz.oracles.lifecycle import Walk
from tallystick.fuzz.statuses import SEE_OTHER
from tallystick.text import Json

FIRST_PAUSE: Final = 0.01
"""Seconds between the first two polls."""


@dataclass(slots=True)
class Journey:
    """One resource.

    Attributes:
        made: The creation.
        bindings: What the next request's path needs.
        first: The answer to the creation.
        walk: Its states, None when it has no state machine.
        kind: What tells it from others, see `ending.features`.
        last: The answer before.
        polls: How often it was asked for.
        ends: Polls after its end: terminal stays terminal.
        gone: It cannot be followed further.
        ended: When it was seen to have ended, by the monotonic clock.
        waiting: When it was last asked for and seen to wait.
        led: It has ended, and who asks for it is sent on to its result.
        due: When it is asked for next, by the monotonic clock.
    """

    chain: Chain
    made: Made
    bindings: dict[str, str]
    first: Json
    walk: Walk | None
    kind: Kind
    last: Json = None
    polls: int = 0
    ends: int = 0
    gone: bool = False
    ended: float | None = None
    waiting: float | None = None
    led: bool = False
    pause: float = FIRST_PAUSE
    began: float = field(default_factory=time.monotonic)
    due: float = 0.0

    @property
    def over(self) -> bool:
        """Whether there is nothing more to see."""
        return self.gone or self.ends > 1

    @property
    def took(self) -> float | None:
        """Seconds to its end."""
        return None if self.ended is None else self.ended - self.began

    def seen(self, now: float, age: Callable[[float], float]) -> Seen:
        """Return what is known of it.

        Args:
            now: By the monotonic clock.
            age: Seconds since a time of that clock in which something could be seen.
        """
        return Seen(
            number=self.made.number,
            kind=self.kind,
            state=self.state,
            waited=(now if self.ended is None else self.ended) - self.began,
            ended=None if self.ended is None else age(self.ended),
            waiting=None if self.waiting is None else age(self.waiting),
        )

    @property
    def moved(self) -> bool:
        """Whether it was seen to come to another state."""
        return self.led or (self.walk is not None and len(set(self.walk.seen)) > 1)

    @property
    def awaits(self) -> bool:
        """Whether the document says that it sends on who asks for it, some day."""
        return any(each.status == str(SEE_OTHER) for each in self.chain.get.responses)

    @property
    def at_end(self) -> bool:
        """Whether nothing more will come of it."""
        return not self.awaits if self.walk is None else self.walk.ended

    @property
    def rested(self) -> float:
        """When it has been at its end three times as long as it took, by the monotonic clock.

        Who is asked for late may have ended before: it took no longer than since it was made.
        """
        ended = self.began if self.ended is None else self.ended
        return ended + 3 * (ended - self.made.born)

    @property
    def usable(self) -> bool:
        """Whether it is there and, with a state machine, has come to a good end."""
        if self.gone or self.last is None:
            return False
        return self.walk is None or not self.sure or self.state in self.walk.lifecycle.success

    @property
    def sure(self) -> bool:
        """Whether its states are declared, as far as it has any."""
        return not self.awaits if self.walk is None else self.walk.sure

    @property
    def state(self) -> str:
        """Its last known state."""
        return self.walk.seen[-1] if self.walk and self.walk.seen else "under way"


def spread(made: Sequence[Made], seen: set[str], most: int) -> list[Made]:
    """Return a few resources whose requests together show the most choices beside those seen."""
    left, known = list(made), set(seen)
    chosen: list[Made] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda each: len(set(each.case.touches) - known))
        chosen.append(best)
        left.remove(best)
        known.update(best.case.touches)
    return chosen

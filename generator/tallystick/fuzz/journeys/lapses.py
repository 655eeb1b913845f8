"""Time in which nobody could see whether a server moves: nobody asked, or no answer came.

A process that was stopped, a machine with far too much to do, a server that takes seconds to say
how a resource is: of what it did meanwhile nothing is known, and such time is no time of rest.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

USUAL: Final = 0.05
"""Seconds by which something may take longer than it should without being a lapse."""


class Lapses:
    """Remembers them."""

    def __init__(self) -> None:
        """Begin without one."""
        self._known: list[tuple[float, float]] = []

    def sleep(self, seconds: float) -> None:
        """Sleep for some seconds; what it takes beyond them is a lapse."""
        with self.during(seconds):
            time.sleep(seconds)

    @contextmanager
    def during(self, seconds: float = 0.0) -> Iterator[None]:
        """Do something that takes some seconds; what it takes beyond them is a lapse."""
        began = time.monotonic()
        yield
        now = time.monotonic()
        late = now - began - seconds
        if late > USUAL:
            self._known.append((now, late))

    def age(self, mark: float, now: float) -> float:
        """Return the seconds between two times of the monotonic clock, without lapses."""
        return max(0.0, now - mark - sum(late for at, late in self._known if mark < at <= now))

"""One line on stderr that says how a job is going."""

from __future__ import annotations

import sys
import time

from ._terminal import printable, say


class Progress:
    """On a terminal a line that is written over and over; elsewhere a line for each state."""

    def __init__(self) -> None:
        """Start the clock."""
        self._start = time.monotonic()
        self._state = ""
        self._live = sys.stderr.isatty()

    def state(self, state: str) -> None:
        """Show a new state."""
        self._state = printable(state)
        if self._live:
            self._show()
        else:
            say(self._state)

    def sleep(self, seconds: float) -> None:
        """Pause, and keep the line going."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._live and self._state:
                self._show()
            time.sleep(min(1.0, left) if self._live else left)

    def done(self) -> None:
        """Take the line away."""
        if self._live and self._state:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._live = False

    def _show(self) -> None:
        seconds = int(time.monotonic() - self._start)
        sys.stderr.write(f"\r\x1b[K{self._state} ... {seconds} s")
        sys.stderr.flush()

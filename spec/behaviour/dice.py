"""Chance that repeats itself: every number follows from a text."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of numbers that depends on its seed only, on any machine and any Python.

    Args:
        seed: Any text; two different texts give unrelated streams.
    """

    def __init__(self, seed: str) -> None:
        """Start the stream of `seed`."""
        self._seed = seed
        self._block = 0
        self._pool = b""

    def fork(self, label: str) -> "Dice":
        """Return an unrelated stream of the same seed; drawing from one leaves the other alone."""
        return Dice(f"{self._seed}\x00{label}")

    def data(self, count: int) -> bytes:
        """Return `count` bytes."""
        if count > len(self._pool):
            self._block += 1
            seed = f"{self._seed}\x01{self._block}".encode("utf-8", "surrogatepass")
            self._pool += hashlib.shake_256(seed).digest(max(count, 256))
        taken, self._pool = self._pool[:count], self._pool[count:]
        return taken

    def between(self, low: float, high: float) -> float:
        """Return a number from `low` (included) to `high` (excluded)."""
        return low + (high - low) * int.from_bytes(self.data(4)) / 2**32

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int.from_bytes(self.data(4)) % (high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of `choices`."""
        return choices[self.whole(0, len(choices) - 1)]

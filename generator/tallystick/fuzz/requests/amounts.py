"""How many requests are planned, of all that a campaign may send; polls come on top."""

from typing import Final

FULL, SHARED = 0.8, 0.7
"""Part of all requests up to which variants fill up, alone or with another tool."""
AT_MOST: Final = 0.05
"""Part of all requests that may be planned above that. What is more is not made: it would be cut
from the end, where what needs resources of others stands."""


def filled(most: int, *, shared: bool) -> int:
    """Return how many requests are planned when variants fill up.

    Args:
        most: Requests at most, of all kinds.
        shared: Another tool gets its part.
    """
    return int(most * (SHARED if shared else FULL))


def planned(most: int, *, shared: bool) -> int:
    """Return how many requests are planned at most; arguments as of `filled`."""
    return filled(most, shared=shared) + int(most * AT_MOST)

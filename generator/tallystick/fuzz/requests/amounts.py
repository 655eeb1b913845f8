"""How many requests are planned, of all that a campaign may send; polls come on top."""

from collections.abc import Sequence
from typing import Final

from tallystick.fuzz.chains import Chain

FULL, SHARED = 0.8, 0.7
"""Part of all requests that are planned at most, alone or beside another tool. What is more is not
made: it would be cut from the end, where what needs resources of others stands."""
CHANGED: Final = 0.16
"""Part that is kept beside where resources can be changed: what is done to them tells more."""


def planned(most: int, chains: Sequence[Chain], *, shared: bool) -> int:
    """Return how many requests are planned at most; variants fill them up.

    Args:
        most: Requests at most, of all kinds.
        chains: What is done to resources.
        shared: Another tool gets its part.
    """
    changed = any(each.get.method != "get" for each in chains)
    return int(most * ((SHARED if shared else FULL) - (CHANGED if changed else 0.0)))

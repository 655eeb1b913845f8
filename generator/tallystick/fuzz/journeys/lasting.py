"""What seems wrong, looked at again after a while: only what stays wrong is told."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from tallystick.fuzz.model import Finding

LATER: Final = (0.05, 0.3)
"""Seconds after which it is looked at again, each time."""


def _nothing() -> None:
    """Remember nothing that would have to be forgotten."""


def lasting(
    check: Callable[[], Iterable[Finding]],
    pauses: Sequence[float],
    forget: Callable[[], None] = _nothing,
) -> Collection[Finding]:
    """Return what a check finds each time that it is made.

    Args:
        check: Looks at something, and judges it.
        pauses: Seconds before each further time.
        forget: Has all be looked at anew.
    """
    found = {item.key: item for item in check()}
    for pause in pauses:
        if not found:
            break
        time.sleep(pause)
        forget()
        again = {item.key for item in check()}
        found = {key: item for key, item in found.items() if key in again}
    return found.values()

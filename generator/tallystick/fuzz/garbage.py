"""Garbage in circles, which a campaign hardly makes."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SELDOM: Final = 100_000
"""Objects that are made before it is looked for garbage among them."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for garbage in circles less often: what a campaign makes it mostly keeps to its end."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], SELDOM) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)

"""The cyclic garbage collector, kept from looking at what is no garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector from walking over documents again and again.

    A large description is a million objects; a third of the time that it takes to read one went
    into looking at them for garbage that reading does not make.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

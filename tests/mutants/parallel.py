"""The same work on many things, on some processes."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from typing import Final, TypeVar

PROCESSES: Final = 2
SEEDS: Final = (1, 2, 3)
TRUE_SEEDS: Final = tuple(range(20))
Work = TypeVar("Work")
Answer = TypeVar("Answer")


def each(
    executor: Executor, work: Callable[[Work], Answer], items: Iterable[Work]
) -> Iterator[Answer]:
    """Yield what comes of each, in order; how far it is, and how long it takes, goes to stderr."""
    known = list(items)
    began = time.monotonic()
    for number, answer in enumerate(executor.map(work, known, chunksize=4), 1):
        left = (time.monotonic() - began) / number * (len(known) - number)
        sys.stderr.write(f"\r{number} of {len(known)}, {left / 60:.0f} minutes left    ")
        yield answer

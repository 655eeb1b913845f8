"""The same work on many things, on some processes."""

import sys
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
    """Yield what comes of each, in order; how far it is goes to stderr."""
    known = list(items)
    for number, answer in enumerate(executor.map(work, known, chunksize=4), 1):
        sys.stderr.write(f"\r{number} of {len(known)}    ")
        yield answer

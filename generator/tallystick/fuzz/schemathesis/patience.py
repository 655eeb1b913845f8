"""Events of an engine that may draw for ever: nobody waits for longer than is sensible."""

import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, Final

PATIENCE: Final = 20.0
"""Seconds without an event or a request after which an engine is left alone."""
TICK: Final = 0.2
"""Seconds between two looks at whether anything has happened."""
_END: Final = object()


class ImpatientError(Exception):
    """An engine has made nothing for long; its thread is left behind and sends no more."""


def patient(
    events: Iterator[Any], count: Callable[[], int], ended: Callable[[], bool]
) -> Iterator[Any]:
    """Yield the events of an engine, one made at a time, in a thread of its own.

    The thread makes an event only when one is asked for, so the order of things is what it would
    be without it.

    Args:
        events: Of the engine.
        count: Requests that it has sent: as long as they grow, it is at work.
        ended: Whether there is no time left.

    Raises:
        ImpatientError: There was neither event nor request for `PATIENCE` seconds, or the time is
            up while nothing comes.
        BaseException: What the engine raised.
    """
    wanted, made = threading.Semaphore(0), SimpleQueue[Any]()

    def work() -> None:
        wanted.acquire()
        try:
            for event in events:
                made.put((event, None))
                wanted.acquire()
        except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
            made.put((_END, error))
        else:
            made.put((_END, None))

    threading.Thread(target=work, name="schemathesis", daemon=True).start()
    while True:
        wanted.release()
        event, error = _next(made, count, ended)
        if error is not None:
            raise error
        if event is _END:
            return
        yield event


def _next(made: SimpleQueue[Any], count: Callable[[], int], ended: Callable[[], bool]) -> Any:
    seen, since = count(), time.monotonic()
    while True:
        try:
            return made.get(timeout=TICK)
        except Empty:
            now = time.monotonic()
            if count() != seen:
                seen, since = count(), now
            elif ended() or now - since >= PATIENCE:
                raise ImpatientError from None

"""One writer for one database: many durable writes share one commit (group commit)."""

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]
"""Statements of one write; they are kept all or none."""

BATCH = 512
"""Writes that at most share a commit; bounds what one caller waits for the others."""


class Journal(Protocol):
    """Takes writes; a future is done once the write is durable."""

    def submit(self, work: Work[T]) -> "Future[T]":
        """Queue a write."""
        ...

    def close(self) -> None:
        """Write what is queued and end."""
        ...


class DirectJournal:
    """Writes at once, in the caller's thread: for databases in memory, where nothing waits."""

    def __init__(self, connection: sqlite3.Connection, lock: threading.RLock) -> None:
        """Write through a connection that is shared under a lock."""
        self._connection = connection
        self._lock = lock

    def submit(self, work: Work[T]) -> "Future[T]":
        """Do the write and return a future that is done."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            outcome = _attempt(self._connection, work)
            self._connection.execute("COMMIT")
        return _settle(Future(), outcome)

    def close(self) -> None:
        """Nothing is ever queued."""


class GroupJournal:
    """A thread that takes all writes waiting, does them in one transaction and commits once.

    While a commit waits for the disk the next writes gather, so that durability costs one fsync
    for many callers and none of them waits for a timer.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Start the thread.

        Args:
            connect: Opens the connection that the thread alone will use.
        """
        self._queue: queue.SimpleQueue[tuple[Work[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._connection = connect()
        self._thread = threading.Thread(target=self._run, name="tally-journal", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> "Future[T]":
        """Queue a write; the future is done after the commit that holds it."""
        future: Future[T] = Future()
        self._queue.put((work, future))
        return future

    def close(self) -> None:
        """Commit what is queued and end the thread."""
        self._queue.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        ended = False
        while not ended:
            batch, ended = self._gather()
            if batch:
                self._write(batch)

    def _gather(self) -> tuple[list[tuple[Work[Any], "Future[Any]"]], bool]:
        batch = []
        entry = self._queue.get()
        while entry is not None:
            batch.append(entry)
            if len(batch) >= BATCH:
                return batch, False
            try:
                entry = self._queue.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _write(self, batch: list[tuple[Work[Any], "Future[Any]"]]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            outcomes = [_attempt(self._connection, work) for work, _ in batch]
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:  # disk full, locked, I/O: nothing of the batch was kept
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            outcomes = [(None, error)] * len(batch)
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            _settle(future, outcome)


def _attempt(connection: sqlite3.Connection, work: Work[T]) -> tuple[T | None, Exception | None]:
    """Do one write inside the open transaction; undo it alone when it raises."""
    connection.execute("SAVEPOINT one")
    try:
        result = work(connection)
    except Exception as error:  # noqa: BLE001 - handed to the one who waits for it
        connection.execute("ROLLBACK TO one")
        connection.execute("RELEASE one")
        return None, error
    connection.execute("RELEASE one")
    return result, None


def _settle(future: "Future[Any]", outcome: tuple[object, Exception | None]) -> "Future[Any]":
    result, error = outcome
    if not future.set_running_or_notify_cancel():
        return future
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
    return future

"""Resources, their jobs, assets and idempotency keys in one SQLite database."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future

from tallystick.serve import tables
from tallystick.serve.behaviour import Asset
from tallystick.serve.journal import DirectJournal, GroupJournal, Journal
from tallystick.serve.records import Created, Draft, Key, Step, Stored
from tallystick.text import Json

MEMORY = ":memory:"


class StoreError(Exception):
    """The database cannot be used; the text is one sentence for the person who named it."""


class Store:
    """The database. Reads are done at once in the caller's thread, writes by the journal."""

    def __init__(self, path: str) -> None:
        """Open or make a database.

        Args:
            path: A file, or ``:memory:``.

        Raises:
            StoreError: The file cannot be opened, or is not a database of ours.
        """
        self._path = path
        self._lock = threading.RLock()
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._begun: set[str] = set()
        first = self._connect()
        if not tables.prepare(first):
            first.close()
            message = f"{path} is a database of something else, or of another version"
            raise StoreError(message)
        self._shared = first if path == MEMORY else None
        self._journal: Journal = (
            DirectJournal(first, self._lock) if self._shared else GroupJournal(self._connect)
        )
        if not self._shared:
            first.close()

    def close(self) -> None:
        """Make queued writes durable and close every connection."""
        self._journal.close()
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
            if self._shared:
                self._shared.close()

    def secret(self, name: str, fresh: bytes) -> bytes:
        """Return a secret that is kept over restarts; `fresh` becomes it the first time."""

        def work(connection: sqlite3.Connection) -> bytes:
            connection.execute("INSERT OR IGNORE INTO secrets VALUES (?, ?)", (name, fresh))
            row = connection.execute("SELECT value FROM secrets WHERE name = ?", (name,))
            return bytes(row.fetchone()[0])

        return self._journal.submit(work).result()

    def create(self, draft: Draft, key: Key | None) -> "Future[Created]":
        """Store a resource and its key, unless the key is taken; done once it is durable."""

        def work(connection: sqlite3.Connection) -> Created:
            earlier = tables.taken(connection, key, draft.created) if key else None
            if earlier is not None:
                return earlier
            number = tables.insert(connection, draft)
            if number is None:
                return Created(outcome="id-taken")
            if key:
                tables.remember(connection, key, number, draft.created)
            self._begun.add(draft.kind)
            return Created(outcome="new", stored=_as_stored(draft, number))

        return self._journal.submit(work)

    def replay(self, key: Key, now: float) -> Created | None:
        """Return what an earlier call with this key made, if any; a cheap look before work."""
        with self._reader() as connection:
            return tables.taken(connection, key, now)

    def find(self, kind: str | None, resource_id: str, owner: str) -> Stored | None:
        """Return a resource of an owner; `kind` None searches all kinds."""
        with self._reader() as connection:
            if kind is None:
                return tables.row(connection, "id = ? AND owner = ?", (resource_id, owner))
            where = "kind = ? AND id = ? AND owner = ?"
            return tables.row(connection, where, (kind, resource_id, owner))

    def every(self, kind: str, owner: str) -> list[Stored]:
        """Return the resources of a kind and an owner, in the order they were made."""
        with self._reader() as connection:
            return tables.rows(connection, "kind = ? AND owner = ?", (kind, owner))

    def begun(self, kind: str) -> bool:
        """Whether any resource of a kind was made, by whomever: what was removed counts."""
        if kind not in self._begun:
            with self._reader() as connection:
                query = "SELECT 1 FROM resources WHERE kind = ? LIMIT 1"
                if connection.execute(query, (kind,)).fetchone() is None:
                    return False
            self._begun.add(kind)
        return True

    def change(self, number: int, value: dict[str, Json]) -> "Future[None]":
        """Replace the value of a resource without jobs; done once it is durable."""

        def work(connection: sqlite3.Connection) -> None:
            text = tables.dump(value)
            connection.execute("UPDATE resources SET value = ? WHERE number = ?", (text, number))

        return self._journal.submit(work)

    def remove(self, number: int) -> "Future[None]":
        """Forget a resource without jobs, and what belongs to it; done once it is durable."""

        def work(connection: sqlite3.Connection) -> None:
            for table in ("uploads", "assets", "history", "idempotency"):
                query = f"DELETE FROM {table} WHERE resource = ?"  # noqa: S608 - our own names
                connection.execute(query, (number,))
            connection.execute("DELETE FROM resources WHERE number = ?", (number,))

        return self._journal.submit(work)

    def asset(self, asset_id: str, owner: str | None = None) -> Asset | None:
        """Return an asset; with `owner`, only when its resource belongs to that owner."""
        query = "SELECT a.media_type, a.filename, a.data FROM assets a"
        values: tuple[str, ...] = (asset_id,)
        if owner is not None:
            query += " JOIN resources r ON r.number = a.resource AND r.owner = ?"
            values = (owner, asset_id)
        with self._reader() as connection:
            row = connection.execute(query + " WHERE a.id = ?", values).fetchone()
        return Asset(media_type=row[0], filename=row[1], data=row[2]) if row else None

    def owns(self, number: int, asset_ids: Sequence[str]) -> dict[str, str]:
        """Return the file names of those of the assets that belong to a resource, by id."""
        marks = ",".join("?" * len(asset_ids))
        query = f"SELECT id, filename FROM assets WHERE resource = ? AND id IN ({marks})"  # noqa: S608 - only question marks
        with self._reader() as connection:
            return dict(connection.execute(query, (number, *asset_ids)).fetchall())

    def uploads(self, number: int) -> dict[str, bytes]:
        """Return what was uploaded with the request that created a resource."""
        query = "SELECT name, data FROM uploads WHERE resource = ?"
        with self._reader() as connection:
            return dict(connection.execute(query, (number,)).fetchall())

    def history(self, number: int) -> tuple[str, ...]:
        """Return the states that a resource has been in, in order."""
        query = "SELECT state FROM history WHERE resource = ? ORDER BY number"
        with self._reader() as connection:
            return tuple(row[0] for row in connection.execute(query, (number,)))

    def next_due(self) -> float | None:
        """Return when the next job is due, unix time, or None when there is none."""
        query = "SELECT min(due) FROM resources WHERE due IS NOT NULL"
        with self._reader() as connection:
            due = connection.execute(query).fetchone()[0]
        return None if due is None else float(due)

    def claim(self, now: float, lease: float) -> Stored | None:
        """Take the job that is longest due, for `lease` seconds.

        Until then nobody else gets it; afterwards it is due again, with a higher fence.
        """

        def work(connection: sqlite3.Connection) -> Stored | None:
            return tables.claim(connection, now, lease)

        return self._journal.submit(work).result()

    def renew(self, claimed: Stored, until: float) -> bool:
        """Lengthen a lease; False when it was lost."""

        def work(connection: sqlite3.Connection) -> bool:
            done = connection.execute(
                "UPDATE resources SET due = ? WHERE number = ? AND fence = ? AND due IS NOT NULL",
                (until, claimed.number, claimed.fence),
            )
            return done.rowcount == 1

        return self._journal.submit(work).result()

    def write(self, claimed: Stored, step: Step) -> bool:
        """Write a step of a claimed job; False, and nothing written, when the lease was lost."""

        def work(connection: sqlite3.Connection) -> bool:
            done = connection.execute(
                "UPDATE resources SET value = ?, state = ?, due = ?, attempts = 0"
                " WHERE number = ? AND fence = ? AND due IS NOT NULL",
                (tables.dump(step.value), step.state, step.due, claimed.number, claimed.fence),
            )
            if done.rowcount != 1:
                return False
            tables.log(connection, claimed.number, claimed.fence, step.state, step.at)
            if step.due is None:
                connection.execute("DELETE FROM uploads WHERE resource = ?", (claimed.number,))
            connection.executemany(
                "INSERT INTO assets (id, resource, media_type, filename, data)"
                " VALUES (?, ?, ?, ?, ?)",
                [
                    (asset_id, claimed.number, asset.media_type, asset.filename, asset.data)
                    for asset_id, asset in step.assets
                ],
            )
            return True

        return self._journal.submit(work).result()

    def _connect(self) -> sqlite3.Connection:
        with contextlib.ExitStack() as undo:
            try:
                connection = sqlite3.connect(
                    self._path, timeout=30, isolation_level=None, check_same_thread=False
                )
                undo.callback(connection.close)
                if self._path != MEMORY:
                    connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
            except sqlite3.Error as error:
                message = f"the database {self._path} cannot be opened: {error}"
                raise StoreError(message) from error
            undo.pop_all()
        return connection

    @contextlib.contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection to read with: the shared one under its lock, or the thread's own."""
        if self._shared:
            with self._lock:
                yield self._shared
            return
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
            with self._lock:
                self._opened.append(connection)
        yield connection


def _as_stored(draft: Draft, number: int) -> Stored:
    return Stored(
        number=number,
        id=draft.id,
        kind=draft.kind,
        operation=draft.operation,
        account=draft.account,
        request=draft.request,
        parameters=draft.parameters,
        value=draft.value,
        state=draft.state,
        created=draft.created,
    )

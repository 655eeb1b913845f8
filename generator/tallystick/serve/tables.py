"""The tables of the store, and rows as values."""

import json
import sqlite3
from typing import Any

from tallystick.serve.behaviour import Account
from tallystick.serve.records import Created, Draft, Key, Parameters, Stored

APPLICATION_ID = 0x7A111E57
"""Stamp of our databases, so that nobody else's file is written to."""
VERSION = 1

SCHEMA = f"""
CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE resources (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL, kind TEXT NOT NULL, operation TEXT NOT NULL, owner TEXT NOT NULL,
  switches TEXT NOT NULL, request TEXT NOT NULL, parameters TEXT NOT NULL,
  value TEXT NOT NULL, state TEXT NOT NULL, created REAL NOT NULL,
  due REAL, fence INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
  UNIQUE (id, kind)
);
CREATE INDEX pending ON resources (due) WHERE due IS NOT NULL;
CREATE TABLE history (
  number INTEGER PRIMARY KEY, resource INTEGER NOT NULL, fence INTEGER NOT NULL,
  state TEXT NOT NULL, at REAL NOT NULL
);
CREATE TABLE uploads (
  resource INTEGER NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (resource, name)
);
CREATE TABLE assets (
  id TEXT PRIMARY KEY, resource INTEGER NOT NULL,
  media_type TEXT NOT NULL, filename TEXT NOT NULL, data BLOB NOT NULL
);
CREATE TABLE idempotency (
  owner TEXT NOT NULL, operation TEXT NOT NULL, key TEXT NOT NULL,
  digest BLOB NOT NULL, resource INTEGER NOT NULL, expires REAL NOT NULL,
  PRIMARY KEY (owner, operation, key)
) WITHOUT ROWID;
CREATE INDEX expiring ON idempotency (expires);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
"""

COLUMNS = (
    "number, id, kind, operation, owner, switches, request, parameters, value, state, created,"
    " fence, attempts"
)


def prepare(connection: sqlite3.Connection) -> bool:
    """Make the tables in an empty database.

    Returns:
        Whether the database is ours and of this version.
    """
    connection.execute("BEGIN IMMEDIATE")
    stamp = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    used = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if not used:
        for statement in SCHEMA.split(";\n"):
            connection.execute(statement)
    connection.execute("COMMIT")
    return not used or (stamp == APPLICATION_ID and version == VERSION)


def insert(connection: sqlite3.Connection, draft: Draft) -> int | None:
    """Write a new resource with its uploads.

    Returns:
        Its row number; None, and nothing written, when its id is in use.
    """
    done = connection.execute(
        "INSERT INTO resources (id, kind, operation, owner, switches, request, parameters,"
        " value, state, created, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id, kind) DO NOTHING",
        (
            draft.id,
            draft.kind,
            draft.operation,
            draft.account.id,
            dump(sorted(draft.account.switches)),
            dump(draft.request),
            dump([list(parameter) for parameter in draft.parameters]),
            dump(draft.value),
            draft.state,
            draft.created,
            draft.due,
        ),
    )
    if not done.rowcount:
        return None
    number = int(done.lastrowid or 0)
    log(connection, number, 0, draft.state, draft.created)
    uploads = [(number, name, data) for name, data in draft.files]
    connection.executemany("INSERT INTO uploads VALUES (?, ?, ?)", uploads)
    return number


def log(connection: sqlite3.Connection, number: int, fence: int, state: str, at: float) -> None:
    """Note that a resource has come into a state, and by which claim."""
    connection.execute(
        "INSERT INTO history (resource, fence, state, at) VALUES (?, ?, ?, ?)",
        (number, fence, state, at),
    )


def remember(connection: sqlite3.Connection, key: Key, number: int, now: float) -> None:
    """Bind an idempotency key to a resource, and forget keys that have expired."""
    connection.execute("DELETE FROM idempotency WHERE expires <= ?", (now,))
    connection.execute(
        "INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?)",
        (key.owner, key.operation, key.key, key.digest, number, key.expires),
    )


def taken(connection: sqlite3.Connection, key: Key, now: float) -> Created | None:
    """Return what an earlier call with this key made, or None when the key is free."""
    found = connection.execute(
        "SELECT digest, resource FROM idempotency"
        " WHERE owner = ? AND operation = ? AND key = ? AND expires > ?",
        (key.owner, key.operation, key.key, now),
    ).fetchone()
    if found is None:
        return None
    if found[0] != key.digest:
        return Created(outcome="conflict")
    return Created(outcome="replayed", stored=row(connection, "number = ?", (found[1],)))


def row(connection: sqlite3.Connection, where: str, values: tuple[str | int, ...]) -> Stored | None:
    """Return the first resource that a condition of ours finds."""
    query = f"SELECT {COLUMNS} FROM resources WHERE {where} LIMIT 1"  # noqa: S608 - our own text
    found = connection.execute(query, values).fetchone()
    return stored(found) if found else None


def rows(connection: sqlite3.Connection, where: str, values: tuple[str | int, ...]) -> list[Stored]:
    """Return all resources that a condition of ours finds, the oldest first."""
    query = f"SELECT {COLUMNS} FROM resources WHERE {where} ORDER BY number"  # noqa: S608 - our own text
    return [stored(found) for found in connection.execute(query, values)]


def claim(connection: sqlite3.Connection, now: float, lease: float) -> Stored | None:
    """Take the job that is longest due: raise its fence and make it due after the lease."""
    longest = "SELECT number FROM resources WHERE due <= ? ORDER BY due, number LIMIT 1"
    found = connection.execute(
        f"UPDATE resources SET due = ?, fence = fence + 1, attempts = attempts + 1"  # noqa: S608 - our own text
        f" WHERE number = ({longest}) RETURNING {COLUMNS}",
        (now + lease, now),
    ).fetchall()
    return stored(found[0]) if found else None


def stored(columns: tuple[Any, ...]) -> Stored:
    """Make a value of a row that holds `COLUMNS`."""
    number, id_, kind, operation, owner, switches, request, parameters, *rest = columns
    value, state, created, fence, attempts = rest
    given: Parameters = tuple(tuple(entry) for entry in json.loads(parameters))
    return Stored(
        number=number,
        id=id_,
        kind=kind,
        operation=operation,
        account=Account(id=owner, switches=frozenset(json.loads(switches))),
        request=json.loads(request),
        parameters=given,
        value=json.loads(value),
        state=state,
        created=created,
        fence=fence,
        attempts=attempts,
    )


def dump(value: object) -> str:
    """Return JSON text; lone surrogates stay escapes, which SQLite can hold."""
    return json.dumps(value, separators=(",", ":"))

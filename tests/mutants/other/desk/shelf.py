"""What Deskline keeps."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from tests.mutants.other.desk.reading import NoError

MISSING, GONE, CONFLICT, STALE = 404, 410, 409, 412
WAITING = RUNNING = 0.002
Clock: TypeAlias = Callable[[], float]


def moment() -> str:
    """Return the time as callers see it."""
    return datetime.now(UTC).isoformat()


def name(kind: str) -> str:
    """Return a new id."""
    return f"{kind}_{uuid.uuid4().hex[:12]}"


@dataclass(slots=True, kw_only=True)
class Row:
    """A project, a ticket, a hook or an export.

    Attributes:
        body: What its owner said.
        version: Grows with each change.
        before: The body before the last change.
    """

    id: Any
    owner: str
    body: dict[str, Any]
    created: str = field(default_factory=moment)
    status: str = ""
    version: int = 1
    deleted: bool = False
    before: dict[str, Any] | None = None
    began: float = 0.0
    looks: int = 0
    rows: "list[Row]" = field(default_factory=list)


class Shelf:
    """All of it, with one fault or none."""

    def __init__(self, fault: str, clock: Clock = time.monotonic) -> None:
        """Begin with nothing."""
        self.fault, self.clock = fault, clock
        self.projects: list[Row] = []
        self.hooks: list[Row] = []
        self.exports: list[Row] = []

    def on(self, *names: str) -> bool:
        """Whether one of these faults is on."""
        return bool(self.fault) and self.fault in names

    def find(self, rows: list[Row], named: str, who: str, *, spared: str = "") -> Row:
        """Return what somebody may see.

        Args:
            rows: Where it may be.
            named: Its id.
            who: Who asks.
            spared: The fault that shows it to others.
        """
        for row in rows:
            if str(row.id) == named and (row.owner == who or self.on(spared)):
                if row.deleted and not self.on("deleted-served"):
                    raise NoError(GONE, "gone")
                return row
        raise NoError(MISSING, "unknown")

    def project(self, who: str, body: dict[str, Any]) -> Row:
        """Keep a project."""
        slug = body.get("slug")
        taken = (row.body.get("slug") for row in self.projects if row.owner == who)
        if slug is not None and slug in taken:
            raise NoError(CONFLICT, "slug-taken", "/slug")
        row = Row(id=name("prj"), owner=who, body=body)
        self.projects.append(row)
        return row

    def ticket(self, who: str, project: Row, body: dict[str, Any]) -> Row:
        """Keep a ticket."""
        status = "pending" if "assignee" in body else "open"
        row = Row(id=name("tic"), owner=who, body=dict(body), status=status)
        if self.on("lost-questions") and body["kind"] == "question":
            return row
        project.rows.append(row)
        return row

    def change(self, row: Row, body: dict[str, Any]) -> None:
        """Merge a change into a ticket."""
        row.before = dict(row.body)
        if self.on("patch-ignored"):
            return
        for member, value in body.items():
            if value is None and not self.on("patch-null-kept"):
                row.body.pop(member, None)
            elif value is not None:
                row.body[member] = value
        if self.on("patch-drops-tags") and "tags" not in body:
            row.body.pop("tags", None)
        if self.on("patch-resets-priority"):
            row.body.pop("priority", None)
        row.version += 1

    def replace(self, row: Row, body: dict[str, Any], match: str | None) -> None:
        """Put a ticket's new body in the old one's place."""
        tag = f'"{row.version}"'
        known = [each.strip() for each in (match or "*").split(",")]
        if self.on("match-refused") and match not in (None, "*"):
            raise NoError(STALE, "version")
        if tag not in known and "*" not in known and not self.on("match-ignored"):
            raise NoError(STALE, "version")
        row.before = dict(row.body)
        kept = row.body if self.on("put-merges") else {}
        row.body = {**kept, **body}
        if self.on("put-keeps-kind"):
            row.body["kind"] = row.before["kind"]
        row.version += 1

    def close(self, row: Row) -> None:
        """Close a ticket."""
        if row.status == "closed" and not self.on("close-twice"):
            raise NoError(CONFLICT, "closed")
        if not self.on("close-ignored"):
            row.status = "open" if self.on("close-opens") else "closed"

    def reopen(self, row: Row) -> None:
        """Open a closed ticket once more."""
        if row.status != "closed" and not self.on("reopen-open"):
            raise NoError(CONFLICT, "open")
        row.status = "closed" if self.on("reopen-ignored") else "open"

    def export(self, who: str, body: dict[str, Any]) -> Row:
        """Begin an export; each seventh fails."""
        row = Row(id=name("exp"), owner=who, body=body, began=self.clock())
        row.status = "failed" if len(self.exports) % 7 == 6 else "done"
        self.exports.append(row)
        return row

    def stage(self, row: Row) -> str:
        """Return how far an export is."""
        age = self.clock() - row.began
        if self.on("sheets-stuck") and row.body["format"] == "xlsx":
            return "waiting"
        if age < WAITING:
            return "waiting"
        if age < WAITING + RUNNING:
            return "running"
        row.looks += 1
        if self.on("export-backwards") and row.looks == 2:
            return "running"
        return row.status

"""What Tillside keeps."""

import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from tests.mutants.other.till.edits import edited
from tests.mutants.other.till.forms import Forms, NoError

Clock: TypeAlias = Callable[[], float]


@dataclass(slots=True, kw_only=True)
class Row:
    """Something that is kept.

    Attributes:
        body: What its owner said of it.
        status: Its own, "" when it has none.
        more: What the server knows of it besides.
        rows: What belongs to it, by kind.
    """

    id: str
    owner: str
    body: dict[str, Any]
    created: str
    status: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list["Row"]] = field(default_factory=dict)


class Books:
    """All that is kept, with one fault or none."""

    def __init__(self, fault: str, clock: Clock = time.time) -> None:
        """Begin with nothing."""
        self.fault, self.clock = fault, clock
        self.forms = Forms(edited(fault))
        self.made = 0
        self.customers: list[Row] = []
        self.payments: list[Row] = []
        self.reports: list[Row] = []
        self.files: list[Row] = []
        self.seen: dict[str, dict[str, Any]] = {}
        self.answered: dict[tuple[str, str, str], tuple[str, Row]] = {}

    def on(self, *names: str) -> bool:
        """Whether one of these faults is on."""
        return bool(self.fault) and self.fault in names

    def now(self) -> str:
        """Return the time as callers see it."""
        return datetime.fromtimestamp(self.clock(), UTC).isoformat().replace("+00:00", "Z")

    def row(self, kind: str, owner: str, body: dict[str, Any], status: str = "") -> Row:
        """Return something new."""
        self.made += 1
        name = f"{kind}_{self.made:012x}"
        return Row(
            id=name, owner=owner, body=deepcopy(body), created=self.now(), status=status, rows={}
        )

    def find(self, rows: list[Row], named: str, who: str, spared: str = "") -> Row:
        """Return what somebody may see.

        Args:
            rows: Where it may be.
            named: Its id.
            who: Who asks.
            spared: The fault that shows it to others.
        """
        for row in rows:
            if row.id == named and (row.owner == who or self.on(spared)):
                return row
        if self.on("missing-400"):
            raise NoError(400, "unknown")
        raise NoError(404, "unknown")

    def mine(self, rows: list[Row], who: str, spared: str = "") -> list[Row]:
        """Return those of somebody."""
        return [row for row in rows if row.owner == who or self.on(spared)]

"""What Ottava keeps."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.mutants.other.studio.edits import edited
from tests.mutants.other.studio.papers import Papers
from tests.mutants.other.till.books import Clock, Row
from tests.mutants.other.till.forms import NoError

GRANTED: Final = 1_000_000
ENDED: Final = ("done", "failed", "cancelled")


class Shelf:
    """All that is kept, with one fault or none."""

    def __init__(self, fault: str, clock: Clock) -> None:
        """Begin with nothing."""
        self.fault, self.clock = fault, clock
        self.papers = Papers(edited(fault))
        self.made = self.begun = 0
        self.jobs: list[Row] = []
        self.voices: list[Row] = []
        self.presets: list[Row] = []
        self.used: dict[str, int] = {}
        self.log: list[tuple[str, str, str, int]] = []
        self.answered: dict[tuple[str, str], tuple[Any, bytes, dict[str, str]]] = {}

    def on(self, *names: str) -> bool:
        """Whether one of these faults is on."""
        return bool(self.fault) and self.fault in names

    def now(self, later: int = 0) -> str:
        """Return the time as callers see it, or some seconds later."""
        moment = datetime.fromtimestamp(self.clock(), UTC) + timedelta(seconds=later)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def row(self, kind: str, owner: str, body: dict[str, Any], status: str = "") -> Row:
        """Return something new."""
        self.made += 1
        name = f"{kind}_{self.made:012x}"
        now = self.now()
        return Row(
            id=name,
            owner=owner,
            body=deepcopy(body),
            created=now,
            status=status,
            more={"updated": now},
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
        raise NoError(410 if self.on("missing-410") else 404, "unknown")

    def mine(self, rows: list[Row], who: str, spared: str = "") -> list[Row]:
        """Return those of somebody."""
        return [row for row in rows if row.owner == who or self.on(spared)]

    def left(self, who: str) -> int:
        """Return the credits that somebody has left."""
        return GRANTED - self.used.get(who, 0)

    def take(self, who: str, credits_: int) -> None:
        """Take credits, or give them back when there are fewer than none."""
        self.used[who] = self.used.get(who, 0) + credits_

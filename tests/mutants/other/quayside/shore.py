"""What every part of Quayside stands on: callers, ids, moments, and what is kept."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.mutants.other.quayside.errors import RefusedError
from tests.mutants.other.quayside.judging import CODE, UUID, Judge
from tests.mutants.other.quayside.wire import Asked, wrong
from tests.mutants.other.quayside.wrongness import Fault

Json = Any
KEYS = {"key-of-ann": "ann", "key-of-ben": "ben"}
FIRST = datetime(2031, 5, 1, tzinfo=UTC)
SPACE = uuid.UUID("7a1e5a5e-0000-4000-8000-000000000000")
WATER = ("water", "power", "fuel", "wifi")


class Shore:
    """What is kept, and for whom."""

    def __init__(self, fault: str) -> None:
        self.fault = Fault(fault)
        self.tick = 0
        self.made = 0
        self.berths = {one["code"]: one for one in map(_berth, range(24))}
        self.closures: dict[str, dict[str, Json]] = {}
        self.vessels: dict[str, dict[str, Json]] = {}
        self.stays: dict[str, dict[str, Json]] = {}
        self.keys: dict[tuple[str, str], tuple[Json, dict[str, Json]]] = {}
        self.codes: dict[str, dict[str, Json]] = {}
        self.jobs: dict[str, dict[str, Json]] = {}
        self.preferences: dict[str, dict[str, Json]] = {}

    def judge(self) -> Judge:
        """Return somebody to judge one body."""
        return Judge(self.fault)

    def new_id(self) -> str:
        """Return another id."""
        self.made += 1
        return str(uuid.uuid5(SPACE, str(self.made)))

    def now(self) -> str:
        """Return the moment."""
        return (FIRST + timedelta(seconds=self.tick)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def caller(self, asked: Asked, *, only_bearer: bool) -> str:
        """Return who asks; 401 for nobody."""
        scheme, _, token = asked.headers.get("authorization", "").partition(" ")
        bearer = KEYS.get(token.strip()) if scheme.lower() == "bearer" else None
        key = KEYS.get(asked.headers.get("x-quay-key", ""))
        if self.fault("any-bearer") and scheme.lower() == "bearer" and token:
            bearer = bearer or "ann"
        if self.fault("any-key") and asked.headers.get("x-quay-key"):
            key = key or "ann"
        if only_bearer and not self.fault("staff-by-key"):
            key = None
        who = bearer or key
        if who is None:
            raise RefusedError(401)
        return who

    def kept(
        self, shelf: dict[str, dict[str, Json]], asked: Asked, name: str, free: str = ""
    ) -> dict[str, Json]:
        """Return what the path names, of the caller; 404 for others'."""
        key = asked.held[name]
        if not UUID.fullmatch(key):
            wrong(name, "is no UUID")
        found = shelf.get(key.lower())
        if found is None or (found["who"] != asked.who and not self.fault(free)):
            raise RefusedError(self.fault.pick(404, unknown_410=410))
        return found

    def berth(self, asked: Asked) -> dict[str, Json]:
        """Return the berth that the path names."""
        code = asked.held["code"]
        if not CODE.fullmatch(code):
            wrong("code", "is no code of a berth")
        if code not in self.berths:
            raise RefusedError(404)
        return self.berths[code]


def whole(asked: Asked, name: str, low: int, high: float, default: int) -> int:
    """Return an integer of the query."""
    said = asked.one(name)
    if said is None:
        return default
    if not re.fullmatch(r"-?[0-9]{1,400}", said, re.ASCII) or not low <= int(said) <= high:
        wrong(name, f"is no integer from {low} on, to {high}")
    return int(said)


def decimal(text: str, name: str) -> float:
    """Return a number of the query."""
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", text, re.ASCII):
        wrong(name, "is no number")
    return float(text)


def one_of(value: str | None, name: str, default: str, *values: str) -> str:
    """Return one of several texts of the query."""
    if value is None:
        return default
    if value not in values:
        wrong(name, "is none of those")
    return value


def _berth(place: int) -> dict[str, Json]:
    amenities = [name for bit, name in enumerate(WATER) if (place * 7 + 3) >> bit & 1]
    return {
        "code": f"{'ABCD'[place // 6]}-{place % 6 + 1:02}",
        "length": 6.0 + place * 5 % 24 * 2,
        "depth": 1.5 + place % 5,
        "amenities": amenities,
        "pier": "ABCD"[place // 6],
    }

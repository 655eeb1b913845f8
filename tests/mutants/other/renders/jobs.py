"""Jobs of Renders: they wait, are worked on and end, by a clock that is given."""

import base64
import json
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, TypeAlias

from tests.mutants.other.quayside.wrongness import Fault
from tests.mutants.other.renders.asks import FILM, Ask, Json
from tests.mutants.other.renders.forms import BadError

Clock: TypeAlias = Callable[[], float]
"""Seconds since 1970."""
TICK: Final = 0.005
QUEUED: Final = 0.020
WORKING: Final = 0.040
LOST: Final = 0.05
ENDED: Final = ("completed", "failed")
UNLUCKY: Final = 13
"""One prompt of so many is refused by whoever looks at what is made."""


class Ticks:
    """A clock that goes on by a tick whenever somebody looks at it: it knows no pauses."""

    def __init__(self, begins: float) -> None:
        """Begin at a moment."""
        self.now = begins

    def __call__(self) -> float:
        """Return the time, a tick later than the last."""
        self.now += TICK
        return self.now


@dataclass(slots=True, kw_only=True)
class Job:
    """A job.

    Attributes:
        fails: Why it fails, "" for one that does not.
        born: When it was made.
        looks: How often it was shown.
        ended: How often it was shown at its end.
        until: Second in which its links end, 0 for none yet.
    """

    id: str
    owner: str
    ask: Ask
    fails: str
    born: float
    looks: int = 0
    ended: int = 0
    until: int = 0

    @property
    def kind(self) -> str:
        """What comes of it."""
        return "video" if self.ask.type in FILM else "image"


def moment(seconds: float) -> str:
    """Return a moment as callers see it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def luck(ask: Ask) -> str:
    """Return why a job fails, "" for nothing."""
    for data in (ref.said["data"] for ref in ask.refs if ref.has("data")):
        try:
            base64.b64decode(data, validate=True)
        except ValueError:
            return "corrupt_input"
    letters = sum(map(ord, ask.body.get("prompt", "")))
    return "" if letters % UNLUCKY else "content_moderated"


class Shelf:
    """All jobs, with one fault or none."""

    def __init__(self, off: Fault, clock: Clock) -> None:
        """Begin with nothing."""
        self.off, self.clock = off, clock
        self.now = clock()
        self.jobs: dict[str, Job] = {}
        self.kept: dict[tuple[str, str], tuple[str, Job]] = {}
        self.names: Counter[str] = Counter()

    def name(self, what: str) -> str:
        """Return a new id; those of one sort do not depend on others."""
        self.names[what] += 1
        seed = f"{what} {self.names[what]}".encode()
        return str(uuid.UUID(bytes=sha256(seed).digest()[:16], version=4))

    def state(self, job: Job) -> str:
        """Return the state of a job."""
        age, off = self.now - job.born, self.off
        if off("stuck-queued", "starts-completed"):
            return off.pick("queued", starts_completed="completed")
        stuck = off("stuck-processing") or (off("stuck-video") and job.kind == "video")
        if age < QUEUED:
            return off.pick("queued", starts_processing="processing")
        if age < QUEUED + WORKING or stuck:
            return "processing"
        if off("backwards") and job.looks % 3 == 2:
            return "processing"
        if off("backwards-queued") and age < QUEUED + WORKING * 2:
            return "queued"
        return self.end(job)

    def end(self, job: Job) -> str:
        """Return how a job ends."""
        off, end = self.off, "failed" if job.fails else "completed"
        if off("never-fails"):
            return "completed"
        if off("flips") and job.ended >= 1:
            return "completed" if end == "failed" else "failed"
        return "failed" if off("flips-late") and job.ended >= 3 else end

    def usable(self, ask: Ask, who: str) -> None:
        """Judge what the document leaves to the server.

        Raises:
            BadError: It is not made, or goes on from what cannot be used.
        """
        if ask.type == "video_reframe" and ask.inner.get("resolution") == "1080p":
            raise BadError(422, "/video/resolution", "is coming soon")
        if ask.model == "ray-3.2" and ask.body.get("aspect_ratio") in {"3:1", "1:3"}:
            raise BadError(422, "/aspect_ratio", "is not made by this model")
        wanted = "image" if ask.type == "image_edit" else "video"
        for ref in ask.refs:
            if ref.has("generation_id"):
                named = self.jobs.get(ref.said["generation_id"].lower())
                if not self.chained(named, who, wanted if ref.place == "source" else ""):
                    at = f"{ref.at}/generation_id"
                    raise BadError(422, at, "names nothing that can be used")

    def chained(self, named: Job | None, who: str, wanted: str) -> bool:
        """Whether somebody may go on from a job; wanted is "" where any kind will do."""
        off = self.off
        if named is None or off("drop:chain"):
            return off("drop:chain", "chain-unknown")
        return (
            (named.owner == who or off("chain-foreign"))
            and (self.state(named) == "completed" or off("chain-unfinished"))
            and (wanted in {"", named.kind} or off("chain-kind"))
        )

    def create(self, ask: Ask, who: str, key: str | None) -> tuple[Job, bool]:
        """Return a job, and whether it was there before.

        Raises:
            BadError: The key was used with another body, or something cannot be used.
        """
        said = json.dumps(ask.body, sort_keys=True)
        mine = self.key(who, key or "")
        known = self.kept.get(mine) if key is not None else None
        if known is not None:
            if known[0] != said and not self.off("key-other-body"):
                raise BadError(422, "", "Idempotency-Key was used with another body")
            return known[1], True
        self.usable(ask, who)
        job = Job(id=self.name("job"), owner=who, ask=ask, fails=luck(ask), born=self.now)
        self.jobs[job.id] = job
        if key is not None:
            self.kept[mine] = said, job
        return job, False

    def key(self, who: str, key: str) -> tuple[str, str]:
        """Return what a key is known by."""
        plain = key.lower() if self.off("key-caseless") else key
        return "" if self.off("key-shared") else who, plain

    def first(self) -> Json:
        """Return the first job, None without any."""
        return next(iter(self.jobs.values()), None)

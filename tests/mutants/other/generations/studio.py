"""Generations: one worker makes them, one after another."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from tests.mutants.other.generations.members import (
    EDIT,
    FILMED,
    IMAGE,
    REFRAME,
    TYPES,
    VIDEO,
    VIDEO_EDIT,
)
from tests.mutants.other.generations.refusal import RefusalError
from tests.mutants.other.generations.together import given

TURN: Final = 0.002
"""Seconds that the only worker takes for a job."""
Clock: TypeAlias = Callable[[], float]
"""Seconds from some moment on."""


@dataclass(slots=True, kw_only=True)
class Item:
    """A generation.

    Attributes:
        begins: When the worker begins, by the studio's clock.
        ends: When it has done.
        fails: Nothing comes of it.
        polls: How often its state was looked at since.
    """

    name: str
    owner: str
    kind: str
    model: str
    begins: float
    ends: float
    fails: bool
    polls: int = 0
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat())


class Studio:
    """All generations."""

    def __init__(self, fault: str, clock: Clock = time.monotonic) -> None:
        """Open with one fault, or none."""
        self.fault = fault
        self.clock = clock
        self.items: dict[str, Item] = {}
        self.free = 0.0

    def off(self, *names: str) -> bool:
        """Whether one of these faults is on."""
        return self.fault in names

    def find(self, name: str, who: str) -> Item | None:
        """Return a generation that the caller may see."""
        item = self.items.get(name)
        seen = item is not None and (item.owner == who or self.off("all-see-all"))
        return item if seen else None

    def make(self, who: str, body: dict[str, Any]) -> Item:
        """Make a generation and queue it."""
        begins = max(self.clock(), self.free)
        self.free = begins + TURN
        name = str(uuid.uuid4())
        if self.off("id-upper"):
            name = f"gen_{name}"
        if self.off("same-id"):
            name = "7d0ab0e8-9a6a-4d8e-bb6c-6c9a6a9b1e33"
        item = self.items[name] = Item(
            name=name,
            owner=who,
            kind=body.get("type") or IMAGE,
            model=body.get("model") or "uni-1",
            begins=begins,
            ends=self.free,
            fails="fail" in str(body.get("user_id")) or len(self.items) % 19 == 18,
        )
        return item

    def chained(self, who: str, body: dict[str, Any]) -> None:
        """Judge the generations that a request goes on from.

        Raises:
            RefusalError: One cannot be used here.
        """
        kind, video = body.get("type") or IMAGE, given(body.get("video"))
        wanted = FILMED if kind in (VIDEO_EDIT, REFRAME) else (IMAGE, EDIT)
        self.goes_on(who, given(body.get("source")), "/source", wanted)
        for frame in ("start_frame", "end_frame"):
            self.goes_on(who, given(video.get(frame)), f"/video/{frame}", TYPES)

    def goes_on(self, who: str, ref: dict[str, Any], at: str, wanted: tuple[str, ...]) -> None:
        """Judge one earlier generation, if there is one."""
        named = ref.get("generation_id")
        if named is None:
            return
        earlier, at = self.items.get(named.lower()), f"{at}/generation_id"
        if earlier is None and self.off("chain-unknown"):
            return
        if earlier is None or (earlier.owner != who and not self.off("chain-anybody")):
            raise RefusalError(at, "chain-kind", "no such generation")
        if earlier.kind not in wanted:
            raise RefusalError(at, "chain-kind", "a generation of another kind")
        if self.state(earlier) != "completed":
            raise RefusalError(at, "chain-kind", "not completed yet")

    def state(self, item: Item) -> str:
        """Return the state of a generation."""
        now = self.clock()
        if self.off("begins-completed"):
            return "completed"
        stuck = {"lost": EDIT, "stuck-queued": VIDEO}.get(self.fault)
        if item.kind == stuck or now < item.begins:
            return "queued"
        if now < item.ends:
            return "processing"
        item.polls += 1
        return self._wrong(item.polls) or ("failed" if item.fails else "completed")

    def _wrong(self, polls: int) -> str:
        """Return what a fault says of a generation that is done, "" for nothing."""
        if self.off("skips-back-queued") and polls <= 2:
            return "processing" if polls == 1 else "queued"
        if self.off("backwards") and polls == 2:
            return "processing"
        return "failed" if self.off("done-then-failed") and polls >= 2 else ""

    def view(self, item: Item, state: str) -> dict[str, Any]:
        """Return a generation as callers see it."""
        if self.off("begins-completed"):
            state = "completed"
        model: dict[str, Any] = {"model": item.model}
        if self.off("model-default", "model-null"):
            model = {"model": None if self.off("model-null") else "uni-1"}
        return {
            "id": item.name,
            "created_at": 1_700_000_000 if self.off("created-number") else item.created,
            "state": "done" if state == "completed" and self.off("state-unknown") else state,
            "type": IMAGE if self.off("type-default") else item.kind,
            **({} if self.off("no-model") else model),
            **self._outcome(item, state),
        }

    def _outcome(self, item: Item, state: str) -> dict[str, Any]:
        """Return what came of a generation."""
        out = {"type": "video" if item.kind in FILMED else "image"}
        if not self.off("output-no-url"):
            out["url"] = f"https://cdn.example/{item.name}"
        shown = {
            "completed": not self.off("completed-bare", "begins-completed"),
            "processing": self.off("output-early"),
            "failed": self.off("failure-with-output"),
        }
        said: dict[str, Any] = {"output": [out]} if shown.get(state) else {}
        if state == "failed" and not self.off("failed-bare"):
            said |= {"failure_code": "generation_failed", "failure_reason": "It did not work."}
        if state == "queued" and self.off("failure-code-early"):
            said["failure_code"] = "generation_failed"
        return said

"""Jobs as faults show them."""

from collections.abc import Callable
from typing import Any, Final

Shown = dict[str, Any]
Wrong = Callable[[Shown], Shown]
HAUNTED: Final = {
    "cancelled-goes-on": ("cancelled", "done"),
    "cancelled-restarts": ("cancelled", "running"),
    "done-reopens": ("done", "running"),
    "done-then-failed": ("done", "failed"),
    "failed-then-done": ("failed", "done"),
}
"""What a job that has ended goes on to when it is looked at."""
EARLY: Final = {
    "outputs-early": "running",
    "outputs-of-cancelled": "cancelled",
    "outputs-of-failed": "failed",
}
"""Another state with outputs."""
TOO_LATE: Final = {"code": "timeout", "message": "It took long."}
SPEECH: Final = {"kind": "speech", "text": "a", "voice": "ava"}


def less(shown: Shown, name: str) -> Shown:
    """Return something without a member."""
    return {member: value for member, value in shown.items() if member != name}


def each(shown: Shown, name: str, change: Callable[[Any], Any]) -> Shown:
    """Return something with another value of a member, where it has one."""
    return shown | {name: change(shown[name])} if shown.get(name) is not None else shown


def silent(layers: list[Shown]) -> list[Shown]:
    """Return layers that gain nothing."""
    return [layer | {"gain_db": 0} for layer in layers]


INPUT: Final[dict[str, Wrong]] = {
    "input-tags-sorted": lambda x: each(x, "tags", sorted),
    "input-defaults-less": lambda x: less(x, "priority"),
    "input-format-mp3": lambda x: each(x, "format", lambda _: "mp3"),
    "input-speed-whole": lambda x: each(x, "speed", lambda speed: int(speed) or 1),
    "input-text-trimmed": lambda x: each(x, "text", lambda text: text.strip() or text),
    "input-seed-less": lambda x: less(x, "seed"),
    "input-turns-reversed": lambda x: each(x, "turns", lambda turns: turns[::-1]),
    "input-gain-0": lambda x: each(x, "layers", silent),
    "input-extra": lambda x: x | {"engine": "o2"},
    "input-bpm-of-default": lambda x: {"bpm": 120} | x if x["kind"] == "music" else x,
}
ALWAYS: Final[dict[str, Wrong]] = {
    "title-of-null-empty": lambda x: x | {"title": x["title"] or ""},
    "title-upper": lambda x: each(x, "title", str.upper),
    "tags-reversed": lambda x: each(x, "tags", lambda tags: tags[::-1]),
    "priority-normal": lambda x: x | {"priority": "normal"},
    "credits-text": lambda x: each(x, "credits", str),
    "created-epoch": lambda x: x | {"created_at": 1_772_366_400},
    "updated-before-created": lambda x: x | {"updated_at": "2020-01-01T00:00:00Z"},
    "kind-less": lambda x: less(x, "kind"),
    "retry-of-less": lambda x: x if x["retry_of"] else less(x, "retry_of"),
    "state-upper": lambda x: each(x, "state", str.upper),
    "input-of-speech": lambda x: x | {"input": SPEECH} if x["kind"] == "effect" else x,
    "progress-fraction": lambda x: each(x, "progress", lambda done: done / 100),
    "done-music-bare": lambda x: less(x, "outputs") if x["kind"] == "music" else x,
}
IN_STATE: Final[dict[str, tuple[str, Wrong]]] = {
    "done-bare": ("done", lambda x: less(x, "outputs")),
    "done-empty": ("done", lambda x: x | {"outputs": []}),
    "failure-less": ("failed", lambda x: less(x, "failure")),
    "failure-unknown": ("failed", lambda x: each(x, "failure", lambda f: f | {"code": "oops"})),
    "failure-text": ("failed", lambda x: each(x, "failure", lambda f: f["code"])),
    "failure-of-done": ("done", lambda x: x | {"failure": TOO_LATE}),
    "done-99": ("done", lambda x: x | {"progress": 99}),
    "queued-10": ("queued", lambda x: x | {"progress": 10}),
    "progress-down": ("failed", lambda x: x | {"progress": 5}),
    "state-succeeded": ("done", lambda x: x | {"state": "succeeded"}),
}


def wrong_input(fault: str, said: Shown) -> Shown:
    """Return a request as a fault shows it."""
    return INPUT[fault](said) if fault in INPUT else said


def wrong_job(fault: str, shown: Shown) -> Shown:
    """Return a job as a fault shows it."""
    state, wrong = IN_STATE.get(fault, ("", None))
    if wrong is not None and shown["state"] == state:
        return wrong(shown)
    return ALWAYS[fault](shown) if fault in ALWAYS else shown

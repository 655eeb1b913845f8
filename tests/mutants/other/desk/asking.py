"""Requests to Deskline, one after another, by a clock that somebody turns."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.mutants.other.desk.server import deskline

from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire

Json = Any
NAMED: Final = re.compile(r"(?:prj|tic|exp)_[0-9a-f]{12}")
SLOT: Final = re.compile(r"\{(prj|tic|exp)(\d)\}")
MOMENT: Final = re.compile(r'("created_at": "\d{4}-\d\d-\d\d)T[^"]*"')
BOUNDARY: Final = "x7y"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request.

    Attributes:
        path: ``{tic0}`` stands for the id of the first ticket, and so on.
        body: JSON, or bytes as they are; None for none.
        later: Seconds that pass before.
    """

    method: str
    path: str
    body: Json = None
    headers: dict[str, str | None] = field(default_factory=dict)
    later: float = 0


class Hand:
    """A clock that somebody turns."""

    def __init__(self) -> None:
        """Begin."""
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


def answers(fault: str, steps: Iterable[Step]) -> list[tuple[int, str, str]]:
    """Return status, headers and text of each answer; ids are numbered, times left out."""
    clock = Hand()
    transport = InProcess(deskline(fault, clock))
    ids: list[str] = []
    said: list[tuple[int, str, str]] = []
    try:
        for step in steps:
            clock.now += step.later
            reply = transport.send([_wire(step, ids)])[0]
            text = MOMENT.sub(r"\1", reply.body.decode())
            kept = [
                f"{n}: {v}" for n, v in reply.headers.items() if n.lower() in ("etag", "location")
            ]
            heads = " ".join(sorted(kept))
            ids += [each for each in dict.fromkeys(NAMED.findall(text)) if each not in ids]
            said.append((reply.status, _numbered(heads, ids), _numbered(text, ids)))
    finally:
        transport.close()
    return said


def _numbered(text: str, ids: list[str]) -> str:
    for place, name in enumerate(ids):
        text = text.replace(name, f"id-{place}")
    return text


def _wire(step: Step, ids: list[str]) -> Wire:
    def known(found: re.Match[str]) -> str:
        return [name for name in ids if name.startswith(found[1])][int(found[2])]

    given: dict[str, str | None] = {"x-desk-key": "mine"}
    if step.body is not None:
        given["content-type"] = "application/json"
    given |= step.headers
    raw = step.body
    if raw is not None and not isinstance(raw, bytes):
        raw = json.dumps(raw).encode()
    return Wire(
        method=step.method,
        target=SLOT.sub(known, step.path),
        headers=tuple((name, value) for name, value in given.items() if value is not None),
        body=raw,
    )

"""What Renders answers to some requests, by a clock that somebody turns."""

import json
import re
from collections.abc import Iterable
from typing import Final

from tests.mutants.other.renders.server import renders
from tests.mutants.other.renders.steps import NOBODY, Step

from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire

NOON: Final = 1_772_366_400.0
NAMED: Final = re.compile(r'"id": "([^"]+)"')
LINKED: Final = re.compile(r'"url": "http://127\.0\.0\.1([^"]+)"')
Said = tuple[int, tuple[tuple[str, str], ...], bytes]


class Hand:
    """A clock that somebody turns."""

    def __init__(self) -> None:
        """Begin."""
        self.now = NOON

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


def answers(fault: str, steps: Iterable[Step]) -> list[Said]:
    """Return status, headers and body of each answer."""
    clock = Hand()
    transport = InProcess(renders(fault, clock))
    seen = {"{id}": NOBODY, "{link}": "/files/none"}
    said: list[Said] = []
    try:
        for step in steps:
            clock.now += step.later
            reply = transport.send([_wire(step, seen)])[0]
            text = reply.body.decode("utf-8", "replace")
            for slot, pattern in (("{id}", NAMED), ("{link}", LINKED)):
                seen[slot] = (pattern.findall(text) or [seen[slot]])[-1]
            said.append((reply.status, tuple(sorted(reply.headers.items())), reply.body))
    finally:
        transport.close()
    return said


def _filled(text: str, seen: dict[str, str]) -> str:
    for slot, value in seen.items():
        text = text.replace(slot, value)
    return text


def _wire(step: Step, seen: dict[str, str]) -> Wire:
    given: dict[str, str | None] = {"authorization": "Bearer key-a"}
    if step.body is not None:
        given["content-type"] = "application/json"
    raw = step.body
    if raw is not None and not isinstance(raw, bytes):
        raw = _filled(json.dumps(raw), seen).encode()
    return Wire(
        method=step.method,
        target=_filled(step.path, seen),
        headers=tuple((n, v) for n, v in (given | step.headers).items() if v is not None),
        body=raw,
    )

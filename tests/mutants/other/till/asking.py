"""What Tillside answers to some requests."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from tests.mutants.other.till.server import tillside
from tests.mutants.other.till.steps import Heads, Step

from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire

SLOT: Final = re.compile(r"\{([a-z]{3})(\d+)\}")
NOON: Final = 1_772_366_400.0
Said = tuple[int, tuple[tuple[str, str], ...], bytes]
Server = Callable[..., Any]


def answers(fault: str, steps: Iterable[Step]) -> list[Said]:
    """Return status, headers and body of each answer; the clock stands still."""
    return asked(tillside(fault, lambda: NOON), steps, {"authorization": "Bearer sk_ann"})


def asked(server: Server, steps: Iterable[Step], heads: Heads) -> list[Said]:
    """Return what a server answers to requests with some headers."""
    transport = InProcess(server)
    seen = {"{cursor}": "none", "{etag}": ""}
    said: list[Said] = []
    try:
        for step in steps:
            reply = transport.send([_wire(step, seen, heads)])[0]
            named = tuple(sorted((name.lower(), text) for name, text in reply.headers.items()))
            seen["{etag}"] = seen["{etag}"] or dict(named).get("etag", "")
            found = re.search(rb'"next_cursor": "([^"]*)"', reply.body)
            if found:
                seen["{cursor}"] = found[1].decode()
            said.append((reply.status, named, reply.body))
    finally:
        transport.close()
    return said


def _filled(text: str, seen: dict[str, str]) -> str:
    for slot, value in seen.items():
        text = text.replace(slot, value)
    return SLOT.sub(lambda found: f"{found[1]}_{int(found[2]):012x}", text)


def _wire(step: Step, seen: dict[str, str], heads: Heads) -> Wire:
    given = dict(heads)
    raw = step.body
    if raw is not None:
        given["content-type"] = "application/json"
    if raw is not None and not isinstance(raw, bytes):
        raw = _filled(json.dumps(raw), {}).encode()
    given |= step.headers
    return Wire(
        method=step.method,
        target=_filled(step.path, seen),
        headers=tuple((n, _filled(v, seen)) for n, v in given.items() if v is not None),
        body=raw,
    )

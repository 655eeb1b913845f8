"""Requests to the shop, one after another, by a clock that somebody turns."""

import json

from tests.mutants.model import Json
from tests.mutants.other.desk.asking import Hand
from tests.mutants.other.shop.probes import PROBES, Step
from tests.mutants.other.shop.server import orders

from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire


def shown(fault: str) -> bool:
    """Whether the requests that show a fault are answered otherwise than without it."""
    return answers(fault, PROBES[fault]) != answers("", PROBES[fault])


def answers(fault: str, steps: list[Step]) -> list[tuple[int, str]]:
    """Return status and text of each answer."""
    clock = Hand()
    transport = InProcess(orders(fault, clock))
    said: list[tuple[int, str]] = []
    try:
        for method, path, body, headers in steps:
            if method == "WAIT":
                clock.now += float(path)
                continue
            reply = transport.send([_wire(method, path.replace("{id}", "1"), body, headers)])[0]
            said.append((reply.status, reply.body.decode()))
    finally:
        transport.close()
    return said


def _wire(method: str, path: str, body: Json, headers: dict[str, str | None]) -> Wire:
    given: dict[str, str | None] = {"x_api_key": "mine", "x_channel": "web"}
    given |= {"content_type": "application/json"} if body is not None else {}
    given |= headers
    sent = [(name.replace("_", "-"), value) for name, value in given.items() if value is not None]
    raw = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    return Wire(method=method, target=path, headers=tuple(sent), body=raw)

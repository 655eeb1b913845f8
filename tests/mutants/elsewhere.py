"""The same for a server that somebody wrote by hand, with faults of its own."""

import json
import re
import time
from functools import lru_cache
from pathlib import Path

from tests.mutants.model import Json
from tests.mutants.other.orders import orders
from tests.mutants.other.probes import PROBES, Step
from tests.mutants.ours import Result, campaign, loudest, options

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api, open_api

TIME = re.compile(r'"created_at":"[^"]*"')
SPEC = Path(__file__).with_name("other") / "orders.json"


@lru_cache(maxsize=1)
def true_api() -> Api:
    """Return the shop's API."""
    api, found = open_api(str(SPEC))
    if api is None:
        raise ValueError(found)
    return api


def against(fault: str, seed: int, *, whole: bool) -> Outcome:
    """Run a campaign against the shop with a fault, "" for none."""
    transport = InProcess(orders(fault))
    try:
        chosen = options(seed, ("mine", "theirs"))
        return campaign(true_api(), transport, chosen, whole=whole)
    finally:
        transport.close()


@lru_cache(maxsize=32)
def known(seed: int) -> frozenset[str]:
    """Return what a campaign finds on the shop without a fault."""
    return frozenset(item.key for item in against("", seed, whole=True).findings)


def judge(fault: str, seed: int) -> Result:
    """Return whether one campaign finds one fault."""
    before = known(seed)
    began, busy = time.monotonic(), time.process_time()
    outcome = against(fault, seed, whole=True)
    return Result(
        id=fault,
        tool="ours, another server",
        seed=seed,
        keys=tuple(item.key for item in outcome.findings if item.key not in before)[:12],
        loudest=loudest(outcome, before),
        requests=outcome.requests,
        seconds=round(time.monotonic() - began, 2),
        cpu=round(time.process_time() - busy, 2),
        stopped=outcome.stopped,
    )


def true_server(seed: int) -> dict[str, Json]:
    """Return how a campaign against the shop without a fault ended."""
    outcome = against("", seed, whole=True)
    tallies = outcome.operations.values()
    return {
        "seed": seed,
        "findings": [item.key for item in outcome.findings],
        "valid": sum(each.valid for each in tallies),
        "accepted": sum(each.accepted for each in tallies),
        "requests": outcome.requests,
        "seconds": round(outcome.seconds, 2),
    }


def shown(fault: str) -> bool:
    """Whether the requests that show a fault are answered otherwise than without it."""
    return _answers(fault, PROBES[fault]) != _answers("", PROBES[fault])


def _answers(fault: str, steps: list[Step]) -> list[tuple[int, str]]:
    transport = InProcess(orders(fault))
    said: list[tuple[int, str]] = []
    try:
        for method, path, body, headers in steps:
            if method == "SLEEP":
                time.sleep(float(path))
                continue
            reply = transport.send([_wire(method, path.replace("{id}", "1"), body, headers)])[0]
            said.append((reply.status, TIME.sub("", reply.body.decode())))
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

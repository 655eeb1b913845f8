"""A campaign once more: on the same server, and divided."""

from dataclasses import replace

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.requests.plan import JOURNEYS, PROTOCOL, RULES, Wish
from tallystick.fuzz.schemathesis.proxy import logged
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.serve import app

OPTIONS = Options(
    wish=Wish(seed=5, phases=(RULES, PROTOCOL, JOURNEYS)), credentials=Credentials(auth=("mine",))
)


def test_a_server_that_has_seen_it_before_is_silent(box: Api) -> None:
    """Its idempotency keys are known there: what they bring back is not new, and may have ended."""
    transport = InProcess(app(box, token="mine"))
    try:
        outcomes = [run(box, transport, OPTIONS) for _ in range(2)]
    finally:
        transport.close()
    assert [[item.key for item in outcome.findings] for outcome in outcomes] == [[], []]


def test_logs_of_shards_are_together_the_log_of_the_whole(box: Api) -> None:
    """Line by line; what is sent to compare answers stands in none of them."""
    logs: list[list[str]] = []
    for shard in ((1, 1), (1, 2), (2, 2)):
        transport = InProcess(app(box, token="mine"))
        logs.append([])
        wish = replace(OPTIONS.wish, shard=shard)
        try:
            run(box, transport, replace(OPTIONS, wish=wish), log=logs[-1])
        finally:
            transport.close()
    assert sorted(logs[0]) == sorted(logs[1] + logs[2])


def test_ids_that_answers_gave_are_not_logged_in_bodies() -> None:
    """They differ from run to run, and the log of a seed does not; short words stay."""
    known = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
    body = f'{{"source": "{known}", "kind": "open"}}'.encode()
    wire = Wire(method="POST", target="/boxes", headers=(), body=body)
    line = logged(wire, "stateful", {known, "open"})
    assert line.endswith('{"source": "{given}", "kind": "open"}')

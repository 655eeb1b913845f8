"""Injected faults: the asked-for share of requests, the same ones for the same seed."""

import asyncio
from typing import Any

import httpx2
import pytest

from tallystick.serve.faults import ConnectionDropped, FaultMiddleware, Faults

RATES: dict[str, dict[str, Any]] = {
    "status": {"status_rate": 0.3},
    "drop": {"drop_rate": 0.3},
    "truncate": {"truncate_rate": 0.3},
    "all": {"status_rate": 0.2, "drop_rate": 0.2, "truncate_rate": 0.2, "delay_rate": 0.2},
}


def pattern(kitchen: Any, count: int = 40) -> list[str]:
    """Return what became of each of many requests."""
    seen = []
    for _ in range(count):
        try:
            seen.append(str(kitchen.get("/menu").status_code))
        except ConnectionDropped:
            seen.append("cut")
    return seen


@pytest.mark.parametrize("rates", RATES.values(), ids=RATES)
def test_the_same_seed_spoils_the_same_requests(serve: Any, rates: dict[str, Any]) -> None:
    """Another seed spoils others."""
    faults = Faults(seed=7, delay=0.0, **rates)
    first, second = pattern(serve(faults=faults)), pattern(serve(faults=faults))
    assert first == second
    assert 0 < first.count("200") < 40
    assert pattern(serve(faults=Faults(seed=8, delay=0.0, **rates))) != first


def test_one_rate_moves_no_other_fault() -> None:
    """A test can turn one fault up and keep the others where they were."""
    few, many = Faults(drop_rate=0.1), Faults(drop_rate=0.1, status_rate=0.9, delay_rate=0.5)
    assert [few.choose(n).drop for n in range(200)] == [many.choose(n).drop for n in range(200)]


@pytest.mark.parametrize("rate", [0.0, 0.25, 1.0])
def test_rates_are_kept(rate: float) -> None:
    """None at 0, all at 1, the asked-for share between."""
    faults = Faults(status_rate=rate, statuses=(503,))
    share = sum(faults.choose(n).status == 503 for n in range(4000)) / 4000
    assert share == pytest.approx(rate, abs=0.03)


def test_an_injected_status_is_a_problem_and_does_nothing(serve: Any) -> None:
    """The request is not carried out."""
    kitchen = serve(faults=Faults(status_rate=1.0, statuses=(503,)))
    answer = kitchen.post("/toasts")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "0")
    assert "on purpose" in answer.json()["detail"]
    assert kitchen.server.run_pending() == 0


def test_a_dropped_request_is_carried_out_half_of_the_time(serve: Any) -> None:
    """Callers cannot know, which is what keys are for."""
    kitchen = serve(faults=Faults(drop_rate=1.0))
    for _ in range(40):
        with pytest.raises(ConnectionDropped):
            kitchen.post("/toasts")
    assert 10 < kitchen.server.run_pending() / 2 < 30


def test_health_is_never_spoilt(serve: Any) -> None:
    """Whoever waits for the server must see that it is there."""
    kitchen = serve(faults=Faults(status_rate=1.0, drop_rate=1.0))
    assert kitchen.get("/healthz").status_code == 200


def test_a_delay_waits_before_the_request_is_looked_at() -> None:
    """By the clock that it is given."""
    order: list[object] = []

    async def sleep(seconds: float) -> None:
        order.append(seconds)

    async def inner(*_: object) -> None:
        order.append("served")

    middleware = FaultMiddleware(inner, Faults(delay_rate=1.0, delay=2.5), sleep=sleep)

    async def nothing(*_: object) -> Any:
        return {}

    asyncio.run(middleware({"type": "http", "path": "/"}, nothing, nothing))
    assert order == [2.5, "served"]


def test_over_a_socket_the_connection_is_cut(launch: Any) -> None:
    """No byte of an answer comes, and no traceback is logged."""
    server = launch(faults={"drop_rate": 1.0})
    with httpx2.Client(base_url=server.url) as client:
        assert client.get("/healthz").status_code == 200
        for _ in range(3):
            with pytest.raises(httpx2.RemoteProtocolError):
                client.get("/menu")
    server.process.terminate()
    assert server.end() == (0, "\n", "")


def test_over_a_socket_the_body_is_truncated(launch: Any) -> None:
    """The head promises more than comes."""
    server = launch(faults={"truncate_rate": 1.0})
    with httpx2.Client(base_url=server.url) as client, client.stream("GET", "/menu") as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx2.RemoteProtocolError):
            answer.read()
    server.process.terminate()
    assert server.end() == (0, "\n", "")

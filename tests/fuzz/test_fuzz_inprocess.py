"""Apps in this process: they may answer at once or wait, raise, and take too long."""

import asyncio
import gc
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending import inprocess
from tallystick.fuzz.sending.inprocess import Asgi, InProcess, NotStartedError
from tallystick.fuzz.sending.transport import BEGINNING, Wire

WIRE = Wire(method="POST", target="/boxes?size=1", headers=(), body=b"{}")


def replies(app: Asgi, *, timeout: float = 60.0) -> list[Reply]:
    """Return the answers to a few requests that are under way at once."""
    transport = InProcess(app, timeout=timeout)
    try:
        return transport.send([WIRE] * 3)
    finally:
        transport.close()


async def answered(send: Any, body: bytes = b"ok") -> None:
    """Answer."""
    await send({"type": "http.response.start", "status": 201, "headers": [(b"X-A", b"1")]})
    await send({"type": "http.response.body", "body": body})


@pytest.mark.parametrize("pauses", [0, 1, 3])
def test_an_app_may_wait_before_it_answers(pauses: int) -> None:
    """However often."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert (await receive())["body"] == b"{}"
        for _ in range(pauses):
            await asyncio.sleep(0)
        await answered(send, scope["query_string"])

    expected = Reply(status=201, headers={"x-a": "1"}, body=b"size=1")
    assert replies(app) == [expected] * 3


def test_of_what_is_behind_a_link_a_beginning_is_enough() -> None:
    """More is not kept."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await answered(send, b"x" * (BEGINNING + 1))

    transport = InProcess(app)
    try:
        whole, part = transport.send([WIRE, replace(WIRE, rooted=True)])
    finally:
        transport.close()
    assert (len(whole.body), len(part.body)) == (BEGINNING + 1, BEGINNING)


def test_requests_meet_while_they_wait() -> None:
    """The app may make one wait for another one."""
    here: list[int] = []
    every = asyncio.Event()

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        here.append(len(here))
        if len(here) == 3:
            every.set()
        await every.wait()
        await answered(send)

    assert [reply.status for reply in replies(app)] == [201] * 3


@pytest.mark.parametrize("pauses", [0, 1])
def test_what_an_app_raises_is_no_answer(pauses: int) -> None:
    """Before it waited or later."""

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        for _ in range(pauses):
            await asyncio.sleep(0)
        raise LookupError(scope["type"])

    expected = Reply(status=500, error="the app raised LookupError: http")
    assert replies(app) == [expected] * 3


def test_an_app_that_takes_too_long_is_told_and_may_tidy_up() -> None:
    """It hears of it where it waits, and may wait once more."""
    heard: list[str] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        if scope["type"] != "http":
            return
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            heard.append("tidied")

    assert replies(app, timeout=0.01) == [Reply(status=0, error="timed out")] * 3
    assert heard == ["tidied"] * 3


def test_an_app_that_only_lets_others_go_first_is_told_too() -> None:
    """It waits for nothing, again and again."""

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        for _ in range(500_000):
            await asyncio.sleep(0)
        await answered(send)

    assert [reply.error for reply in replies(app, timeout=0.01)] == ["timed out"] * 3


def test_an_app_that_will_not_stop_is_heard() -> None:
    """It answers though it was told that it takes too long."""

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await answered(send)

    assert [reply.status for reply in replies(app, timeout=0.01)] == [201] * 3


async def unready(scope: Any, receive: Any, send: Any) -> None:
    """Fail to start."""
    assert scope["type"] == "lifespan"
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "no database"})


def test_an_app_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent to it; one that takes for ever is given up."""
    with pytest.raises(NotStartedError, match="no database"):
        InProcess(unready)

    async def endless(_scope: Any, _receive: Any, _send: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(inprocess, "STARTING", 0.0)
    with pytest.raises(NotStartedError, match="not ready after 0 seconds"):
        InProcess(endless)


def test_what_a_lifespan_makes_is_there_for_each_request_below_a_prefix() -> None:
    """A copy for each: what one request writes is not there for another."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            scope["state"]["pool"] = "open"
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        state = scope["state"]
        state["seen"] = state.get("seen", 0) + 1
        await answered(send, f"{scope['path']} {state['pool']} {state['seen']}".encode())

    transport = InProcess(app, prefix="/v2")
    told = [reply.body for reply in transport.send([WIRE, WIRE, replace(WIRE, rooted=True)])]
    transport.close()
    assert told == [b"/v2/boxes open 1", b"/v2/boxes open 1", b"/boxes open 1"]


@pytest.mark.parametrize("pauses", [0, 1])
def test_what_was_sent_is_gone_without_a_search_for_garbage(pauses: int) -> None:
    """Nothing of a batch holds itself: a campaign of many would keep all of their requests."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        for _ in range(pauses):
            await asyncio.sleep(0)
        await answered(send)

    transport = InProcess(app)
    gc.collect()
    gc.disable()
    try:
        transport.send([WIRE] * 8)
        assert gc.collect() == 0
    finally:
        gc.enable()
        transport.close()

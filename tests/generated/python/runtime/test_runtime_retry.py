"""Sending again: when, how often, how soon, and under which key."""

from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import httpx2
import pytest

Reply = Callable[..., httpx2.Response]


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 520])
def test_passing_statuses_are_retried_with_the_same_key(
    caller: Any, reply: Reply, status: int
) -> None:
    """The key is there from the first attempt on, and the body is the same."""
    answers = [reply(status=status), reply(status=status), reply()]
    assert caller.mocked(answers).call("create", prompt="a").id == "j1"
    keys = {request.headers["idempotency-key"] for request in caller.requests}
    assert len(keys) == 1
    assert len(caller.requests) == 3
    assert {request.content for request in caller.requests} == {b'{"prompt":"a"}'}


def test_each_call_has_a_key_of_its_own(caller: Any, reply: Reply) -> None:
    """Two calls that look alike are two pieces of work."""
    caller.mocked(lambda _: reply())
    for _ in range(2):
        caller.call("create", prompt="a")
    assert len({request.headers["idempotency-key"] for request in caller.requests}) == 2


def test_the_key_can_be_given(caller: Any, reply: Reply) -> None:
    """As an option, or as the header itself."""
    caller.mocked(lambda _: reply())
    caller.call("create", prompt="a", idempotency_key="mine")
    caller.call("create", prompt="a", extra_headers={"Idempotency-Key": "mine"})
    assert [r.headers.get_list("idempotency-key") for r in caller.requests] == [["mine"], ["mine"]]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 501])
def test_lasting_statuses_are_not_retried(caller: Any, reply: Reply, status: int) -> None:
    """A second copy would fare no better."""
    with pytest.raises(caller.acme.APIStatusError) as caught:
        caller.mocked([reply(status=status)]).call("get", "j1")
    assert caught.value.status_code == status
    assert caught.value.retries == 0


def test_without_a_key_a_post_is_not_sent_again(caller: Any, reply: Reply) -> None:
    """The server may have done the work, and the work may cost money."""
    for answer in (
        reply(status=503),
        reply(status=429),
        httpx2.ReadError("gone"),
        httpx2.ReadTimeout("slow"),
        httpx2.RemoteProtocolError("closed"),
    ):
        caller.requests.clear()
        with pytest.raises(caller.acme.APIError):
            caller.mocked([answer, reply()]).call("charge")
        assert len(caller.requests) == 1


@pytest.mark.parametrize("kind", [httpx2.ConnectError, httpx2.ConnectTimeout])
def test_what_was_never_sent_is_sent_again(caller: Any, reply: Reply, kind: Any) -> None:
    """No connection, no work: safe for every method."""
    assert caller.mocked([kind("refused"), reply()]).call("charge").id == "j1"


@pytest.mark.parametrize("kind", [httpx2.ReadError, httpx2.RemoteProtocolError, httpx2.ReadTimeout])
def test_lost_connections_are_retried_with_a_key(caller: Any, reply: Reply, kind: Any) -> None:
    """The key makes the second copy harmless."""
    assert caller.mocked([kind("lost"), reply()]).call("create", prompt="a").id == "j1"


def test_a_body_that_is_read_once_is_sent_once(acme: Any, reply: Reply) -> None:
    """A PUT may be repeated, but an iterator cannot."""
    seen: list[bytes] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.read())
        return reply(status=503)

    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    client = acme.Acme(auth_token="k", http_client=http)
    with pytest.raises(acme.InternalServerError):
        client.jobs.upload(iter([b"a", b"b"]))
    assert seen == [b"ab"]


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "0.25"}, 0.25),
        ({"retry_after": "120"}, 120.0),
        ({"retry_after_ms": "1500", "retry_after": "9"}, 1.5),
        ({"retry_after": formatdate(1030.0, usegmt=True)}, 30.0),
        ({"retry_after": formatdate(10.0, usegmt=True)}, 0.0),
        ({"retry_after": "soon"}, 0.5),
        ({"retry_after": "-3"}, 0.5),
        ({"retry_after": "nan"}, 0.5),
        ({}, 0.5),
    ],
)
def test_the_servers_pause_is_kept(
    caller: Any, reply: Reply, headers: dict[str, str], pause: float
) -> None:
    """Seconds, milliseconds or a date; nonsense falls back to the backoff."""
    caller.mocked([reply(status=429, **headers), reply()]).call("get", "j1")
    assert caller.recorder.pauses == [pause]


@pytest.mark.parametrize("value", ["121", "1e9", "99999999999999999999", formatdate(2000.0)])
def test_a_pause_that_is_too_long_ends_the_call(caller: Any, reply: Reply, value: str) -> None:
    """Above two minutes the caller is told instead."""
    if value == "1e9":
        value = "1000000000"
    with pytest.raises(caller.acme.RateLimitError) as caught:
        caller.mocked([reply(status=429, retry_after=value)]).call("get", "j1")
    assert caught.value.headers["retry-after"] == value
    assert caller.recorder.pauses == []


def test_backoff_doubles_and_varies(caller: Any, reply: Reply) -> None:
    """Between half and the whole of each step, by chance."""
    chances = iter([0.0, 1.0, 0.5])
    caller.mocked([*(reply(status=503) for _ in range(3)), reply()], max_retries=3)
    caller.options["environment"] = caller.options["environment"]._replace(
        random=lambda: next(chances)
    )
    caller.call("get", "j1")
    assert caller.recorder.pauses == [0.25, 1.0, 1.5]


def test_no_pause_leads_past_the_deadline(caller: Any, reply: Reply) -> None:
    """The last error comes at once when there is no time for another attempt."""
    with pytest.raises(caller.acme.RateLimitError):
        caller.mocked([reply(status=429, retry_after="30")], deadline=20.0).call("get", "j1")
    assert caller.recorder.pauses == []


def test_the_count_of_retries_can_be_set(caller: Any, reply: Reply) -> None:
    """For the client, and for one request."""
    caller.mocked(lambda _: reply(status=503), max_retries=1)
    with pytest.raises(caller.acme.InternalServerError) as caught:
        caller.call("get", "j1")
    assert (len(caller.requests), caught.value.retries) == (2, 1)
    with pytest.raises(caller.acme.InternalServerError):
        caller.call("get", "j1", max_retries=0)
    assert len(caller.requests) == 3


def test_a_dead_server_gets_at_most_one_and_a_half_requests_a_call(acme: Any, reply: Reply) -> None:
    """Copies of a client share the budget; after the outage it fills again."""
    count = 0
    dead = True

    def handle(_: httpx2.Request) -> httpx2.Response:
        nonlocal count
        count += 1
        return reply(status=503) if dead else reply()

    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    environment = acme.Environment(sleep=lambda _: None)
    client = acme.Acme(auth_token="k", http_client=http, environment=environment, max_retries=5)
    for number in range(1, 101):
        with pytest.raises(acme.InternalServerError):
            client.with_options(max_retries=number % 6).jobs.get("j1")
        assert number < 20 or count <= 1.5 * number
    dead = False
    for _ in range(20):
        client.jobs.get("j1")
    dead, count = True, 0
    with pytest.raises(acme.InternalServerError):
        client.jobs.get("j1")
    assert count == 6


def test_a_full_pool_is_not_asked_again(caller: Any, reply: Reply) -> None:
    """Waiting for a connection has had its time."""
    with pytest.raises(caller.acme.APITimeoutError) as caught:
        caller.mocked([httpx2.PoolTimeout("full"), reply()]).call("get", "j1")
    assert caught.value.phase == "pool"

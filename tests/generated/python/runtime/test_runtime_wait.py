"""Waiting for work, by the declared lifecycle."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest


def states(*names: str, **more: Any) -> list[httpx2.Response]:
    """Make one response for each state."""
    return [httpx2.Response(200, json={"id": "j1", "state": name, **more}) for name in names]


def test_waiting_ends_with_the_work(caller: Any) -> None:
    """The pauses grow; each state is told once."""
    seen: list[str] = []
    answers = states("queued", "queued", "processing", "processing", "processing", "completed")
    job = caller.mocked(answers).call(
        "create_and_wait", prompt="a", on_state=lambda it: seen.append(it.state)
    )
    assert job.state == "completed"
    assert seen == ["queued", "processing", "completed"]
    assert caller.recorder.pauses == [1.0, 1.5, 2.25, 3.375, 5.0625]
    assert [request.method for request in caller.requests] == ["POST"] + ["GET"] * 5
    assert caller.requests[1].url.path == "/v1/jobs/j1"


def test_an_async_callback_is_awaited(acme: Any, caller: Any) -> None:
    """In an async client; a plain one is called in both."""
    seen: list[str] = []

    async def note(job: Any) -> None:
        seen.append(job.state)

    callback = note if caller.kind == "async" else lambda job: seen.append(job.state)
    caller.mocked(states("completed")).call("wait", "j1", on_state=callback)
    assert seen == ["completed"]
    assert acme


def test_a_finished_resource_needs_no_request(caller: Any) -> None:
    """What is handed in is looked at first."""
    from_create = caller.mocked(states("completed")).call("get", "j1")
    assert caller.mocked([]).call("wait", from_create) is from_create


def test_the_servers_pause_is_kept(caller: Any) -> None:
    """When it is longer than our own."""
    answers = states("queued", "processing", "completed")
    answers[0].headers["retry-after"] = "20"
    answers[1].headers["retry-after"] = "0"
    caller.mocked(answers).call("wait", "j1")
    assert caller.recorder.pauses == [20.0, 1.5]


def test_failed_work_raises_with_the_resource(caller: Any) -> None:
    """And with the reason that the API declares."""
    answers = states("failed", failure_code="content_moderated", failure_reason="no")
    with pytest.raises(caller.acme.JobFailedError, match="failed: content_moderated: no") as caught:
        caller.mocked(answers).call("wait", "j1")
    assert caught.value.resource.id == "j1"
    assert caught.value.reason == ("content_moderated", "no")


def test_failed_work_can_be_returned(caller: Any) -> None:
    """For callers who look for themselves."""
    job = caller.mocked(states("failed")).call("wait", "j1", raise_on_failure=False)
    assert job.state == "failed"


def test_waiting_ends_at_its_limit_with_the_resource(caller: Any) -> None:
    """The work was paid for: its id is not lost."""
    answers = states(*["processing"] * 50)
    with pytest.raises(caller.acme.WaitTimeoutError) as caught:
        caller.mocked(answers).call("create_and_wait", prompt="a", timeout=30)
    assert caught.value.resource.id == "j1"
    assert sum(caller.recorder.pauses) < 30


def test_unknown_states_are_waited_through(caller: Any) -> None:
    """The API grows."""
    assert caller.mocked(states("dreaming", "completed")).call("wait", "j1").state == "completed"


def test_a_short_outage_does_not_end_the_wait(caller: Any) -> None:
    """The work goes on while the server cannot be asked."""
    answers: list[Any] = states("queued")
    answers += [httpx2.ConnectError("down")] * 6 + [httpx2.Response(503)] * 3 + states("completed")
    assert caller.mocked(answers).call("wait", "j1").state == "completed"


def test_a_long_outage_does(caller: Any) -> None:
    """Five looks in a row."""
    answers: list[Any] = [*states("queued"), *[httpx2.ConnectError("down")] * 5]
    with pytest.raises(caller.acme.APIConnectionError):
        caller.mocked(answers).call("wait", "j1", max_retries=0)


@pytest.mark.parametrize("status", [401, 404, 200])
def test_a_lasting_error_ends_the_wait(
    caller: Any, reply: Callable[..., httpx2.Response], status: int
) -> None:
    """Asking again would not help."""
    answers = [*states("queued"), *(reply(b"{}", status=status) for _ in range(5))]
    with pytest.raises(caller.acme.APIResponseError):
        caller.mocked(answers).call("wait", "j1")
    assert len(caller.requests) == 2


def test_options_go_where_they_belong(caller: Any) -> None:
    """The key and the body to the creation, headers to both."""
    caller.mocked(states("queued", "completed")).call(
        "create_and_wait",
        prompt="a",
        idempotency_key="k",
        extra_body={"b": 1},
        extra_headers={"x-a": "1"},
    )
    create, look = caller.requests
    assert create.headers["idempotency-key"] == "k"
    assert create.content == b'{"prompt":"a","b":1}'
    assert [create.headers["x-a"], look.headers["x-a"]] == ["1", "1"]
    assert "idempotency-key" not in look.headers


def test_the_limit_holds_within_a_look(caller: Any) -> None:
    """A look gets no more time than the wait has left."""
    limits: list[float] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        limits.append(request.extensions["timeout"]["read"])
        return states("queued")[0]

    with pytest.raises(caller.acme.WaitTimeoutError):
        caller.mocked(handle).call("wait", "j1", timeout=4)
    assert limits == [4.0, 3.0, 1.5]

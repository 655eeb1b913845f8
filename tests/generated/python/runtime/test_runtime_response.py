"""What comes back: values, or one error of ours that says what was wrong."""

import gzip
import json
import pickle
import socket
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

Reply = Callable[..., httpx2.Response]
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
JOB = b'{"id":"j1","state":"queued"}'


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (httpx2.Response(200, html="<p>Hello</p>"), "text/html"),
        (httpx2.Response(200, content=JOB), "content type is missing"),
        (httpx2.Response(200, content=b"", headers={"content-type": "application/json"}), "empty"),
        (httpx2.Response(200, json={"id": "j1"}), "/state"),
        (httpx2.Response(200, json={"id": 3, "state": "queued"}), "/id"),
        (httpx2.Response(200, json=[]), "model_type"),
        (
            httpx2.Response(200, content=JOB[:-1], headers={"content-type": "text/json"}),
            "text/json",
        ),
        (
            httpx2.Response(200, content=JOB[:-1], headers={"content-type": "application/json"}),
            "EOF",
        ),
        (
            httpx2.Response(
                200, content=b"[" * 100_000, headers={"content-type": "application/json"}
            ),
            "recursion",
        ),
        (httpx2.Response(202, json={"id": "j1", "state": "queued"}), "does not document"),
        (httpx2.Response(204), "does not document"),
        (httpx2.Response(304), "does not document"),
    ],
)
def test_a_response_that_breaks_the_contract_is_one_typed_error(
    caller: Any, response: httpx2.Response, words: str
) -> None:
    """Never None, never an error of pydantic or json."""
    fresh = httpx2.Response(
        response.status_code, content=response.content, headers=response.headers
    )
    with pytest.raises(caller.acme.APIResponseValidationError, match=words) as caught:
        caller.mocked([fresh]).call("get", "j1")
    error = caught.value
    assert (error.status_code, error.method) == (response.status_code, "GET")
    assert error.url == "https://api.acme.example/v1/jobs/j1"
    assert error.__cause__ is None


def test_a_missing_member_is_named_by_its_pointer(caller: Any) -> None:
    """The places of pydantic's error become JSON Pointers."""
    body = {"id": "j1", "state": "completed", "output": [{"type": "image"}]}
    with pytest.raises(caller.acme.APIResponseValidationError) as caught:
        caller.mocked([httpx2.Response(200, json=body)]).call("get", "j1")
    assert [item.pointer for item in caught.value.violations] == ["/output/0/url"]


def test_json_of_other_names_is_json(caller: Any) -> None:
    """Parameters and structured suffixes belong to the same type."""
    for media in (
        "application/json; charset=utf-8",
        "application/vnd.acme+json",
        "Application/JSON",
    ):
        response = httpx2.Response(200, content=JOB, headers={"content-type": media})
        assert caller.mocked([response]).call("get", "j1").state == "queued"


def test_unknown_members_are_kept(caller: Any) -> None:
    """The API grows."""
    response = httpx2.Response(200, json={"id": "j1", "state": "dreaming", "mood": "good"})
    assert caller.mocked([response]).call("get", "j1").mood == "good"


def test_bodies_that_are_not_models(acme: Any) -> None:
    """A list, bytes, text, nothing."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/note"):
            latin = {"content-type": "text/plain; charset=latin-1"}
            return httpx2.Response(203, content="é".encode("latin-1"), headers=latin)
        if request.method == "DELETE":
            return httpx2.Response(204)
        if request.url.path.endswith(".bin"):
            return httpx2.Response(200, content=b"\x00\xff")
        return httpx2.Response(200, json=[{"id": "a", "state": "b"}])

    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    jobs = acme.Acme(auth_token="k", http_client=http).jobs
    assert jobs.note() == "é"
    assert jobs.delete("a") is None
    assert jobs.file("a") == b"\x00\xff"
    assert [job.id for job in jobs.list()] == ["a"]


PROBLEM = {
    "type": "https://acme.example/problems/rules",
    "title": "Unprocessable Content",
    "status": 422,
    "detail": "two rules are broken",
    "instance": "/jobs/1",
    "errors": [{"pointer": "/video/loop", "rule": "loop-not-10s", "message": "no loop with 10s"}],
    "balance": 3,
}


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (410, "GoneError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (599, "InternalServerError"),
        (418, "APIStatusError"),
    ],
)
def test_each_status_has_its_class_and_the_problem(caller: Any, status: int, name: str) -> None:
    """The members of RFC 9457 are read; the rest is at hand."""
    headers = {"content-type": "application/problem+json", "x-request-id": "req-1"}
    response = httpx2.Response(status, content=json.dumps(PROBLEM).encode(), headers=headers)
    with pytest.raises(caller.acme.APIStatusError) as caught:
        caller.mocked([response], max_retries=0).call("get", "j1")
    error = caught.value
    assert type(error).__name__ == name
    assert isinstance(error, caller.acme.AcmeError)
    assert (error.status_code, error.request_id) == (status, "req-1")
    assert error.problem.detail == "two rules are broken"
    assert error.problem.errors[0].rule == "loop-not-10s"
    assert error.problem.errors[0].pointer == "/video/loop"
    assert error.problem.members["balance"] == 3
    assert "/video/loop: no loop with 10s [loop-not-10s]" in str(error)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"<html>",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"title": 3, "status": "x", "errors": 5, "detail": ["a"]}',
        b'{"errors": [1, null, {"pointer": 3}]}',
    ],
)
def test_an_error_body_may_be_anything(caller: Any, body: bytes) -> None:
    """The status still decides."""
    response = httpx2.Response(404, content=body, headers={"content-type": "application/json"})
    with pytest.raises(caller.acme.NotFoundError) as caught:
        caller.mocked([response]).call("get", "j1")
    assert caught.value.body == body[: 64 * 1024]
    assert caught.value.problem.title is None


def _promise_more(_: Any, connection: socket.socket) -> None:
    connection.sendall(HEAD + b"content-length: 99\r\n\r\n" + JOB)


def _cut_chunk(_: Any, connection: socket.socket) -> None:
    connection.sendall(HEAD + b"transfer-encoding: chunked\r\n\r\nff\r\n" + JOB)


def _cut_head(_: Any, connection: socket.socket) -> None:
    connection.sendall(HEAD)


def _hang_up(_: Any, __: socket.socket) -> None:
    pass


def _talk_nonsense(_: Any, connection: socket.socket) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")


def _endless_header(_: Any, connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nx: " + b"a" * 500_000)


@pytest.mark.parametrize(
    "script",
    [_promise_more, _cut_chunk, _cut_head, _hang_up, _talk_nonsense, _endless_header],
    ids=lambda script: script.__name__,
)
def test_a_broken_connection_is_a_connection_error(
    caller: Any, peer: Callable[..., Any], script: Callable[..., None]
) -> None:
    """Before the head, within it, within the body."""
    server = peer(script)
    with pytest.raises(caller.acme.APIConnectionError) as caught:
        caller.real(server.url).call("get", "j1")
    assert caught.value.sent
    assert not isinstance(caught.value, caller.acme.APITimeoutError)


def test_bytes_after_the_declared_length_are_not_read(
    caller: Any, peer: Callable[..., Any]
) -> None:
    """The declared length counts; the connection is not used again."""

    def chatty(_: Any, connection: socket.socket) -> None:
        connection.sendall(
            HEAD + b"content-length: 28\r\n\r\n" + JOB + b"HTTP/1.1 500 Oops\r\n\r\n"
        )

    assert caller.real(peer(chatty).url).call("get", "j1").id == "j1"


@pytest.mark.parametrize("status", [200, 500])
def test_a_decompression_bomb_stops_at_the_limit(
    caller: Any, peer: Callable[..., Any], status: int
) -> None:
    """Half a megabyte that would become half a gigabyte, as a success or as an error."""
    bomb = gzip.compress(bytes(1 << 20), 9)

    def send(_: Any, connection: socket.socket) -> None:
        connection.sendall(
            HEAD.replace(b"200", str(status).encode())
            + b"content-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n"
        )
        packed = bomb * 512
        connection.sendall(f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n")

    limit = 1 << 19
    with pytest.raises(caller.acme.APIResponseValidationError, match="524288 bytes"):
        caller.real(peer(send).url, max_response_bytes=limit).call("get", "j1")


def test_a_broken_content_coding_is_a_response_error(caller: Any) -> None:
    """The decoder's own error does not leak."""
    stream = httpx2.ByteStream(b"not gzip")
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    with pytest.raises(caller.acme.APIResponseValidationError, match="cannot be read"):
        caller.mocked([httpx2.Response(200, stream=stream, headers=headers)]).call("get", "j1")


def test_a_broken_content_coding_ends_a_stream(acme: Any) -> None:
    """With the same kind of error."""
    stream = httpx2.ByteStream(b"not gzip")
    response = httpx2.Response(200, stream=stream, headers={"content-encoding": "gzip"})
    http = httpx2.Client(transport=httpx2.MockTransport(lambda _: response))
    client = acme.Acme(auth_token="k", http_client=http)
    with (
        client.jobs.with_streaming_response.file("a") as streamed,
        pytest.raises(acme.APIResponseValidationError, match="decoded"),
    ):
        next(streamed.iter_bytes())


def test_every_error_pickles(acme: Any, caller: Any) -> None:
    """With its attributes; pools of processes send errors this way."""
    headers = {"content-type": "application/problem+json", "x-request-id": "req-1"}
    response = httpx2.Response(422, content=json.dumps(PROBLEM).encode(), headers=headers)
    caught: list[Any] = []
    for answer in (response, httpx2.Response(200, json={}), httpx2.ReadError("x")):
        with pytest.raises(acme.AcmeError) as info:
            caller.mocked([answer], max_retries=0).call("get", "j1")
        caught.append(info.value)
    violations = (acme.FieldError("/a", "r", "m"),)
    caught += [
        acme.RuleViolationError(violations),
        acme.JobFailedError("failed", resource={"id": 1}, state="failed", reason=("x",)),
        acme.WaitTimeoutError("late", resource=1),
    ]
    for error in caught:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert type(copy) is type(error)
        assert str(copy) == str(error)
        assert vars(copy) == vars(error)


def test_the_raw_response_has_everything(caller: Any, reply: Reply) -> None:
    """Status, headers, request id, bytes, and the value on demand."""
    caller.mocked([reply(status=503), reply(x_request_id="req-9", status=201)])

    def both(client: Any) -> Any:
        return client.jobs.with_raw_response.create(prompt="a")

    raw = caller.use(both)
    assert (raw.status_code, raw.request_id, raw.retries) == (201, "req-9", 1)
    assert raw.headers["Content-Type"] == "application/json"
    assert raw.content == JOB
    assert raw.parse().id == "j1"


def test_a_raw_response_is_judged_when_it_is_parsed(acme: Any) -> None:
    """So that what broke the contract can be looked at."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, html="hm"))
    client = acme.Acme(auth_token="k", http_client=httpx2.Client(transport=transport))
    raw = client.jobs.with_raw_response.get("j1")
    assert raw.content == b"hm"
    with pytest.raises(acme.APIResponseValidationError):
        raw.parse()


def test_a_streamed_response_is_not_read_whole(acme: Any, peer: Callable[..., Any]) -> None:
    """The first piece arrives although the rest never does."""

    def send(server: Any, connection: socket.socket) -> None:
        connection.sendall(HEAD + b"content-length: 100\r\n\r\nfirst")
        server.released.wait(10)

    server = peer(send)
    with (
        acme.Acme(auth_token="k", base_url=server.url) as client,
        client.jobs.with_streaming_response.file("a") as response,
    ):
        assert next(response.iter_bytes()) == b"first"
        assert response.status_code == 200
    assert not server.released.is_set()


def test_an_error_is_raised_before_a_stream_begins(caller: Any, reply: Reply) -> None:
    """Errors and undocumented statuses need no reading."""

    async def awaited(client: Any) -> None:
        async with client.jobs.with_streaming_response.file("a"):
            pass

    def blocking(client: Any) -> None:
        with client.jobs.with_streaming_response.file("a"):
            pass

    for status, kind in ((404, "NotFoundError"), (206, "APIResponseValidationError")):
        with pytest.raises(getattr(caller.acme, kind)):
            caller.mocked([reply(status=status)]).use(
                blocking if caller.kind == "sync" else awaited
            )

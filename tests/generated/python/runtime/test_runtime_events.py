"""Streams of events: the parser against the standard's words, and both kinds of client."""

import importlib
import json
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import pairwise
from types import ModuleType
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

JOB = {"id": "j1", "state": "queued"}
LINES = st.sampled_from(
    [
        *("", "", "data", "data:", "data: x", "data:  y", 'data: {"a": 1}', "data:é𝒳", ": hello"),
        *("event: e", "event", "id: 7", "id", "id: \0", "retry: 10", "retry: 1x", "retry: ٣"),
        *("other: x", "Data: x", " data: x", "data : x", "data:\ufeffx", ":"),
    ]
)
ENDS = st.sampled_from(["\n", "\r", "\r\n"])


def sse(*events: object) -> bytes:
    """Write values as data of events."""
    return b"".join(f"data: {json.dumps(event)}\n\n".encode() for event in events)


class Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body in pieces, which knows whether it was closed and how much of it was read."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        """Hold the pieces; an exception breaks the connection."""
        self.pieces = pieces
        self.read = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        """Hand the pieces out."""
        for piece in self.pieces:
            self.read += 1
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Hand the pieces out."""
        for piece in self:
            yield piece

    def close(self) -> None:
        """Note it."""
        self.closed = True

    async def aclose(self) -> None:
        """Note it."""
        self.closed = True


def answer(*pieces: bytes | Exception, media: str = "text/event-stream") -> httpx2.Response:
    """Make a response whose body comes in pieces."""
    body = Body(*pieces)
    headers = {"content-type": media}
    return httpx2.Response(200, headers=headers, stream=body, extensions={"body": body})


def body_of(response: httpx2.Response) -> Body:
    """Return the body that was given to `answer`."""
    body = response.extensions["body"]
    assert isinstance(body, Body)
    return body


async def drain(stream: Any) -> list[Any]:
    """Read an awaited stream to its end."""
    return [item async for item in stream]


def read(caller: Any, name: str, response: httpx2.Response, **options: Any) -> list[Any]:
    """Call a method and read all that its stream holds."""

    def read_now(client: Any) -> list[Any]:
        return list(getattr(client.jobs, name)())

    async def read_later(client: Any) -> list[Any]:
        return await drain(await getattr(client.jobs, name)())

    action = read_now if caller.kind == "sync" else read_later
    read: list[Any] = caller.mocked([response], **options).use(action)
    return read


def standard(text: str) -> list[tuple[str, str, str, int | None]]:
    """Read a stream as the standard says it: (data, event, last id, retry) of each event."""
    found: list[tuple[str, str, str, int | None]] = []
    data, name, identifier, retry = "", "", "", None
    text = text.removeprefix("\ufeff")
    for line in re.findall(r"([^\r\n]*)(?:\r\n|\r|\n)", text):
        if line == "":
            if data:
                found.append((data[:-1], name or "message", identifier, retry))
            data, name, retry = "", "", None
            continue
        if line.startswith(":"):
            continue
        field, colon, value = line.partition(":")
        value = value[1:] if colon and value[:1] == " " else value
        match field:
            case "data":
                data += value + "\n"
            case "event":
                name = value
            case "id" if "\0" not in value:
                identifier = value
            case "retry" if re.fullmatch("[0-9]+", value):
                retry = int(value)
    return found


@pytest.fixture(scope="module", name="events")
def _events(acme: ModuleType) -> ModuleType:
    """The part of the package that reads events."""
    return importlib.import_module(f"{acme.__name__}._events")


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(LINES, ENDS), max_size=12),
    st.lists(st.integers(0, 200)),
    st.sampled_from(["", "\ufeff"]),
)
@example([("data: x", "\r"), ("data: y", "\r\n"), ("", "\r\n")], [8], "")
@example([("data: x", "\n"), ("", "\n")], [], "\ufeff")
def test_events_are_those_of_the_standard_wherever_the_stream_is_divided(
    events: ModuleType, lines: list[tuple[str, str]], cuts: list[int], mark: str
) -> None:
    """Line ends, characters and the mark at the beginning may all be cut in two."""
    text = mark + "".join(line + end for line, end in lines)
    content = text.encode()
    places = sorted({min(cut, len(content)) for cut in cuts} | {0, len(content)})
    chunks = [content[a:b] for a, b in pairwise(places) if a < b]
    parser = events.ServerSent(10_000)
    found = [tuple(event) for chunk in (*chunks, b"") for event in parser.feed(chunk)]
    assert found == standard(text)


def test_a_character_that_is_none_is_replaced(events: ModuleType) -> None:
    """Bytes that are no UTF-8 do not end a stream."""
    parser = events.ServerSent(100)
    found = [event.data for chunk in (b"data: \xe2\x82", b"x\n\n") for event in parser.feed(chunk)]
    assert found == ["\ufffdx"]


def test_a_stream_holds_what_it_is_documented_to(caller: Any) -> None:
    """Each event is a value of its type, unknown members included; the type is asked for."""
    found = read(caller, "watch", answer(sse(JOB), sse({**JOB, "state": "new", "more": 1})))
    assert [type(item).__name__ for item in found] == ["Job", "Job"]
    assert [(item.state, item.model_extra) for item in found] == [
        ("queued", {}),
        ("new", {"more": 1}),
    ]
    assert caller.requests[0].headers["accept"] == "text/event-stream"


def test_events_have_names_and_ids(caller: Any) -> None:
    """Beside what it holds, an event says what the server called it."""
    body = b'event: job\nid: 4\nretry: 50\ndata: {"id": "a",\ndata: "state": "b"}\n\n' + sse(JOB)

    async def action(client: Any) -> list[Any]:
        return await drain((await client.jobs.watch()).events())

    plain: Callable[[Any], Any] = lambda client: list(client.jobs.watch().events())  # noqa: E731 - of one kind, of two
    found = caller.mocked([answer(body)]).use(plain if caller.kind == "sync" else action)
    assert [(item.data.id, *item[1:]) for item in found] == [
        ("a", "job", "4", 50),
        ("j1", "message", "4", None),
    ]


@pytest.mark.parametrize("last", [b"data: [DONE]\n\n", b""])
def test_a_stream_ends_with_its_response_or_its_last_word(caller: Any, last: bytes) -> None:
    """The response is closed then, not with the client; what follows the last word is not read."""
    response = answer(sse(JOB) + last, *([sse(JOB)] if last else []))

    def now(client: Any) -> Any:
        return len(list(client.jobs.watch())), body_of(response).closed

    async def later(client: Any) -> Any:
        return len(await drain(await client.jobs.watch())), body_of(response).closed

    action = now if caller.kind == "sync" else later

    assert caller.mocked([response]).use(action) == (1, True)
    assert body_of(response).read == 1


def test_what_is_not_ended_is_no_event(caller: Any) -> None:
    """A stream that stops in the middle of an event, without an error of the connection."""
    assert len(read(caller, "watch", answer(sse(JOB), b'data: {"id": "j2"'))) == 1


def test_texts_stay_as_they_are(caller: Any) -> None:
    """A stream of strings is not parsed as JSON."""
    assert read(caller, "words", answer(b"data: 12\n\ndata: {\ndata: }\n\n")) == ["12", "{\n}"]


def test_a_schema_of_whole_events_gets_whole_events(caller: Any) -> None:
    """Name, id and data are members of the value."""
    assert read(caller, "whole", answer(b'event: a"b\nid: 1\ndata: [1]\n\n' + sse(2))) == [
        {"data": [1], "event": 'a"b', "id": "1"},
        {"data": 2, "event": "message", "id": "1"},
    ]


@pytest.mark.parametrize(
    "media", ["application/jsonl", "application/x-ndjson", "application/json-seq"]
)
def test_lines_of_json_are_streams_too(caller: Any, media: str) -> None:
    """One value a line, the last one ended or not."""
    line = json.dumps(JOB).encode()
    found = read(caller, "watch", answer(b"\x1e" + line + b"\r\n\r", b"\n\x1e" + line, media=media))
    assert len(found) == 2


def test_the_limit_is_that_of_an_event(caller: Any) -> None:
    """A stream may be of any length, and no event may be longer than the limit."""
    events = [sse(JOB)] * 50
    assert len(read(caller, "watch", answer(*events), max_response_bytes=60)) == 50
    for piece in (b"data: 1\n" * 40, b"x" * 30, b": hello " * 30):
        response = answer(sse(JOB), *[piece] * 3, b"\n\n")
        with pytest.raises(caller.acme.APIResponseValidationError, match="more than 60") as caught:
            read(caller, "watch", response, max_response_bytes=60)
        assert body_of(response).closed
        assert caught.value.method == "GET"


def test_after_an_event_of_another_type_the_next_can_be_asked_for(caller: Any) -> None:
    """The error names the place; the stream goes on."""
    error = caller.acme.APIResponseValidationError
    body = answer(sse({"id": 1, "state": "x"}, JOB) + b"data: {\n\n")

    def now(client: Any) -> Any:
        stream = client.jobs.watch()
        with pytest.raises(error) as caught:
            next(stream)
        following = next(stream)
        with pytest.raises(error) as other:
            next(stream)
        return caught.value, following, other

    async def later(client: Any) -> Any:
        stream = await client.jobs.watch()
        with pytest.raises(error) as caught:
            await anext(stream)
        following = await anext(stream)
        with pytest.raises(error) as other:
            await anext(stream)
        return caught.value, following, other

    action = now if caller.kind == "sync" else later

    failure, following, other = caller.mocked([body]).use(action)
    assert [item.pointer for item in failure.violations] == ["/id"]
    assert json.loads(failure.body) == {"id": 1, "state": "x"}
    assert following.id == "j1"
    assert "EOF" in str(other.value)


def test_other_answers_than_a_stream_are_what_they_are(caller: Any) -> None:
    """An operation may answer with nothing, or with a value; what is no stream is refused."""
    for response, expected in (
        (httpx2.Response(204), None),
        (httpx2.Response(202, json=JOB), "j1"),
    ):
        found = caller.mocked([response]).call("watch")
        assert getattr(found, "id", None) == expected
    response = answer(json.dumps(JOB).encode(), media="application/json")
    with pytest.raises(caller.acme.APIResponseValidationError, match="no stream"):
        caller.mocked([response]).call("watch")
    assert body_of(response).closed
    large = httpx2.Response(202, json={**JOB, "more": "x" * 200})
    with pytest.raises(caller.acme.APIResponseValidationError, match="more than 100"):
        caller.mocked([large], max_response_bytes=100).call("watch")


def test_a_refusal_is_an_error_and_may_be_retried(caller: Any) -> None:
    """Until the first byte of a stream, a call is as every other; the response knows."""
    busy = httpx2.Response(503, json={"title": "busy"})

    def action(client: Any) -> Any:
        return client.jobs.with_raw_response.watch()

    response = caller.mocked([busy, answer(sse(JOB))]).use(action)
    assert (response.retries, response.status_code, response.content) == (1, 200, b"")
    assert type(response.parse()).__name__.endswith("EventStream")
    with pytest.raises(caller.acme.NotFoundError):
        caller.mocked([httpx2.Response(404)]).call("watch")


def test_a_connection_that_breaks_is_an_error(caller: Any) -> None:
    """What came before is handed out first; a broken stream is not opened again."""
    found: list[Any] = []

    def now(client: Any) -> None:
        found.extend(client.jobs.watch())

    async def later(client: Any) -> None:
        async for item in await client.jobs.watch():
            found.append(item)  # noqa: PERF401 - what came before the error counts

    action = now if caller.kind == "sync" else later

    response = answer(sse(JOB), httpx2.ReadError("gone"))
    with pytest.raises(caller.acme.APIConnectionError, match="gone"):
        caller.mocked([response]).use(action)
    assert body_of(response).closed
    assert len(caller.requests) == 1
    assert caller.kind == "sync" or len(found) == 1


def test_leaving_the_block_closes_the_response(caller: Any) -> None:
    """A loop that is left early is no leak inside of a `with` block."""
    response = answer(sse(JOB), sse(JOB))

    def now(client: Any) -> Any:
        with client.jobs.watch() as stream:
            return next(stream).id

    async def later(client: Any) -> Any:
        async with await client.jobs.watch() as stream:
            return (await anext(stream)).id

    action = now if caller.kind == "sync" else later

    assert caller.mocked([response]).use(action) == "j1"
    assert body_of(response).closed
    assert body_of(response).read == 1


def test_a_stream_outlives_the_clients_deadline_and_not_its_own(
    caller: Any, peer: Callable[..., Any]
) -> None:
    """The deadline of the client is about answers; one that the call was given holds for all."""

    def script(peer: Any, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
        peer.drip(connection, b"data: x\n\n", times=12)

    def count(client: Any, **options: Any) -> Any:
        return len(list(client.jobs.words(**options)))

    async def awaited(client: Any, **options: Any) -> Any:
        return len(await drain(await client.jobs.words(**options)))

    action = count if caller.kind == "sync" else awaited
    url = peer(script).url
    assert caller.real(url, deadline=0.15).use(action) == 12
    with pytest.raises(caller.acme.APITimeoutError):
        caller.real(url).use(lambda client: action(client, deadline=0.15))


def test_the_bytes_can_be_had_instead(caller: Any) -> None:
    """`with_streaming_response` hands the pieces out as they come."""
    body = sse(JOB)
    if caller.kind == "sync":

        def action(client: Any) -> Any:
            with client.jobs.with_streaming_response.watch() as response:
                return b"".join(response.iter_bytes())

        assert caller.mocked([answer(body)]).use(action) == body

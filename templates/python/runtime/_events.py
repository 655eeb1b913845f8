"""Streams of events: read as they come, each of its documented type.

Source: WHATWG HTML, 9.2.5 and 9.2.6. Lines of JSON and JSON text sequences (RFC 7464) are streams
too; their events have data only.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, NamedTuple, Self, TypeVar

from ._base import AsyncResource, SyncResource
from ._call import Engine, Flow, Plan, call, parse, read, sign
from ._errors import APIError
from ._types import APIResponse, Head, Operation, RequestOptions
from ._wire import Reply, documented, media_type, refuse, validated

T = TypeVar("T")
_LINE = re.compile(r"\r\n|\n|\r")
_DONE = "[DONE]"
"""Data that many servers send last; it is no event."""
_MEDIA = ("event-stream", "jsonl", "ndjson", "json-lines", "json-seq")


class Event(NamedTuple, Generic[T]):
    """One event; `id` is the last one that the server gave, `retry` is in milliseconds."""

    data: T
    event: str = "message"
    id: str = ""
    retry: int | None = None


class StreamOf(NamedTuple):
    """What the events of a stream hold: JSON of type `item`, or `text`.

    `whole`: the type is that of an object with ``event``, ``data`` and ``id``, not of the data.
    """

    item: Any
    text: bool = False
    whole: bool = False

    def json(self, event: Event[str]) -> str:
        """Return what is to be read."""
        data = json.dumps(event.data) if self.text else event.data
        if self.whole:
            about = {"event": event.event, "id": event.id, "retry": event.retry}
            given = (f'"{name}":{json.dumps(value)}' for name, value in about.items() if value)
            data = "{" + ",".join((f'"data":{data}', *given)) + "}"
        return data


class Parser(ABC):
    """Makes events of bytes, however these are divided; each has at most `limit` characters."""

    open_ended = False
    """Whether a last line counts that has no end."""

    def __init__(self, limit: int) -> None:
        """Start before the first byte."""
        self._limit = limit
        self._decode = getincrementaldecoder("utf-8-sig")("replace").decode
        self._returned = False
        self._begun: list[str] = []
        self._size = self._kept = 0

    def feed(self, chunk: bytes) -> Iterator[Event[str]]:
        """Yield the events that a chunk ends; b"" is the end of the stream.

        Raises:
            ValueError: An event is too long.
        """
        text = self._decode(chunk)
        if text:
            text, ended = text.removeprefix("\n") if self._returned else text, text.endswith("\r")
            self._returned = ended
        *lines, rest = _LINE.split(text)
        for line in lines:
            self._grow(len(line))
            whole = "".join((*self._begun, line))
            self._begun.clear()
            yield from self.line(whole)
            self._size = self._kept
        self._begun.append(rest)
        self._grow(len(rest))
        if not chunk and self.open_ended:
            yield from self.line("".join(self._begun))

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > self._limit:
            msg = f"an event has more than {self._limit} characters"
            raise ValueError(msg)

    @abstractmethod
    def line(self, line: str) -> Iterator[Event[str]]:
        """Yield the event that a line ends."""


class ServerSent(Parser):
    """Parses ``text/event-stream``; an event that is not ended is none."""

    def __init__(self, limit: int) -> None:
        """Start before the first byte."""
        super().__init__(limit)
        self._data: list[str] = []
        self._name = self._id = ""
        self._retry: int | None = None

    def line(self, line: str) -> Iterator[Event[str]]:
        """Take a field in; the empty line ends an event."""
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
            self._kept += len(value)
        elif name == "event":
            self._name = value
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdecimal():
            self._retry = int(value)
        elif not line:
            if self._data:
                data = "\n".join(self._data)
                yield Event(data, self._name or "message", self._id, self._retry)
            self._data, self._name, self._retry, self._kept = [], "", None, 0


class Lines(Parser):
    """Parses streams that have one JSON value on each line."""

    open_ended = True

    def line(self, line: str) -> Iterator[Event[str]]:
        """Make an event of each line that is not blank."""
        if text := line.strip(" \t\x1e"):
            yield Event(text)


class _Stream(Head, Generic[T]):
    def __init__(self, engine: Any, kind: StreamOf, plan: Plan, reply: Reply) -> None:
        """Made by the client."""
        super().__init__(reply.http)
        self._engine = engine
        self._kind = kind
        self._parts = (plan, reply)
        text = media_type(reply) == "text/event-stream"
        self._parser = (ServerSent if text else Lines)(plan.limit)
        self._ready: deque[Event[str]] = deque()
        self._ended = False

    def _following(self) -> Flow[Event[T] | None]:
        """Return the next event, None at the end."""
        try:
            while not self._ready and not self._ended:
                chunk = yield from read(self._engine, *self._parts)
                self._take(chunk)
        except BaseException:
            self._ended = True
            yield self._engine.close(self._parts[1])
            raise
        if self._ready:
            return self._read(self._ready.popleft())
        yield self._engine.close(self._parts[1])
        return None

    def _take(self, chunk: bytes) -> None:
        self._ended = not chunk
        try:
            for event in self._parser.feed(chunk):
                if event.data == _DONE:
                    self._ended = True
                    break
                self._ready.append(event)
        except ValueError as error:
            plan, reply = self._parts
            raise sign(refuse(reply, str(error)), plan) from None

    def _read(self, event: Event[str]) -> Event[T]:
        plan, reply = self._parts
        reply = reply._replace(content=event.data.encode())
        try:
            return Event(validated(self._kind.item, self._kind.json(event), reply), *event[1:])
        except APIError as error:
            raise sign(error, plan) from None


class EventStream(_Stream[T]):
    """The events of a response, each of its documented type: iterate over it, once.

    The response is closed when it ends and at the end of a `with` block around the stream; leave a
    loop early only inside of such a block. The client's `deadline` is over with the first byte, one
    that the call was given holds to the end; a silence may take `timeout`. No event may be larger
    than `max_response_bytes`. After one that is not of its type the next can be asked for.
    """

    def __iter__(self) -> Iterator[T]:
        """Iterate over what the events hold."""
        return self

    def __next__(self) -> T:
        """Return what the next event holds.

        Raises:
            APIResponseValidationError: The event is not of its type, or too large.
            APIConnectionError: The connection broke.
        """
        return next(self.events()).data

    def events(self) -> Iterator[Event[T]]:
        """Iterate over the events themselves, which have names and ids."""
        while event := self._engine.run(self._following()):
            yield event

    def close(self) -> None:
        """Give the connection back."""
        self._engine.close(self._parts[1])

    def __enter__(self) -> Self:
        """Return the stream, which is closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the stream."""
        self.close()


class AsyncEventStream(_Stream[T]):
    """The events of a response, awaited; see `EventStream`."""

    def __aiter__(self) -> AsyncIterator[T]:
        """Iterate over what the events hold."""
        return self

    async def __anext__(self) -> T:
        """Return what the next event holds; raises what `EventStream` does."""
        event = await self._engine.run(self._following())
        if event is None:
            raise StopAsyncIteration
        data: T = event.data
        return data

    async def events(self) -> AsyncIterator[Event[T]]:
        """Iterate over the events themselves, which have names and ids."""
        while event := await self._engine.run(self._following()):
            yield event

    async def close(self) -> None:
        """Give the connection back."""
        await self._engine.close(self._parts[1])

    async def __aenter__(self) -> Self:
        """Return the stream, which is closed at the end of the block."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the stream."""
        await self.close()


def _opened(
    engine: Engine, op: Operation[Any], options: RequestOptions, stream: Any, values: Any
) -> Flow[APIResponse[Any]]:
    """Make a call; the value of its response is a `stream` where the API documents one."""
    plan, reply, retries = yield from call(engine, op, options, "stream", **values)
    if "deadline" not in options:
        plan = plan._replace(deadline=None)
    kind, media = documented(plan.responses, reply), media_type(reply)
    if isinstance(kind, StreamOf) and media.endswith(_MEDIA):
        value = stream(engine, kind, plan, reply)
        return APIResponse(reply.http, b"", retries, lambda: value)
    try:
        if isinstance(kind, StreamOf):
            raise sign(refuse(reply, f"the content type is {media or 'missing'}, no stream"), plan)
        whole = yield from _whole(engine, plan, reply)
    finally:
        yield engine.close(reply)
    return APIResponse(reply.http, whole.content, retries, lambda: parse(plan, whole))


def _whole(engine: Engine, plan: Plan, reply: Reply) -> Flow[Reply]:
    parts: list[bytes] = []
    size = 0
    while chunk := (yield from read(engine, plan, reply)):
        parts.append(chunk)
        size += len(chunk)
        if size > plan.limit:
            raise sign(refuse(reply, f"it has more than {plan.limit} bytes"), plan)
    return reply._replace(content=b"".join(parts))


class SyncStreams(SyncResource):
    """A group of operations of which some answer with events."""

    def _stream(self, op: Operation[Any], options: RequestOptions, **values: Any) -> Any:
        if self._mode == "stream":
            return self._engine.call(op, options, "stream", values)
        flow = _opened(self._engine, op, options, EventStream, values)
        response = self._engine.run(flow)
        return response if self._mode == "raw" else response.parse()


class AsyncStreams(AsyncResource):
    """A group of operations of which some answer with events, awaited."""

    async def _stream(self, op: Operation[Any], options: RequestOptions, **values: Any) -> Any:
        if self._mode == "stream":
            return await self._engine.call(op, options, "stream", values)
        flow = _opened(self._engine, op, options, AsyncEventStream, values)
        response = await self._engine.run(flow)
        return response if self._mode == "raw" else response.parse()

"""The blocking engine, and a total deadline for what it does.

A socket's timeout starts anew with every read, so a server that drips bytes could hold a call for
ever. The network streams are therefore wrapped: each read and write gets the time that is left to
the call that the current thread is in.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeVar, cast

import httpcore2
import httpx2

from ._call import Engine, Flow, Plan, call, read
from ._errors import InvalidRequestError
from ._types import Head, Operation, RequestOptions
from ._wire import Reply, UnreadableError

T = TypeVar("T")

_LIMIT: ContextVar[tuple[float, Callable[[], float]] | None] = ContextVar("limit", default=None)
_SLICE = 16 * 1024


class SyncEngine(Engine):
    """Sends requests and sleeps, blocking."""

    http: httpx2.Client

    def call(self, op: Operation[T], options: RequestOptions, mode: str, values: Any) -> T:
        """Make a call; `mode` other than ``parsed`` answers with the response instead."""
        value = self.run(call(self, op, options, mode, **values))
        return cast("T", StreamedResponse(self, *value) if mode == "stream" else value)

    def run(self, flow: Flow[T]) -> T:
        """Go through a flow to its end, and return what it returns."""
        answer = None
        try:
            while True:
                answer = flow.send(answer)
        except StopIteration as end:
            return cast("T", end.value)

    def send(self, plan: Plan, request: httpx2.Request, *, trusted: bool, stream: bool) -> Reply:
        """Send a request."""
        if self.http.is_closed:
            msg = "the client is closed"
            raise InvalidRequestError(msg)
        auth = httpx2.USE_CLIENT_DEFAULT if trusted else None
        with self._within(plan):
            http = self.http.send(request, auth=auth, follow_redirects=False, stream=True)
            if stream and http.is_success:
                return Reply(http, chunks=http.iter_bytes())
            try:
                return Reply(http, _read(http, plan.limit))
            except httpx2.DecodingError as error:
                raise UnreadableError(http, str(error)) from error
            finally:
                http.close()

    def read(self, plan: Plan, reply: Reply) -> bytes:
        """Read a chunk."""
        with self._within(plan):
            return next(reply.chunks, b"")

    def close(self, reply: Reply) -> None:
        """Close a response."""
        reply.http.close()

    def sleep(self, seconds: float) -> None:
        """Pause."""
        self.settings.environment.sleep(seconds)

    @contextmanager
    def _within(self, plan: Plan) -> Generator[None]:
        token = _LIMIT.set(None if plan.deadline is None else (plan.deadline, self.clock))
        try:
            yield
        finally:
            _LIMIT.reset(token)


def _read(http: httpx2.Response, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    for chunk in http.iter_bytes():
        parts.append(chunk)
        size += len(chunk)
        if size > limit:
            raise UnreadableError(http, f"it has more than {limit} bytes")
    return b"".join(parts)


class StreamedResponse(Head):
    """A response whose body is still to be read; leaving its ``with`` block gives it up."""

    def __init__(self, engine: SyncEngine, plan: Plan, reply: Reply, retries: int = 0) -> None:
        """Made by the client."""
        super().__init__(reply.http)
        self._parts = (engine, plan, reply)
        self.retries = retries

    def iter_bytes(self) -> Iterator[bytes]:
        """Read the decoded body piece by piece, once; may raise `APIConnectionError`."""
        try:
            while chunk := self._parts[0].run(read(*self._parts)):
                yield chunk
        finally:
            self.close()

    def close(self) -> None:
        """Give the connection back."""
        self.http.close()

    def __enter__(self) -> Self:
        """Return the response."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give the connection back."""
        self.close()


def _left(timeout: float | None, error: type[httpcore2.TimeoutException]) -> float | None:
    limit = _LIMIT.get()
    if limit is None:
        return timeout
    left = limit[0] - limit[1]()
    if left <= 0:
        raise error
    return left if timeout is None else min(timeout, left)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _SLICE):
            left = _left(timeout, httpcore2.WriteTimeout)
            self._inner.write(buffer[start : start + _SLICE], left)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore2.SyncBackend):
    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *args: Any, **more: Any
    ) -> httpcore2.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(str(error)) from error
        failure: Exception = httpcore2.ConnectError("the name has no address")
        for *_, address in found:
            left = _left(timeout, httpcore2.ConnectTimeout)
            try:
                return _Stream(super().connect_tcp(str(address[0]), port, left, *args, **more))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


def guard(client: httpx2.Client) -> None:
    """Wrap the network of a client's transports, proxies included.

    httpx2 has no public way to hand a network backend to its transports, hence the private names;
    a transport without them (a mock, an application) keeps its own idea of time.
    """
    inside = vars(client)
    for transport in (inside.get("_transport"), *inside.get("_mounts", {}).values()):
        pool = getattr(transport, "_pool", None)
        if type(getattr(pool, "_network_backend", None)) is httpcore2.SyncBackend:
            vars(pool)["_network_backend"] = _Backend()

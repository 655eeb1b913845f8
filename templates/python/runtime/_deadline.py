"""A total deadline for blocking calls.

A socket's timeout starts anew with every read, so a server that drips bytes can hold a blocking
call for ever. The network streams of the pool are therefore wrapped: each read and write gets the
time that is left until the deadline of the call that the current thread is in.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ssl import SSLContext
from typing import Any

import httpcore2
import httpx2

_LIMIT: ContextVar[tuple[float, Callable[[], float]] | None] = ContextVar("limit", default=None)
_SLICE = 16 * 1024


@contextmanager
def until(deadline: float | None, clock: Callable[[], float]) -> Iterator[None]:
    """Give all network I/O of the block until `deadline`, in seconds of `clock`."""
    token = _LIMIT.set(None if deadline is None else (deadline, clock))
    try:
        yield
    finally:
        _LIMIT.reset(token)


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
        self.close = inner.close  # type: ignore[method-assign]
        self.get_extra_info = inner.get_extra_info  # type: ignore[method-assign]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _SLICE):
            left = _left(timeout, httpcore2.WriteTimeout)
            self._inner.write(buffer[start : start + _SLICE], left)

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left))


class _Backend(httpcore2.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(str(error)) from error
        failure: httpcore2.ConnectError | httpcore2.ConnectTimeout | None = None
        for *_, address in found:
            left = _left(timeout, httpcore2.ConnectTimeout)
            try:
                inner = super().connect_tcp(
                    str(address[0]), port, left, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(inner)
        raise failure or httpcore2.ConnectError("the name has no address")

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        left = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(super().connect_unix_socket(path, left, socket_options))


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

"""Requests over HTTP: to one host only, no redirect followed, bounded in time and size."""

import http.client
import ssl
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Final, Protocol
from urllib.parse import SplitResult, quote, urlsplit

from tallystick.fuzz.light import light
from tallystick.fuzz.model import Reply

LARGEST: Final = 16 * 1024 * 1024
"""Bytes of an answer that are read."""
CHUNK: Final = 64 * 1024
BEGINNING: Final = 64 * 1024
"""Bytes of what is no answer of an operation that are read."""
PORTS: Final = {"http": 80, "https": 443}
TIMEOUT: Final = 10.0
OUT_OF_TIME: Final = "out of time"
"""Error of a request that was not answered before the `deadline` of its transport."""


@light
class Wire:
    """A request with everything that is sent.

    Attributes:
        method: Upper case.
        target: Path and query, below the path of the server.
        headers: In the order sent.
        body: None for none.
        rooted: The path is that of the whole host, and a beginning of the body is enough.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    rooted: bool = False


class Transport(Protocol):
    """Sends requests and returns their answers in order.

    Attributes:
        waits: Something else can be done here while requests are under way.
        deadline: When to give up, by the monotonic clock; None for never.
        origin: What is reached, as of `origin_of`; "" where it has no name.
        prefix: Path that comes before those of the document.
    """

    waits: bool
    deadline: float | None
    origin: str = ""
    prefix: str = ""

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Send all; a request without answer gets a `Reply` that says why."""
        ...

    def close(self) -> None:
        """Give back what is held."""
        ...


def loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str | None:
    """Return the host that a URL names, None when it is no http(s) URL with one."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.port != 0
    except ValueError:
        return None
    return parts.hostname if usable else None


def unfit(url: str) -> str:
    """Return why a URL is no base of requests, "" where it is one."""
    if host_of(url) is None:
        return f"{url!r} is no http(s) URL with a host"
    if "@" in url.partition("://")[2].partition("/")[0]:
        return "a name and a password in --url are not sent: use --auth"
    return surplus(url)


def surplus(url: str) -> str:
    """Return what a URL has behind its path and is not sent, as a sentence; "" for nothing."""
    more = not {"?", "#"}.isdisjoint(url)
    return f"{url!r} has more than a path: nothing behind it is sent" if more else ""


def origin_of(url: str) -> str:
    """Return scheme, host and port of an http(s) URL as one text; "" where it has none, or a user.

    Source: RFC 6454.
    """
    host = host_of(url)
    parts = urlsplit(url) if host is not None else None
    if parts is None or "@" in parts.netloc:
        return ""
    return f"{parts.scheme}://{host}:{parts.port or PORTS[parts.scheme]}"


class Http:
    """One host, a few connections that are kept."""

    waits = True

    def __init__(self, url: str, *, workers: int = 2, timeout: float = TIMEOUT) -> None:
        """Send to the host of `url`, below its path.

        Raises:
            ValueError: The URL is no http(s) URL with a host.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            message = f"{url!r} is no http(s) URL with a host"
            raise ValueError(message)
        self._parts: SplitResult = parts
        self.origin = origin_of(url)
        self._port = parts.port
        self.prefix = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~-._")
        self._timeout = timeout
        self.deadline: float | None = None
        self._local = threading.local()
        self._open: list[http.client.HTTPConnection] = []
        self._workers = max(1, workers)
        self._pool = ThreadPoolExecutor(max_workers=self._workers)

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Send requests over the workers' connections."""
        if self._workers == 1:
            return [self._one(request) for request in requests]
        parts = [requests[index :: self._workers] for index in range(self._workers)]
        replies: list[Reply] = [Reply(status=0)] * len(requests)
        for index, found in enumerate(self._pool.map(self._some, parts)):
            replies[index :: self._workers] = found
        return replies

    def close(self) -> None:
        """Close all connections."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        for connection in self._open:
            connection.close()

    def _some(self, requests: Sequence[Wire]) -> list[Reply]:
        return [self._one(request) for request in requests]

    def _connection(self, patience: float, *, fresh: bool) -> http.client.HTTPConnection:
        known: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if known is not None and not fresh:
            if known.sock is not None and self.deadline is not None:
                known.sock.settimeout(patience)
            return known
        if known is not None:
            known.close()
        host = self._parts.hostname or ""
        if self._parts.scheme == "https":
            context = ssl.create_default_context()
            made: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, self._port, timeout=patience, context=context
            )
        else:
            made = http.client.HTTPConnection(host, self._port, timeout=patience)
        self._local.connection = made
        self._open.append(made)
        return made

    def _one(self, request: Wire) -> Reply:
        """Send one request; a kept connection that the server closed meanwhile is replaced."""
        patience = self._patience()
        if patience <= 0:
            return Reply(status=0, error=OUT_OF_TIME)
        kept = getattr(self._local, "connection", None) is not None
        try:
            return self._exchange(self._connection(patience, fresh=False), request, patience)
        except (http.client.RemoteDisconnected, ConnectionError) as error:
            if not kept:
                return self._failed(error)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return self._failed(error)
        try:
            return self._exchange(self._connection(patience, fresh=True), request, patience)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return self._failed(error)

    def _patience(self) -> float:
        """Return how many seconds a request that begins now may take."""
        if self.deadline is None:
            return self._timeout
        return min(self._timeout, self.deadline - time.monotonic())

    def _failed(self, error: Exception) -> Reply:
        known: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if known is not None:
            known.close()
        self._local.connection = None
        late = isinstance(error, TimeoutError) and self._patience() <= 0
        return Reply(status=0, error=OUT_OF_TIME if late else _told(error))

    def _exchange(
        self, connection: http.client.HTTPConnection, request: Wire, patience: float
    ) -> Reply:
        prefix, most = ("", BEGINNING) if request.rooted else (self.prefix, LARGEST)
        connection.putrequest(request.method, prefix + request.target, skip_accept_encoding=True)
        for name, value in request.headers:
            connection.putheader(name, value.encode("utf-8"))
        if request.body is not None:
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body)
        answer = connection.getresponse()
        body = _read(answer, time.monotonic() + patience, most)
        headers = {name.lower(): value for name, value in answer.getheaders()}
        if len(body) > most:
            connection.close()
            self._local.connection = None
            if request.rooted:
                return Reply(status=answer.status, headers=headers, body=body[:most])
            error = f"the answer is larger than {most} bytes"
            return Reply(status=answer.status, headers=headers, error=error)
        # A response that was read to its end by `read1` does not close itself.
        answer.close()
        if answer.will_close:
            self._local.connection = None
        return Reply(status=answer.status, headers=headers, body=body)


def _told(error: Exception) -> str:
    """Return why there is no answer; nothing of what came instead, which may be anything."""
    if isinstance(error, TimeoutError):
        return "timed out"
    if isinstance(error, http.client.RemoteDisconnected):
        return "the server closed the connection without an answer"
    if isinstance(error, http.client.BadStatusLine | http.client.UnknownProtocol):
        return "what came back is no HTTP"
    said = error.strerror if isinstance(error, OSError) else str(error)
    return said or type(error).__name__


def _read(answer: http.client.HTTPResponse, deadline: float, most: int) -> bytes:
    """Read a body up to a size and a time: a server may drip one without end.

    Raises:
        TimeoutError: The deadline has passed.
        HTTPException: The server closed before the length that it had told.
    """
    chunks: list[bytes] = []
    size = 0
    while size <= most:
        chunk = answer.read1(CHUNK)
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
        if answer.length == 0:
            break
        if time.monotonic() > deadline:
            raise TimeoutError
    if answer.length and size <= most:
        message = f"the answer ends {answer.length} bytes early"
        raise http.client.HTTPException(message)
    return b"".join(chunks)

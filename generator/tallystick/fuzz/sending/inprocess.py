"""Requests to an ASGI app in this process, without sockets."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator, MutableMapping, Sequence
from functools import lru_cache, partial
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import (
    BEGINNING,
    LARGEST,
    OUT_OF_TIME,
    TIMEOUT,
    Wire,
    origin_of,
)

Asgi: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]
HOST: Final = "127.0.0.1"
"""What an app is told that it is."""
STARTING: Final = 60.0
"""Seconds that an app has to start, and to stop."""
FAILED, LATE = "lifespan.startup.failed", "late"
TOGETHER: Final = 32
"""Requests that are under way at once."""


class NotStartedError(Exception):
    """An app does not start; says why."""


class InProcess:
    """Calls an app; its lifespan is kept open until `close`."""

    waits = False
    origin = origin_of(f"http://{HOST}")

    def __init__(self, app: Asgi, *, timeout: float = TIMEOUT, prefix: str = "") -> None:
        """Start the app.

        Args:
            app: It may have no lifespan.
            timeout: Seconds that an answer may take.
            prefix: Path that comes before those of the document, as ``/v1``.

        Raises:
            NotStartedError: Its startup failed, or took longer than `STARTING`.
        """
        self._app = app
        self.prefix = prefix
        self._state: dict[str, Any] = {}
        self._timeout = timeout
        self.deadline: float | None = None
        self._loop = asyncio.new_event_loop()
        self._to_app: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._from_app: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._life = self._loop.create_task(self._lifespan())
        self._alive = True
        said, why = self._loop.run_until_complete(self._ask("lifespan.startup", STARTING))
        self._alive = said == "lifespan.startup.complete"
        if said in {FAILED, LATE}:
            self.close()
            raise NotStartedError(why or said)

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Send requests, some at a time."""
        batch = _Batch(self._loop, requests, self._one)
        self._loop.run_until_complete(batch.work())
        return [reply for reply in batch.replies if reply is not None]

    def close(self) -> None:
        """Stop the app."""
        if self._alive:
            self._loop.run_until_complete(self._ask("lifespan.shutdown", STARTING))
        self._life.cancel()
        self._loop.run_until_complete(asyncio.gather(self._life, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _lifespan(self) -> None:
        async def send(message: MutableMapping[str, Any]) -> None:
            await self._from_app.put((message["type"], message.get("message", "")))

        try:
            await self._app(
                {"type": "lifespan", "asgi": _ASGI, "state": self._state}, self._to_app.get, send
            )
        except Exception:  # noqa: BLE001 - an app without lifespan may raise anything
            await self._from_app.put(("unsupported", ""))
        else:
            await self._from_app.put(("ended", ""))

    async def _ask(self, what: str, patience: float) -> tuple[str, str]:
        await self._to_app.put({"type": what})
        try:
            async with asyncio.timeout(patience):
                return await self._from_app.get()
        except TimeoutError:
            return LATE, f"it was not ready after {patience:g} seconds"

    async def _one(self, request: Wire, more: Callable[[], None]) -> Reply:
        patience = self._timeout
        if self.deadline is not None:
            patience = min(patience, self.deadline - time.monotonic())
        if patience <= 0:
            return Reply(status=0, error=OUT_OF_TIME)
        exchange = _Exchange(request.body or b"")
        scope = _scope(request, "" if request.rooted else self.prefix, self._state)
        try:
            await _within(patience, self._app(scope, exchange.receive, exchange.send), more)
        except TimeoutError:
            if patience < self._timeout:
                return Reply(status=0, error=OUT_OF_TIME)
            return Reply(status=exchange.status, error="timed out")
        except Exception as error:  # noqa: BLE001 - whatever an app raises is an answer: none
            return Reply(status=500, error=f"the app raised {type(error).__name__}: {error}")
        body = b"".join(exchange.chunks)
        if request.rooted:
            body = body[:BEGINNING]
        elif exchange.size > LARGEST:
            said = f"the answer is larger than {LARGEST} bytes"
            return Reply(status=exchange.status, headers=exchange.headers, error=said)
        return Reply(status=exchange.status, headers=exchange.headers, body=body)


class _Batch:
    """Requests that are sent together; nothing of it holds itself, so it is gone when it is sent.

    Attributes:
        replies: To each request; None where there is none yet.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        requests: Sequence[Wire],
        ask: Callable[[Wire, Callable[[], None]], Awaitable[Reply]],
    ) -> None:
        """Send requests by `ask`, which gets what it is to call when it begins to wait."""
        self._loop = loop
        self._ask = ask
        self._waiting = iter(enumerate(requests))
        self._fellows = min(TOGETHER, len(requests)) - 1
        self._others: list[asyncio.Task[None]] = []
        self.replies: list[Reply | None] = [None] * len(requests)

    async def work(self) -> None:
        """Send all."""
        await self._some()
        await asyncio.gather(*self._others)

    def _more(self) -> None:
        """Begin with others: an app that answers at once needs nobody beside it."""
        if not self._others:
            self._others = [self._loop.create_task(self._some()) for _ in range(self._fellows)]

    async def _some(self) -> None:
        for index, request in self._waiting:
            self.replies[index] = await self._ask(request, self._more)


async def _within(patience: float, answering: Awaitable[None], waiting: Callable[[], None]) -> None:
    """Wait for an app; one that has answered before it waits for anything needs no clock.

    Args:
        patience: Seconds that are waited at most.
        answering: What the app does.
        waiting: Called when it begins to wait.
    """
    steps = answering.__await__()
    try:
        waits = next(steps)
    except StopIteration:
        return
    waiting()
    async with asyncio.timeout(patience):
        await _Rest(steps, waits)


class _Rest:
    """What is left of an awaitable whose first step was taken.

    Attributes:
        steps: Of the awaitable.
        waits: What the first step has to wait for.
    """

    def __init__(self, steps: Generator[Any, Any, None], waits: object) -> None:
        self.steps = steps
        self.waits = waits

    def __await__(self) -> Generator[Any, Any, None]:
        """Wait for it, and go on; whoever wants it to end is heard inside."""
        go_on: Callable[[], object]
        try:
            while True:
                try:
                    yield self.waits
                except BaseException as ending:  # noqa: BLE001 - of whatever kind
                    go_on = partial(self.steps.throw, ending)
                else:
                    go_on = partial(next, self.steps)
                self.waits = go_on()
        except StopIteration:
            return


_ASGI: Final = {"version": "3.0", "spec_version": "2.3"}


def _scope(request: Wire, prefix: str, state: dict[str, Any]) -> dict[str, Any]:
    path, _, query = (prefix + request.target).partition("?")
    headers = [*_encoded(request.headers), (b"host", HOST.encode())]
    if request.body is not None:
        headers.append((b"content-length", str(len(request.body)).encode()))
    return {
        "type": "http",
        "asgi": _ASGI,
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": headers,
        "client": (HOST, 1),
        "server": (HOST, 80),
        "state": state.copy(),
    }


@lru_cache(maxsize=256)
def _encoded(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[bytes, bytes], ...]:
    """Return headers as an app gets them: most requests have the same."""
    return tuple((name.lower().encode("latin-1"), text.encode("utf-8")) for name, text in headers)


class _Exchange:
    """One request and its answer, as the app sees them."""

    def __init__(self, body: bytes) -> None:
        self._body: bytes | None = body
        self.status = 0
        self.headers: dict[str, str] = {}
        self.chunks: list[bytes] = []
        self.size = 0

    async def receive(self) -> dict[str, Any]:
        if self._body is None:
            return {"type": "http.disconnect"}
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in message.get("headers", ())
            }
        elif message["type"] == "http.response.body":
            chunk = message.get("body", b"")
            self.size += len(chunk)
            if self.size <= LARGEST:
                self.chunks.append(chunk)

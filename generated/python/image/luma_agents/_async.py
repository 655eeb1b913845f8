"""The awaiting engine: carries out the steps of a call under asyncio or trio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from typing import Any, TypeVar, cast

import anyio
import httpx2

from ._call import Engine, Flow, Plan, call, read
from ._errors import InvalidRequestError
from ._types import Head, Operation, RequestOptions
from ._wire import Reply, UnreadableError

T = TypeVar("T")


class AsyncEngine(Engine):
    """Sends requests and sleeps, awaiting."""

    http: httpx2.AsyncClient

    async def call(self, op: Operation[T], options: RequestOptions, mode: str, values: Any) -> T:
        """Make a call; `mode` other than ``parsed`` answers with the response instead."""
        value = await self.run(call(self, op, options, mode, **values))
        return cast("T", AsyncStreamedResponse(self, *value) if mode == "stream" else value)

    async def run(self, flow: Flow[T]) -> T:
        """Go through a flow to its end, and return what it returns."""
        try:
            work = next(flow)
            while True:
                try:
                    answer = await work if hasattr(work, "__await__") else work
                except BaseException as error:  # noqa: BLE001 - the flow decides, and cleans up
                    work = flow.throw(error)
                else:
                    work = flow.send(answer)
        except StopIteration as end:
            return cast("T", end.value)

    async def send(
        self, plan: Plan, request: httpx2.Request, *, trusted: bool, stream: bool
    ) -> Reply:
        """Send a request."""
        if self.http.is_closed:
            msg = "the client is closed"
            raise InvalidRequestError(msg)
        return await self._within(plan, self._send(plan, request, trusted=trusted, stream=stream))

    async def _send(
        self, plan: Plan, request: httpx2.Request, *, trusted: bool, stream: bool
    ) -> Reply:
        auth = httpx2.USE_CLIENT_DEFAULT if trusted else None
        http = await self.http.send(request, auth=auth, follow_redirects=False, stream=True)
        if stream and http.is_success:
            return Reply(http, chunks=http.aiter_bytes())
        try:
            return Reply(http, await _read(http, plan.limit))
        except httpx2.DecodingError as error:
            raise UnreadableError(http, str(error)) from error
        finally:
            await http.aclose()

    async def read(self, plan: Plan, reply: Reply) -> bytes:
        """Read a chunk."""
        return await self._within(plan, anext(reply.chunks, b""))

    async def close(self, reply: Reply) -> None:
        """Close a response."""
        if reply.chunks is not None:
            await reply.chunks.aclose()
        await reply.http.aclose()

    async def sleep(self, seconds: float) -> None:
        """Pause."""
        await (self.settings.environment.async_sleep or anyio.sleep)(seconds)

    async def _within(self, plan: Plan, work: Awaitable[T]) -> T:
        """Await until the deadline, whatever the peer does."""
        if plan.deadline is None:
            return await work
        left = max(0.0, plan.deadline - self.clock())
        try:
            asyncio.get_running_loop()
        except RuntimeError:  # trio; asyncio's own timeout is several times quicker
            with anyio.fail_after(left):
                return await work
        async with asyncio.timeout(left):
            return await work


async def _read(http: httpx2.Response, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    body = http.aiter_bytes()
    async for chunk in body:
        parts.append(chunk)
        size += len(chunk)
        if size > limit:
            await body.aclose()
            raise UnreadableError(http, f"it has more than {limit} bytes")
    return b"".join(parts)


class AsyncStreamedResponse(Head):
    """A response whose body is still to be read; leaving its block gives it up."""

    def __init__(self, engine: AsyncEngine, plan: Plan, reply: Reply, retries: int = 0) -> None:
        """Made by the client."""
        super().__init__(reply.http)
        self._parts = (engine, plan, reply)
        self.retries = retries

    async def iter_bytes(self) -> AsyncGenerator[bytes, None]:
        """Read the decoded body piece by piece, once; may raise `APIConnectionError`."""
        try:
            while chunk := await self._parts[0].run(read(*self._parts)):
                yield chunk
        finally:
            await self.close()

    async def close(self) -> None:
        """Give the connection back."""
        await self._parts[0].close(self._parts[2])

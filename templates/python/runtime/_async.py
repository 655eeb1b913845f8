"""The awaiting engine: carries out the steps of a call under asyncio or trio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing
from inspect import isawaitable
from typing import Any, TypeVar, cast

import anyio
import httpx2

from ._call import Close, Core, Flow, Notify, Plan, Read, Send, Sleep, Step
from ._call import call, call_raw, call_streamed, read
from ._errors import InvalidRequestError
from ._logs import set_up
from ._request import Given, Values
from ._response import Reply, UnreadableError
from ._retry import Budget
from ._settings import Settings
from ._types import Operation, RequestOptions, request_id

T = TypeVar("T")


class AsyncEngine(Core):
    """Sends requests and sleeps, awaiting."""

    http: httpx2.AsyncClient

    @classmethod
    def make(cls, settings: Settings, http: httpx2.AsyncClient | None) -> AsyncEngine:
        """Make an engine, with an HTTP client of its own if none is given."""
        set_up()
        engine = cls(settings, http or httpx2.AsyncClient(), Budget())
        engine.owned = http is None
        return engine

    def changed(self, settings: Settings) -> AsyncEngine:
        """Return an engine with other settings and the same connections and budget."""
        return AsyncEngine(settings, self.http, self.budget)

    async def call(self, op: Operation[T], mode: str, values: Given, options: RequestOptions) -> T:
        """Make a call; `mode` other than ``parsed`` answers with the response instead."""
        if mode == "parsed":
            return cast("T", await self.run(call(self, op, Values(*values), options)))
        if mode == "raw":
            return cast("T", await self.run(call_raw(self, op, Values(*values), options)))
        plan, reply = await self.run(call_streamed(self, op, Values(*values), options))
        return cast("T", AsyncStreamedResponse(self, plan, reply))

    async def run(self, flow: Flow[T]) -> T:
        """Carry out the steps of a flow to its end, and return what it returns."""
        try:
            step = next(flow)
            while True:
                try:
                    answer = await self._perform(step)
                except BaseException as error:  # noqa: BLE001 - the flow decides, and cleans up
                    step = flow.throw(error)
                else:
                    step = flow.send(answer)
        except StopIteration as end:
            return cast("T", end.value)

    async def _perform(self, step: Step) -> Any:
        if isinstance(step, Send):
            return await self._within(step.deadline, self._send(step))
        if isinstance(step, Read):
            chunks = cast("AsyncIterator[bytes]", step.reply.chunks)
            return await self._within(step.deadline, anext(chunks, b""))
        if isinstance(step, Close):
            return await _close(step.reply)
        if isinstance(step, Sleep):
            return await (self.settings.environment.async_sleep or anyio.sleep)(step.seconds)
        answer = step.callback(step.value)
        return await answer if isawaitable(answer) else answer

    async def _within(self, deadline: float | None, work: Awaitable[T]) -> T:
        """Await until the deadline, whatever the peer does."""
        if deadline is None:
            return await work
        left = max(0.0, deadline - self.clock())
        try:
            asyncio.get_running_loop()
        except RuntimeError:  # trio; asyncio's own timeout is several times quicker
            with anyio.fail_after(left):
                return await work
        async with asyncio.timeout(left):
            return await work

    async def _send(self, step: Send) -> Reply:
        if self.http.is_closed:
            msg = "the client is closed"
            raise InvalidRequestError(msg)
        auth = httpx2.USE_CLIENT_DEFAULT if step.trusted else None
        http = await self.http.send(step.request, auth=auth, follow_redirects=False, stream=True)
        chunks = _chunks(http, None if step.stream else step.limit)
        if step.stream and http.is_success:
            return Reply(http, chunks=chunks)
        try:
            async with aclosing(chunks):
                return Reply(http, b"".join([chunk async for chunk in chunks]))
        finally:
            await http.aclose()


async def _chunks(http: httpx2.Response, limit: int | None) -> AsyncGenerator[bytes, None]:
    size = 0
    try:
        async with aclosing(http.aiter_bytes()) as body:
            async for chunk in body:
                size += len(chunk)
                if limit is not None and size > limit:
                    raise UnreadableError(http, f"the body has more than {limit} bytes")
                yield chunk
    except httpx2.DecodingError as error:
        raise UnreadableError(http, f"the body cannot be decoded: {error}") from error


async def _close(reply: Reply) -> None:
    if isinstance(reply.chunks, AsyncGenerator):
        await reply.chunks.aclose()
    await reply.http.aclose()


class AsyncStreamedResponse:
    """A response whose body is still to be read; leaving its block gives it up."""

    def __init__(self, engine: AsyncEngine, plan: Plan, reply: Reply) -> None:
        """Made by the client."""
        self._parts = (engine, plan, reply)
        self.http = reply.http
        self.status_code = reply.http.status_code
        self.headers = reply.http.headers
        self.request_id = request_id(reply.http.headers)

    async def iter_bytes(self) -> AsyncGenerator[bytes, None]:
        """Read the decoded body piece by piece, once.

        Raises:
            APIConnectionError: The body broke off.
            APITimeoutError: A pause or the deadline of the call was too long.
        """
        try:
            while chunk := await self._parts[0].run(read(*self._parts)):
                yield chunk
        finally:
            await self.close()

    async def read(self) -> bytes:
        """Read the rest of the body, however large it is."""
        return b"".join([chunk async for chunk in self.iter_bytes()])

    async def close(self) -> None:
        """Give the connection back."""
        await _close(self._parts[2])

"""Fault injection: a middleware that spoils some responses, the same ones for the same seed."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tallystick.serve.problem import Problem

CUT = "tallystick.cut"
"""Key of ``scope["extensions"]``: a function that closes the connection, after sending what
was written (True) or at once (False)."""

Sleep = Callable[[float], Awaitable[None]]


class ConnectionDropped(Exception):  # noqa: N818 - what a caller in process sees of a cut
    """The connection was cut on purpose and the server cannot cut it itself (in process)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Which faults to inject, and how often; rates are shares of all requests, 0 to 1.

    Attributes:
        seed: Same seed, same order of requests: same faults.
        status_rate: Answer with one of `statuses` instead of doing anything.
        delay_rate: Wait `delay` seconds before the request is looked at.
        truncate_rate: Send the response's head and half of its body, then cut the connection.
            The request has been carried out.
        drop_rate: Cut the connection instead of answering; one time in two the request is
            carried out first, as with real networks.
    """

    seed: int = 0
    status_rate: float = 0.0
    statuses: tuple[int, ...] = (500, 502, 503, 429)
    delay_rate: float = 0.0
    delay: float = 1.0
    truncate_rate: float = 0.0
    drop_rate: float = 0.0

    @property
    def any(self) -> bool:
        """Whether any fault can happen."""
        return max(self.status_rate, self.delay_rate, self.truncate_rate, self.drop_rate) > 0

    def choose(self, number: int) -> "Choice":
        """Return what happens to the request of this number, counted from 0."""
        # Every fault draws its own number, so that changing one rate moves no other fault.
        dice = random.Random(f"{self.seed}:{number}")  # noqa: S311 - repeatable on purpose
        delay, status, drop, truncate = (dice.random() for _ in range(4))
        which = dice.randrange(len(self.statuses)) if self.statuses else 0
        return Choice(
            delay=self.delay if delay < self.delay_rate else 0.0,
            status=self.statuses[which] if self.statuses and status < self.status_rate else None,
            drop=drop < self.drop_rate,
            truncate=truncate < self.truncate_rate,
            carry_out=dice.random() < 0.5,  # noqa: PLR2004 - a coin
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The faults of one request; the first of delay, status, drop, truncate that is set ends it.

    Attributes:
        carry_out: For a drop: do what was asked before cutting the connection.
    """

    delay: float
    status: int | None
    drop: bool
    truncate: bool
    carry_out: bool


class FaultMiddleware:
    """Spoils requests as `Faults` says; ``/healthz`` is left alone."""

    def __init__(self, app: ASGIApp, faults: Faults, *, sleep: Sleep = asyncio.sleep) -> None:
        """Wrap an app; numbers are given to requests in order of arrival."""
        self._app = app
        self._faults = faults
        self._sleep = sleep
        self._numbers = count()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or spoil it."""
        if scope["type"] != "http" or scope["path"] == "/healthz":
            await self._app(scope, receive, send)
            return
        choice = self._faults.choose(next(self._numbers))
        if choice.delay:
            await self._sleep(choice.delay)
        if choice.status is not None:
            await _problem(choice.status)(scope, receive, send)
        elif choice.drop:
            if choice.carry_out:
                await self._app(scope, receive, _discard)
            await _cut(scope, receive, flush=False)
        elif choice.truncate:
            await self._truncated(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _truncated(self, scope: Scope, receive: Receive, send: Send) -> None:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        await send(messages[0])
        body = b"".join(message.get("body", b"") for message in messages[1:])
        await send(
            {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
        )
        await _cut(scope, receive, flush=True)


def _problem(status: int) -> ASGIApp:
    headers = {"Retry-After": "0"} if status in {429, 503} else {}
    detail = "This fault was injected on purpose."
    return Problem(status=status, detail=detail, headers=headers).response()


async def _discard(message: Message) -> None:
    del message


async def _cut(scope: Scope, receive: Receive, *, flush: bool) -> None:
    """Close the connection, and return when it is closed.

    Raises:
        ConnectionDropped: There is no connection: the app is called in process.
    """
    cut = scope.get("extensions", {}).get(CUT)
    if cut is None:
        raise ConnectionDropped
    cut(flush)
    while (await receive())["type"] != "http.disconnect":
        pass

"""The blocking engine: carries out the steps of a call in the caller's thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, cast

import httpx2

from ._call import Close, Core, Flow, Notify, Plan, Read, Send, Sleep, Step
from ._call import call, call_raw, call_streamed, read
from ._deadline import guard, until
from ._errors import InvalidRequestError
from ._logs import set_up
from ._request import Given, Values
from ._response import Reply, UnreadableError
from ._retry import Budget
from ._settings import Settings
from ._types import Operation, RequestOptions, request_id

T = TypeVar("T")


class SyncEngine(Core):
    """Sends requests and sleeps, blocking."""

    http: httpx2.Client

    @classmethod
    def make(cls, settings: Settings, http: httpx2.Client | None) -> SyncEngine:
        """Make an engine, with an HTTP client of its own if none is given."""
        set_up()
        engine = cls(settings, http or httpx2.Client(), Budget())
        engine.owned = http is None
        guard(engine.http)
        return engine

    def changed(self, settings: Settings) -> SyncEngine:
        """Return an engine with other settings and the same connections and budget."""
        return SyncEngine(settings, self.http, self.budget)

    def call(self, op: Operation[T], mode: str, values: Given, options: RequestOptions) -> T:
        """Make a call; `mode` other than ``parsed`` answers with the response instead."""
        if mode == "parsed":
            return cast("T", self.run(call(self, op, Values(*values), options)))
        if mode == "raw":
            return cast("T", self.run(call_raw(self, op, Values(*values), options)))
        plan, reply = self.run(call_streamed(self, op, Values(*values), options))
        return cast("T", StreamedResponse(self, plan, reply))

    def run(self, flow: Flow[T]) -> T:
        """Carry out the steps of a flow to its end, and return what it returns."""
        try:
            step = next(flow)
            while True:
                try:
                    answer = self._perform(step)
                except BaseException as error:  # noqa: BLE001 - the flow decides, and cleans up
                    step = flow.throw(error)
                else:
                    step = flow.send(answer)
        except StopIteration as end:
            return cast("T", end.value)

    def _perform(self, step: Step) -> Any:
        if isinstance(step, Send):
            return self._send(step)
        if isinstance(step, Read):
            with until(step.deadline, self.clock):
                return next(cast("Iterator[bytes]", step.reply.chunks), b"")
        if isinstance(step, Close):
            return step.reply.http.close()
        if isinstance(step, Sleep):
            return self.settings.environment.sleep(step.seconds)
        return step.callback(step.value)

    def _send(self, step: Send) -> Reply:
        if self.http.is_closed:
            msg = "the client is closed"
            raise InvalidRequestError(msg)
        auth = httpx2.USE_CLIENT_DEFAULT if step.trusted else None
        with until(step.deadline, self.clock):
            http = self.http.send(step.request, auth=auth, follow_redirects=False, stream=True)
            chunks = _chunks(http, None if step.stream else step.limit)
            if step.stream and http.is_success:
                return Reply(http, chunks=chunks)
            try:
                return Reply(http, b"".join(chunks))
            finally:
                http.close()


def _chunks(http: httpx2.Response, limit: int | None) -> Iterator[bytes]:
    size = 0
    try:
        for chunk in http.iter_bytes():
            size += len(chunk)
            if limit is not None and size > limit:
                raise UnreadableError(http, f"the body has more than {limit} bytes")
            yield chunk
    except httpx2.DecodingError as error:
        raise UnreadableError(http, f"the body cannot be decoded: {error}") from error


class StreamedResponse:
    """A response whose body is still to be read; leaving its ``with`` block gives it up."""

    def __init__(self, engine: SyncEngine, plan: Plan, reply: Reply) -> None:
        """Made by the client."""
        self._parts = (engine, plan, reply)
        self.http = reply.http
        self.status_code = reply.http.status_code
        self.headers = reply.http.headers
        self.request_id = request_id(reply.http.headers)

    def iter_bytes(self) -> Iterator[bytes]:
        """Read the decoded body piece by piece, once.

        Raises:
            APIConnectionError: The body broke off.
            APITimeoutError: A pause or the deadline of the call was too long.
        """
        try:
            while chunk := self._parts[0].run(read(*self._parts)):
                yield chunk
        finally:
            self.close()

    def read(self) -> bytes:
        """Read the rest of the body, however large it is."""
        return b"".join(self.iter_bytes())

    def close(self) -> None:
        """Give the connection back."""
        self.http.close()

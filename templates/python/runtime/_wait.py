"""Waiting for work that the server does, by the lifecycle that the API declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypedDict, TypeVar, cast

from ._base import AsyncResource, SyncResource
from ._call import Core, Flow, Notify, Sleep, call, call_raw
from ._errors import APIConnectionError, APIStatusError, JobFailedError, WaitTimeoutError
from ._request import Values
from ._retry import asked_pause, repeatable
from ._types import OMIT, Operation, RequestOptions

__all__ = ["WaitOptions"]

T = TypeVar("T")

_LONGEST_PAUSE = 10.0
_MOST_FAILURES = 5


class Lifecycle(NamedTuple):
    """The states of a resource, by the names its model has.

    `outputs` leads to the URLs of what was made; ``*`` goes through a list.
    """

    member: str
    terminal: frozenset[str]
    success: frozenset[str]
    reason: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()

    def state(self, resource: object) -> str:
        """Return the state a resource is in."""
        value = getattr(resource, self.member, None)
        return str(getattr(value, "value", value))


class WaitOptions(TypedDict, Generic[T], total=False):
    """Keyword arguments of methods that wait.

    `timeout`: seconds for the whole wait (1,800), None for ever. `poll_interval`: seconds before
    the second look (1), growing to 10. `on_state`: called with the resource once for each state
    seen; may be a coroutine function in an async client. `raise_on_failure`: False returns the
    failed resource. The rest is as in `RequestOptions`.
    """

    timeout: float | None
    poll_interval: float
    on_state: Callable[[T], object] | None
    raise_on_failure: bool
    max_retries: int
    extra_headers: Mapping[str, str | None]
    extra_query: Mapping[str, object]
    extra_body: Mapping[str, object]
    idempotency_key: str


class Job(NamedTuple):
    """What to look at, and how."""

    op: Operation[Any]
    lifecycle: Lifecycle
    path: Mapping[str, Any]
    options: WaitOptions[Any]


def _request_options(options: WaitOptions[Any], *names: str) -> RequestOptions:
    return cast("RequestOptions", {n: v for n, v in options.items() if n in names})


def wait(core: Core, job: Job, current: Any) -> Flow[Any]:
    """Look until the resource is in a terminal state.

    Raises:
        JobFailedError: The state is no success.
        WaitTimeoutError: It took too long.
        APIError: Five looks in a row failed, or one failed for good.
    """
    timeout = job.options.get("timeout", 1800.0)
    end = None if timeout is None else core.clock() + timeout
    on_state = job.options.get("on_state")
    pause, asked, failures, known = job.options.get("poll_interval", 1.0), 0.0, 0, ""
    if isinstance(current, str):
        current, asked = yield from _look(core, job, end)
    while True:
        state = job.lifecycle.state(current)
        if on_state is not None and state != known:
            yield Notify(on_state, current)
        known = state
        if state in job.lifecycle.terminal:
            return _ended(job, current, state)
        rest = max(asked, pause)
        if end is not None and core.clock() + rest >= end:
            message = f"still {state} after {timeout:g} s"
            raise WaitTimeoutError(message, current)
        yield Sleep(rest)
        pause, asked = max(pause, min(pause * 1.5, _LONGEST_PAUSE)), 0.0
        try:
            current, asked = yield from _look(core, job, end)
            failures = 0
        except (APIConnectionError, APIStatusError) as error:
            failures += 1
            lasting = isinstance(error, APIStatusError) and not repeatable(error, idempotent=True)
            if lasting or failures >= _MOST_FAILURES:
                raise


def _look(core: Core, job: Job, end: float | None) -> Flow[tuple[Any, float]]:
    options = _request_options(job.options, "max_retries", "extra_headers")
    if end is not None:
        left = max(0.001, end - core.clock())
        options["deadline"] = min(left, core.settings.deadline or left)
    response = yield from call_raw(core, job.op, Values(path=job.path), options)
    pause = asked_pause(response.headers, core.settings.environment.now())
    return response.parse(), pause or 0.0


def _ended(job: Job, resource: Any, state: str) -> Any:
    if state in job.lifecycle.success or not job.options.get("raise_on_failure", True):
        return resource
    reason = tuple(getattr(resource, name, None) for name in job.lifecycle.reason)
    words = ": ".join(str(getattr(item, "value", item)) for item in reason if item is not None)
    raise JobFailedError(f"{state}{': ' if words else ''}{words}", resource, state, reason)


def create_and_wait(
    core: Core,
    create: Operation[Any],
    body: Any,
    options: WaitOptions[Any],
    job: Callable[[Any], Job],
) -> Flow[Any]:
    """Start the work, then wait for it; what was created is in the error if the wait fails."""
    names = ("max_retries", "extra_headers", "extra_query", "extra_body", "idempotency_key")
    created = yield from call(core, create, Values(body=body), _request_options(options, *names))
    return (yield from wait(core, job(created), created))


class SyncJobs(SyncResource):
    """A resource whose work is waited for."""

    def _wait(
        self,
        op: Operation[T],
        lifecycle: Lifecycle,
        resource: T | str,
        *,
        path: Mapping[str, Any],
        options: WaitOptions[T],
    ) -> T:
        job = Job(op, lifecycle, path, options)
        result: T = self._engine.run(wait(self._engine, job, resource))
        return result

    def _create_and_wait(
        self,
        create: Operation[T],
        op: Operation[T],
        lifecycle: Lifecycle,
        *,
        path: Callable[[T], Mapping[str, Any]],
        options: WaitOptions[T],
        body: Any = OMIT,
    ) -> T:
        def job(it: T) -> Job:
            return Job(op, lifecycle, path(it), options)

        result: T = self._engine.run(create_and_wait(self._engine, create, body, options, job))
        return result


class AsyncJobs(AsyncResource):
    """A resource whose work is waited for."""

    async def _wait(
        self,
        op: Operation[T],
        lifecycle: Lifecycle,
        resource: T | str,
        *,
        path: Mapping[str, Any],
        options: WaitOptions[T],
    ) -> T:
        job = Job(op, lifecycle, path, options)
        result: T = await self._engine.run(wait(self._engine, job, resource))
        return result

    async def _create_and_wait(
        self,
        create: Operation[T],
        op: Operation[T],
        lifecycle: Lifecycle,
        *,
        path: Callable[[T], Mapping[str, Any]],
        options: WaitOptions[T],
        body: Any = OMIT,
    ) -> T:
        def job(it: T) -> Job:
            return Job(op, lifecycle, path(it), options)

        flow = create_and_wait(self._engine, create, body, options, job)
        result: T = await self._engine.run(flow)
        return result

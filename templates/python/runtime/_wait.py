"""Waiting for work that the server does, by the lifecycle that the API declares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, NamedTuple, TypedDict, TypeVar, cast

from ._base import AsyncResource, SyncResource
from ._call import Engine, Flow, asked_pause, call, passing
from ._errors import APIError, APIResponseError, JobFailedError, WaitTimeoutError
from ._types import Operation, RequestOptions

T = TypeVar("T")

_LONGEST_PAUSE = 10.0
_MOST_FAILURES = 5
_WAITING = frozenset({"timeout", "poll_interval", "on_state", "raise_on_failure"})
_BOTH = frozenset({"max_retries", "extra_headers"})


class Lifecycle(NamedTuple):
    """The states of a resource, by the names of its model's attributes.

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
    """What to look at, and how; `path` has the path parameters of the operation `op`."""

    op: Operation[Any]
    lifecycle: Lifecycle
    path: Mapping[str, Any]
    options: WaitOptions[Any]


def _pick(options: WaitOptions[Any], *names: str) -> RequestOptions:
    return cast("RequestOptions", {n: v for n, v in options.items() if n in names})


def wait(engine: Engine, job: Job, current: Any) -> Flow[Any]:
    """Look until the resource is in a terminal state; `current` is the resource, or its id.

    Raises:
        JobFailedError: The state is no success.
        WaitTimeoutError: It took too long.
        APIError: Five looks in a row failed, or one failed for good.
    """
    end = engine.until(job.options.get("timeout", 1800.0))
    on_state = job.options.get("on_state")
    pause, asked, failures, known = job.options.get("poll_interval", 1.0), 0.0, 0, ""
    if isinstance(current, str):
        current, asked = yield from _look(engine, job, end)
    while True:
        state = job.lifecycle.state(current)
        if on_state and state != known:
            yield on_state(current)
        known = state
        if state in job.lifecycle.terminal:
            return _ended(job, current, state)
        rest = max(asked, pause)
        if end is not None and engine.clock() + rest >= end:
            msg = f"the state is still {state}"
            raise WaitTimeoutError(msg, resource=current)
        yield engine.sleep(rest)
        pause, asked = max(pause, min(pause * 1.5, _LONGEST_PAUSE)), 0.0
        try:
            current, asked = yield from _look(engine, job, end)
            failures = 0
        except APIError as error:
            failures += 1
            lasting = isinstance(error, APIResponseError) and not passing(error)
            if lasting or failures >= _MOST_FAILURES:
                raise


def _look(engine: Engine, job: Job, end: float | None) -> Flow[tuple[Any, float]]:
    options = _pick(job.options, "max_retries", "extra_headers")
    if end is not None:
        left = max(0.001, end - engine.clock())
        options["deadline"] = min(left, engine.settings.deadline or left)
    response = yield from call(engine, job.op, options, "raw", path=job.path)
    return response.parse(), asked_pause(response.headers, engine) or 0.0


def _ended(job: Job, resource: Any, state: str) -> Any:
    if state in job.lifecycle.success or not job.options.get("raise_on_failure", True):
        return resource
    reason = tuple(getattr(resource, name, None) for name in job.lifecycle.reason)
    words = (str(getattr(item, "value", item)) for item in reason if item is not None)
    msg = ": ".join((state, *words))
    raise JobFailedError(msg, resource=resource, state=state, reason=reason)


def divide(arguments: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Divide what `create_and_wait` takes into what starting the work and waiting for it take."""
    create = {name: value for name, value in arguments.items() if name not in _WAITING}
    return create, {name: arguments[name] for name in arguments.keys() & (_WAITING | _BOTH)}


class SyncJobs(SyncResource):
    """A resource whose work is waited for."""

    def _wait(self, op: Operation[T], cycle: Lifecycle, resource: T | str, **more: Any) -> T:
        result: T = self._engine.run(wait(self._engine, Job(op, cycle, **more), resource))
        return result

    @staticmethod
    def _create_and_wait(create: Callable[..., T], wait: Callable[..., T], options: Any) -> T:
        first, then = divide(options)
        return wait(create(**first), **then)


class AsyncJobs(AsyncResource):
    """A resource whose work is waited for."""

    async def _wait(self, op: Operation[T], cycle: Lifecycle, resource: T | str, **more: Any) -> T:
        result: T = await self._engine.run(wait(self._engine, Job(op, cycle, **more), resource))
        return result

    @staticmethod
    async def _create_and_wait(
        create: Callable[..., Awaitable[T]], wait: Callable[..., Awaitable[T]], options: Any
    ) -> T:
        first, then = divide(options)
        return await wait(await create(**first), **then)

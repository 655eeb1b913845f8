"""What a call does, step by step, with no I/O of its own.

Written once, as generators that yield steps (send this, sleep so long) and know nothing of threads
or event loops; the engines in `_engine` carry the steps out, blocking or awaiting.
"""

from __future__ import annotations

import logging
import uuid
from base64 import b64encode
from collections.abc import Callable, Generator, Mapping
from typing import Any, NamedTuple, TypeAlias, TypeVar

import httpx2

from ._config import CREDENTIALS, SECURITY, USER_AGENT
from ._errors import APIError, ConfigurationError, InvalidRequestError
from ._logs import logger, redact_headers, redact_url
from ._request import Encoded, Values, add_headers, encode_body, fill_path, query_string
from ._response import TROUBLE, Reply, check_status, decode, failure, status_error
from ._retry import Budget, pause_after, repeatable
from ._settings import Settings
from ._types import APIResponse, Content, Operation, RequestOptions, Timeout

T = TypeVar("T")

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_HOPS = 5
_ERROR = 400


class Send(NamedTuple):
    """Send a request; the answer is a `Reply`, with its chunks to come if `stream` and a success.

    Not `trusted`: the request leaves the API's origin and carries no credentials of any kind.
    """

    request: httpx2.Request
    deadline: float | None
    limit: int
    trusted: bool
    stream: bool


class Read(NamedTuple):
    """Read the next chunk of a streamed reply; the answer is empty at its end."""

    reply: Reply
    deadline: float | None


class Close(NamedTuple):
    """Give the connection of a streamed reply back."""

    reply: Reply


class Sleep(NamedTuple):
    """Pause."""

    seconds: float


class Notify(NamedTuple):
    """Call the user back; an async client awaits what comes out, if it can be awaited."""

    callback: Callable[[Any], object]
    value: Any


Step: TypeAlias = Send | Read | Close | Sleep | Notify
Flow: TypeAlias = Generator[Step, Any, T]


class Plan(NamedTuple):
    """One call, ready to be sent as often as it takes; `deadline` is a time of the clock."""

    method: str
    url: httpx2.URL
    headers: Mapping[str, str]
    body: Encoded
    timeout: Mapping[str, float | None]
    deadline: float | None
    max_retries: int
    responses: Mapping[int | str, Any]
    idempotent: bool = True
    trusted: bool = True
    limit: int = 0


class Core:
    """What all calls of a client share."""

    def __init__(self, settings: Settings, http: Any, budget: Budget) -> None:
        """Fix the headers, so that a call only adds its own."""
        self.owned = False
        self.settings = settings
        self.http = http
        self.budget = budget
        self.clock = settings.environment.monotonic
        self.bare = {"accept-encoding": http.headers.get("accept-encoding", "")}
        self.bare["user-agent"] = USER_AGENT
        self._query = {**http.params, **settings.default_query}
        self._headers = {**dict(http.headers.items()), **self.bare}
        add_headers(self._headers, settings.default_headers)
        self._credentials: dict[Any, tuple[dict[str, str], dict[str, str]]] = {}
        self._urls: dict[str, httpx2.URL] = {}

    def plan(self, op: Operation[Any], values: Values, options: RequestOptions) -> Plan:
        """Make a call ready.

        Raises:
            InvalidRequestError: Some value cannot be written into a request.
        """
        try:
            return self._plan(op, values, options)
        except InvalidRequestError:
            raise
        except (TypeError, ValueError, RecursionError, httpx2.InvalidURL) as error:
            msg = f"the request cannot be written: {error}"
            raise InvalidRequestError(msg) from error

    def _plan(self, op: Operation[Any], values: Values, options: RequestOptions) -> Plan:
        settings = self.settings
        secret_headers, secret_query = self._secrets(op.security)
        body = encode_body(values.body, op.content_type, options.get("extra_body"))
        binary = any(isinstance(kind, Content) for kind in op.responses.values())
        headers = {**self._headers, **secret_headers}
        headers["accept"] = "*/*" if binary else "application/json"
        if body.content_type:
            headers["content-type"] = body.content_type
        if op.idempotency_header:
            key = options.get("idempotency_key") or str(uuid.uuid4())
            headers[op.idempotency_header.lower()] = key
        elif "idempotency_key" in options:
            msg = "this operation takes no idempotency key"
            raise InvalidRequestError(msg)
        if values.cookies:
            values = values._replace(headers={**values.headers, "cookie": _cookies(values.cookies)})
        for more in (values.headers, options.get("extra_headers")):
            if more:
                add_headers(headers, more)
        extra = options.get("extra_query", {})
        query = query_string(self._query, values.query, extra, secret_query)
        deadline = options.get("deadline", settings.deadline)
        return Plan(
            op.method,
            self._url(fill_path(op.path, values.path), query),
            headers,
            body,
            phases(options.get("timeout", settings.timeout)),
            None if deadline is None else self.clock() + deadline,
            options.get("max_retries", settings.max_retries),
            op.responses,
            op.method in _IDEMPOTENT or (op.idempotency_header or "-").lower() in headers,
            limit=settings.max_response_bytes,
        )

    def _url(self, path: str, query: str) -> httpx2.URL:
        if query or len(self._urls) > 64:  # noqa: PLR2004 - enough for the paths in use
            return httpx2.URL(f"{self.settings.base_url}{path}?{query}".rstrip("?"))
        if path not in self._urls:
            self._urls[path] = httpx2.URL(self.settings.base_url + path)
        return self._urls[path]

    def _secrets(
        self, security: tuple[tuple[str, ...], ...] | None
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Return the headers and query members of the first alternative that can be met."""
        needed = SECURITY if security is None else security
        if needed not in self._credentials:
            self._credentials[needed] = _find_secrets(needed, self.settings.arguments)
        return self._credentials[needed]


def _find_secrets(
    needed: tuple[tuple[str, ...], ...], given: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    known = {
        item.scheme: item for item in CREDENTIALS if all(given.get(name) for name, _ in item.args)
    }
    for names in needed:
        if all(name in known for name in names):
            break
    else:
        if needed:
            msg = f"this operation needs credentials: {' or '.join(map(' + '.join, needed))}"
            raise ConfigurationError(msg)
        names = ()
    headers: dict[str, str] = {}
    query: dict[str, str] = {}
    for item in (known[name] for name in names):
        values = [given[name] for name, _ in item.args]
        if item.kind == "query":
            query[item.wire] = values[0]
        elif item.kind == "header":
            headers[item.wire.lower()] = values[0]
        elif item.kind == "cookie":
            headers["cookie"] = _cookies({item.wire: values[0]})
        elif item.kind == "basic":
            headers["authorization"] = "Basic " + b64encode(":".join(values).encode()).decode()
        else:
            headers["authorization"] = "Bearer " + values[0]
    return headers, query


def _cookies(cookies: Mapping[str, Any]) -> str:
    return query_string(cookies).replace("&", "; ")


def phases(timeout: float | Timeout | httpx2.Timeout | None) -> Mapping[str, float | None]:
    """Return the limit of each phase by its name."""
    if timeout is None or isinstance(timeout, (int, float)):
        return dict.fromkeys(("connect", "read", "write", "pool"), timeout)
    return timeout.as_dict()


def call(core: Core, op: Operation[Any], values: Values, options: RequestOptions) -> Flow[Any]:
    """Make a call; the answer is its value."""
    plan = core.plan(op, values, options)
    reply, _ = yield from exchange(core, plan)
    return parse(plan, reply)


def call_raw(
    core: Core, op: Operation[T], values: Values, options: RequestOptions
) -> Flow[APIResponse[T]]:
    """Make a call; the answer is the response, whose `parse` gives the value."""
    plan = core.plan(op, values, options)
    reply, retries = yield from exchange(core, plan)
    return APIResponse(reply.http, reply.content, retries, lambda: parse(plan, reply))


def call_streamed(
    core: Core, op: Operation[Any], values: Values, options: RequestOptions
) -> Flow[tuple[Plan, Reply]]:
    """Make a call up to the body of its response."""
    plan = core.plan(op, values, options)
    reply, _ = yield from exchange(core, plan, stream=True)
    try:
        check_status(plan.responses, reply)
    except APIError as error:
        yield Close(reply)
        raise signed(error, plan) from None
    return plan, reply


def read(core: Core, plan: Plan, reply: Reply) -> Flow[bytes]:
    """Read the next chunk of a streamed response; empty at its end."""
    try:
        chunk: bytes = yield Read(reply, plan.deadline)
    except TROUBLE as trouble:
        raise explain(core, plan, trouble) from trouble
    return chunk


def parse(plan: Plan, reply: Reply) -> Any:
    """Read the body of a success."""
    try:
        return decode(plan.responses, reply)
    except APIError as error:
        raise signed(error, plan) from None


def exchange(core: Core, plan: Plan, *, stream: bool = False) -> Flow[tuple[Reply, int]]:
    """Send until a response below 400 comes; the answer has the count of retries.

    Raises:
        APIError: The last failure, when it is final or time, attempts or budget are used up.
    """
    core.budget.call()
    attempt = 0
    while True:
        try:
            reply = yield from _follow(core, plan, stream=stream)
        except TROUBLE as trouble:
            error = explain(core, plan, trouble)
            error.__cause__ = trouble
        else:
            if reply.http.status_code < _ERROR:
                return reply, attempt
            error = signed(status_error(reply), plan)
        error.retries = attempt
        pause = pause_before_retry(core, plan, error, attempt)
        logger.debug("failed: %s; %s", error, "final" if pause is None else f"again in {pause:.3g} s")
        if pause is None:
            raise error
        yield Sleep(pause)
        attempt += 1


def pause_before_retry(core: Core, plan: Plan, error: APIError, attempt: int) -> float | None:
    """Seconds to pause before the same request is sent again, None if it must not be."""
    if attempt >= plan.max_retries or not repeatable(error, idempotent=plan.idempotent):
        return None
    if not plan.body.repeatable and getattr(error, "sent", True):
        return None
    pause = pause_after(error, attempt, core.settings.environment)
    if pause is None or (plan.deadline is not None and core.clock() + pause >= plan.deadline):
        return None
    return pause if core.budget.spend() else None


def explain(core: Core, plan: Plan, trouble: Exception) -> APIError:
    """Say what went wrong while the request was out."""
    expired = plan.deadline is not None and core.clock() >= plan.deadline
    return signed(failure(trouble, expired=expired), plan)


def signed(error: T, plan: Plan) -> T:
    """Write on an error which call it ended."""
    if isinstance(error, APIError):
        error.method = plan.method
        error.url = redact_url(str(plan.url), whole_query=not plan.trusted)
    return error


def _follow(core: Core, plan: Plan, *, stream: bool) -> Flow[Reply]:
    """Send once; a GET goes after redirects, and leaves its credentials at the first border."""
    url, headers, trusted = plan.url, plan.headers, plan.trusted
    for _ in range(_MOST_HOPS + 1):
        request = httpx2.Request(
            plan.method,
            url,
            headers=headers,
            cookies=core.http.cookies if trusted else None,
            extensions={"timeout": _clip(core, plan)},
            **plan.body.arguments,
        )
        if logger.isEnabledFor(logging.DEBUG):
            _log_request(request, trusted=trusted)
        reply: Reply = yield Send(request, plan.deadline, plan.limit, trusted, stream)
        status = reply.http.status_code
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug("response: %s %s", status, redact_headers(reply.http.headers))
        target = reply.http.headers.get("location") if status in _REDIRECTS else None
        if target is None or status in plan.responses or plan.method not in {"GET", "HEAD"}:
            break
        old, url = url, url.join(target)
        if url.scheme not in {"https", old.scheme} or not url.host:
            break
        if trusted and (url.scheme, url.host, url.port) != (old.scheme, old.host, old.port):
            trusted, headers = False, {**core.bare, "accept": "*/*"}
    return reply


def _clip(core: Core, plan: Plan) -> dict[str, float | None]:
    if plan.deadline is None:
        return dict(plan.timeout)
    left = plan.deadline - core.clock()
    if left <= 0:
        raise TimeoutError
    return {name: left if t is None or t > left else t for name, t in plan.timeout.items()}


def _log_request(request: httpx2.Request, *, trusted: bool) -> None:
    url = redact_url(str(request.url), whole_query=not trusted)
    logger.debug("request: %s %s %s", request.method, url, redact_headers(request.headers))

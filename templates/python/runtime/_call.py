"""What a call does, with no I/O of its own.

Written once, as generators that know nothing of threads or event loops. They yield what an engine
returns for each thing to be done: the result in `_sync`, something to be awaited in `_async`.
"""

from __future__ import annotations

import logging
import os
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Generator, Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache
from random import random
from threading import Lock
from typing import Any, NamedTuple, TypeAlias, TypeVar

import httpx2

from ._config import BASE_URL, CREDENTIALS, SECURITY, USER_AGENT
from ._errors import (
    APIConnectionError,
    APIError,
    APIResponseError,
    APIStatusError,
    APITimeoutError,
    ConfigurationError,
    InvalidRequestError,
)
from ._types import OMIT, APIResponse, Operation, RequestOptions, Settings
from ._wire import (
    TROUBLE,
    Encoded,
    Reply,
    add_headers,
    decode,
    documented,
    encode_body,
    failure,
    fill_path,
    logger,
    query_string,
    redact_headers,
    redact_url,
    refuse,
    status_error,
)

T = TypeVar("T")
_url = lru_cache(httpx2.URL)
Security: TypeAlias = tuple[tuple[str, ...], ...]

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_HOPS = 5
_LONGEST_PAUSE = 120.0


Flow: TypeAlias = Generator[Any, Any, T]
"""Yields what the methods of an `Engine` return, and is sent what that comes to."""


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
    limit: int
    idempotent: bool = True
    trusted: bool = True


class Budget:
    """A bucket of tokens: a call brings a quarter of one, a retry takes a whole one.

    A server that is down so gets at most 1.25 requests a call and the few the bucket held before.
    """

    def __init__(self) -> None:
        """Start with a full bucket, so that a first call can be retried."""
        self._tokens = self._most = 5.0
        self._lock = Lock()

    def take(self, amount: float) -> bool:
        """Take tokens, or bring some if `amount` is negative; False when there are too few."""
        with self._lock:
            if self._tokens < amount:
                return False
            self._tokens = min(self._most, self._tokens - amount)
            return True


class Engine(ABC):
    """What all calls of a client share, and the few things they need to have done."""

    def __init__(self, settings: Settings, http: Any, budget: Budget | None = None) -> None:
        """A `budget` is that of the client this one is a copy of."""
        self.settings = settings
        self.http = http
        self.budget = budget or Budget()
        self.clock = settings.environment.monotonic
        self._timeout = httpx2.Timeout(settings.timeout).as_dict()
        self._headers = {**http.headers, "user-agent": USER_AGENT}
        self._query = {**http.params, **settings.default_query}
        self._credentials: dict[Security, tuple[dict[str, str], dict[str, str]]] = {}

    @abstractmethod
    def send(self, plan: Plan, request: httpx2.Request, *, trusted: bool, stream: bool) -> Any:
        """Send a request; comes to a `Reply`, a `stream`ed success with its chunks to come.

        Not `trusted`: it leaves the API's origin, so no credentials of any kind go with it.
        """

    @abstractmethod
    def read(self, plan: Plan, reply: Reply) -> Any:
        """Read the next chunk of a streamed reply; comes to b"" at its end."""

    @abstractmethod
    def close(self, reply: Reply) -> Any:
        """Give the connection of a streamed reply back."""

    @abstractmethod
    def sleep(self, seconds: float) -> Any:
        """Pause."""

    def plan(
        self, op: Operation[Any], options: RequestOptions, *, body: Any = OMIT, **values: Any
    ) -> Plan:
        """Make a call ready; `values`: path, query, headers and cookies, by names on the wire."""
        settings = self.settings
        security = SECURITY if op.security is None else op.security
        if security not in self._credentials:
            self._credentials[security] = _find_credentials(security, settings.arguments)
        secret_headers, secret_query = self._credentials[security]
        try:
            encoded = encode_body(body, op.content_type, options.get("extra_body"))
            headers = {**self._headers, "accept": op.accept, **secret_headers, **encoded.headers}
            self._add(headers, op, options, values)
            base = op.server if settings.base_url == BASE_URL else None
            where = (base or settings.base_url) + fill_path(op.path, values.get("path", {}))
            extra = options.get("extra_query", {})
            text = query_string(self._query, values.get("query", {}), extra, secret_query)
            url = httpx2.URL(f"{where}?{text}") if text else _url(where)
            if "stream" in encoded.arguments:  # the one kind that the HTTP library adds no host to
                headers["host"] = url.netloc.decode()
        except InvalidRequestError:
            raise
        except (TypeError, ValueError, OSError, RecursionError, httpx2.InvalidURL) as error:
            msg = f"the request cannot be written: {error}"
            raise InvalidRequestError(msg) from error
        return Plan(
            op.method,
            url,
            headers,
            encoded,
            self.limits(options),
            self.until(options.get("deadline", settings.deadline)),
            options.get("max_retries", settings.max_retries),
            op.responses,
            settings.max_response_bytes,
            op.method in _IDEMPOTENT or (op.idempotency_header or "").lower() in headers,
        )

    def _add(
        self,
        headers: dict[str, str],
        op: Operation[Any],
        options: RequestOptions,
        values: Mapping[str, Any],
    ) -> None:
        if op.idempotency_header:
            key = options.get("idempotency_key") or _new_key()
            headers[op.idempotency_header.lower()] = key
        elif "idempotency_key" in options:
            msg = "this operation takes no idempotency key"
            raise InvalidRequestError(msg)
        if cookies := query_string(values.get("cookies", {}), separator="; "):
            headers["cookie"] = "; ".join(filter(None, (headers.get("cookie"), cookies)))
        for more in (self.settings.default_headers, values.get("headers", {})):
            add_headers(headers, more)
        add_headers(headers, options.get("extra_headers", {}))

    def limits(self, options: Mapping[str, Any]) -> Mapping[str, float | None]:
        """Return the seconds that each phase of a request may be silent."""
        if "timeout" not in options:
            return self._timeout
        return httpx2.Timeout(options["timeout"]).as_dict()

    def until(self, seconds: float | None) -> float | None:
        """Return the time of the clock in so many seconds."""
        return None if seconds is None else self.clock() + seconds


def _new_key() -> str:
    """Return a random UUID, in a fifth of the time of `uuid.uuid4`."""
    text = os.urandom(16).hex()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


def _find_credentials(
    security: Security, given: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return headers and query members of the first alternative that can be met."""
    known = {c.scheme: c for c in CREDENTIALS if all(given.get(name) for name, _ in c.args)}
    usable = [names for names in security if known.keys() >= set(names)]
    if security and not usable:
        msg = f"this operation needs credentials: {' or '.join(map(' + '.join, security))}"
        raise ConfigurationError(msg)
    places: dict[str, dict[str, str]] = {"header": {}, "query": {}, "cookie": {}}
    for item in (known[name] for name in (usable[0] if usable else ())):
        values = [given[name] for name, _ in item.args]
        if item.kind in places:
            places[item.kind][item.wire] = values[0]
        elif item.kind == "basic":
            text = b64encode(":".join(values).encode()).decode()
            places["header"]["authorization"] = f"Basic {text}"
        else:
            places["header"]["authorization"] = f"Bearer {values[0]}"
    headers: dict[str, str] = {}
    add_headers(headers, places["header"])
    if places["cookie"]:
        headers["cookie"] = query_string(places["cookie"], separator="; ")
    return headers, places["query"]


def call(
    engine: Engine, op: Operation[Any], options: RequestOptions, mode: str = "parsed", **values: Any
) -> Flow[Any]:
    """Make a call; returns its value, its response (``raw``) or what it comes from (``stream``)."""
    plan = engine.plan(op, options, **values)
    reply, retries = yield from exchange(engine, plan, stream=mode == "stream")
    if mode == "parsed":
        return parse(plan, reply)
    if mode == "raw":
        return APIResponse(reply.http, reply.content, retries, lambda: parse(plan, reply))
    try:
        parse(plan, reply, documented)
    except APIError:
        yield engine.close(reply)
        raise
    return plan, reply, retries


def parse(plan: Plan, reply: Reply, read: Any = decode) -> Any:
    """Read a whole response."""
    try:
        return read(plan.responses, reply)
    except APIError as error:
        raise sign(error, plan) from None


def sign(error: APIError, plan: Plan) -> APIError:
    """Write on an error which call it ended."""
    error.method = plan.method
    error.url = redact_url(plan.url, whole_query=not plan.trusted)
    return error


def read(engine: Engine, plan: Plan, reply: Reply) -> Flow[bytes]:
    """Read the next chunk of a streamed response; empty at its end."""
    try:
        chunk: bytes = yield engine.read(plan, reply)
    except httpx2.DecodingError as error:
        raise sign(refuse(reply, f"the body cannot be decoded: {error}"), plan) from error
    except TROUBLE as trouble:
        raise _explain(engine, plan, trouble) from trouble
    return chunk


def _explain(engine: Engine, plan: Plan, trouble: Exception) -> APIError:
    expired = plan.deadline is not None and engine.clock() >= plan.deadline
    return sign(failure(trouble, expired=expired), plan)


def exchange(engine: Engine, plan: Plan, *, stream: bool = False) -> Flow[tuple[Reply, int]]:
    """Send until a response below 400 comes; the answer has the count of retries.

    Raises:
        APIError: The last failure, when it is final or time, attempts or budget are used up.
    """
    engine.budget.take(-0.25)
    attempt = 0
    while True:
        try:
            reply = yield from _follow(engine, plan, stream=stream)
        except TROUBLE as trouble:
            error = _explain(engine, plan, trouble)
            error.__cause__ = trouble
        else:
            if reply.http.status_code < 400:  # noqa: PLR2004 - refusals begin there
                return reply, attempt
            error = sign(status_error(reply), plan)
        error.retries = attempt
        pause = pause_before_retry(engine, plan, error, attempt)
        logger.debug("failed: %s; next attempt in %s s", error, pause)
        if pause is None:
            raise error
        yield engine.sleep(pause)
        attempt += 1


def pause_before_retry(engine: Engine, plan: Plan, error: APIError, attempt: int) -> float | None:
    """Seconds to pause before the same request is sent again, None if it must not be."""
    unsent = isinstance(error, APIConnectionError) and not error.sent
    again = unsent or (plan.idempotent and plan.body.repeatable)
    if attempt >= plan.max_retries or not again or not passing(error):
        return None
    pause = asked_pause(error.headers, engine) if isinstance(error, APIResponseError) else None
    if pause is None:
        chance = (engine.settings.environment.random or random)()
        pause = min(8.0, 0.5 * 2.0 ** min(attempt, 10)) * (0.5 + 0.5 * chance)
    too_late = plan.deadline is not None and engine.clock() + pause >= plan.deadline
    return None if pause > _LONGEST_PAUSE or too_late or not engine.budget.take(1) else pause


def passing(error: APIError) -> bool:
    """Whether the same request may succeed later."""
    if isinstance(error, APITimeoutError):
        return error.phase not in {"deadline", "pool"}
    if not isinstance(error, APIStatusError):
        return isinstance(error, APIConnectionError)
    status = error.status_code
    return status in {408, 409, 429} or (status >= 500 and status != 501)  # noqa: PLR2004 - as HTTP has them


def asked_pause(headers: Mapping[str, str], engine: Engine) -> float | None:
    """Read ``retry-after-ms`` and ``Retry-After`` (seconds or a date); seconds from now."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        text = headers.get(name, "").strip()
        if text.isascii() and text.replace(".", "", 1).isdecimal():
            return float(text) * unit
    try:
        date = parsedate_to_datetime(headers["retry-after"]).timestamp()
    except (KeyError, ValueError, OverflowError):
        return None
    return max(0.0, date - engine.settings.environment.now())


def _follow(engine: Engine, plan: Plan, *, stream: bool) -> Flow[Reply]:
    """Send once; a GET goes after redirects, and leaves its credentials at the first border."""
    url, headers, trusted = plan.url, plan.headers, plan.trusted
    hops = 0
    while True:
        request = httpx2.Request(
            plan.method,
            url,
            headers=headers,
            cookies=engine.http.cookies if trusted else None,
            extensions={"timeout": _time_left(engine, plan)},
            **plan.body.arguments,
        )
        if logger.isEnabledFor(logging.DEBUG):
            shown = redact_url(url, whole_query=not trusted)
            logger.debug("request: %s %s %s", plan.method, shown, redact_headers(request.headers))
        reply: Reply = yield engine.send(plan, request, trusted=trusted, stream=stream)
        status = reply.http.status_code
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug("response: %s %s", status, redact_headers(reply.http.headers))
        target = reply.http.headers.get("location") if status in _REDIRECTS else None
        if target is None or status in plan.responses or plan.method not in {"GET", "HEAD"}:
            return reply
        old, url = url, url.join(target)
        hops += 1
        if url.scheme not in {"https", old.scheme} or not url.host or hops > _MOST_HOPS:
            return reply
        if trusted and (url.scheme, url.host, url.port) != (old.scheme, old.host, old.port):
            trusted, headers = False, {"accept": "*/*", "user-agent": USER_AGENT}


def _time_left(engine: Engine, plan: Plan) -> dict[str, float | None]:
    limits = plan.timeout
    if plan.deadline is None:
        return dict(limits)
    left = plan.deadline - engine.clock()
    if left <= 0:
        raise TimeoutError
    return {name: left if limit is None else min(limit, left) for name, limit in limits.items()}

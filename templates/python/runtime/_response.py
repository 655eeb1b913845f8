"""A response, or the lack of one -> a value or an error of ours."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, NamedTuple

import httpx2
from pydantic import TypeAdapter, ValidationError

from ._errors import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    InvalidRequestError,
    describe,
    field_errors,
    read_problem,
    status_class,
)
from ._types import BYTES, TEXT, decode_text, request_id

TROUBLE = (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError, UnicodeError)
"""What the HTTP library may raise while a request is out."""

_UNSENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
_PHASES: dict[type[Exception], str] = {
    httpx2.ConnectTimeout: "connect",
    httpx2.ReadTimeout: "read",
    httpx2.WriteTimeout: "write",
    httpx2.PoolTimeout: "pool",
}
_KEPT_BODY = 64 * 1024
_ABSENT = object()
_adapters: dict[int, tuple[Any, Any]] = {}


class Reply(NamedTuple):
    """A response: whole, or with `chunks` still to come."""

    http: httpx2.Response
    content: bytes = b""
    chunks: Iterator[bytes] | AsyncIterator[bytes] | None = None


class UnreadableError(httpx2.StreamError):
    """The body passed the limit, or its content coding is broken."""

    def __init__(self, http: httpx2.Response, why: str) -> None:
        """Hold the response's head."""
        super().__init__(why)
        self.http = http


def failure(error: Exception, *, expired: bool) -> APIError:
    """Say in our words why no whole response came.

    Args:
        error: One of `TROUBLE`.
        expired: The deadline of the call has passed.

    Raises:
        InvalidRequestError: It was the request's own fault.
    """
    if isinstance(error, (httpx2.LocalProtocolError, httpx2.InvalidURL)):
        msg = "the request is not valid HTTP"
        raise InvalidRequestError(msg) from None
    if isinstance(error, UnreadableError):
        return refuse(Reply(error.http), str(error))
    if isinstance(error, (httpx2.TimeoutException, TimeoutError)):
        phase = "deadline" if expired else _PHASES.get(type(error), "deadline")
        timeout = APITimeoutError(f"time ran out ({phase})")
        timeout.phase = phase
        timeout.sent = not isinstance(error, _UNSENT)
        return timeout
    lost = APIConnectionError(f"connection failed: {error or type(error).__name__}")
    lost.sent = not isinstance(error, _UNSENT)
    return lost


def status_error(reply: Reply) -> APIStatusError:
    """Make the error for a status of 400 or above; its body may be anything."""
    http, content = reply.http, reply.content
    body = None
    if "json" in http.headers.get("content-type", ""):
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            body = None
    problem = read_problem(body)
    words = problem.title or http.reason_phrase or "error"
    message = f"{http.status_code} {words}" + (f": {problem.detail}" if problem.detail else "")
    if problem.errors:
        message += f" ({describe(problem.errors)})"
    error = status_class(http.status_code)(message, http.status_code, http.headers, problem)
    error.body = content[:_KEPT_BODY]
    error.request_id = request_id(http.headers)
    return error


def expected(responses: Mapping[int | str, Any], status: int) -> Any:
    """Return what the contract says a success holds, `_ABSENT` when it says nothing."""
    if status in responses:
        return responses[status]
    return responses.get(f"{status // 100}XX", responses.get("default", _ABSENT))


def refuse(reply: Reply, why: str) -> APIResponseValidationError:
    """Make the error for a response that does not keep the contract."""
    http = reply.http
    message = f"unexpected response ({http.status_code}): {why}"
    error = APIResponseValidationError(message, http.status_code, http.headers)
    error.body = reply.content[:_KEPT_BODY]
    error.request_id = request_id(http.headers)
    return error


def check_status(responses: Mapping[int | str, Any], reply: Reply) -> Any:
    """Return what the body has to be.

    Raises:
        APIResponseValidationError: The contract does not know the status.
    """
    kind = expected(responses, reply.http.status_code)
    if kind is _ABSENT:
        raise refuse(reply, "the API does not document this status")
    return kind


def decode(responses: Mapping[int | str, Any], reply: Reply) -> Any:
    """Read the body of a success.

    Raises:
        APIResponseValidationError: Status, content type or body are not what the API documents.
    """
    kind = check_status(responses, reply)
    if kind is None:
        return None
    content = reply.content
    if kind is BYTES:
        return content
    if kind is TEXT:
        return decode_text(content, reply.http.charset_encoding)
    media = reply.http.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not content:
        raise refuse(reply, "the body is empty")
    if media != "application/json" and not media.endswith("+json"):
        raise refuse(reply, f"the content type is {media or 'missing'}, not JSON")
    try:
        return _validator(kind).validate_json(content)
    except ValidationError as error:
        violations = field_errors(error)
        refusal = refuse(reply, describe(violations[:5]))
        refusal.violations = violations
        raise refusal from None


def _validator(kind: Any) -> Any:
    found = getattr(kind, "__pydantic_validator__", None)
    if found is None:
        if id(kind) not in _adapters:
            _adapters[id(kind)] = (kind, TypeAdapter(kind))
        found = _adapters[id(kind)][1]
    return found

"""Between values and HTTP: what is written into requests, what responses mean, what logs show."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, TypeGuard
from urllib.parse import quote

import httpx2
from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from ._config import CREDENTIALS, ENV_PREFIX, PACKAGE
from ._errors import (
    STATUS_CLASSES,
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    FieldError,
    InternalServerError,
    InvalidRequestError,
    Problem,
    describe,
    field_errors,
)
from ._types import BYTES, OMIT, TEXT, validator

logger = logging.getLogger(PACKAGE)
TROUBLE = (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError, UnicodeError)
"""What the HTTP library may raise while a request is out."""

_UNSENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
_KEPT = 64 * 1024
_SECRET = re.compile(
    r"auth|token|secret|passw|signature|credential|session|cookie|(api|access|subscription)[-_]?key"
    r"|^(key|sig|code|policy|x-amz-.*|x-goog-.*|key-pair-id)$",
    re.IGNORECASE,
)
_NAMES = frozenset(credential.wire.lower() for credential in CREDENTIALS)


class Encoded(NamedTuple):
    """A body on its way: arguments for the HTTP library, and whether it can be sent twice."""

    arguments: Mapping[str, Any]
    headers: Mapping[str, str] = {}
    repeatable: bool = True


class Styled(NamedTuple):
    """A parameter value with a style of its own: functions of its name that write it."""

    query: Callable[[str], str]
    path: Callable[[str], str]
    header: Callable[[str], str]


class Reply(NamedTuple):
    """A response: whole, or with `chunks` (an iterator of either kind) still to come."""

    http: httpx2.Response
    content: bytes = b""
    chunks: Any = None


class UnreadableError(httpx2.StreamError):
    """A body passed the limit, or its content coding is broken."""

    def __init__(self, http: httpx2.Response, why: str) -> None:
        """Hold the response's head."""
        super().__init__(f"the body cannot be read: {why}")
        self.http = http


def is_map(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Whether it is a mapping; unlike `isinstance` this says of what."""
    return isinstance(value, Mapping)


def is_list(value: Any) -> TypeGuard[Collection[Any]]:
    """Whether it is a list, a tuple or a set."""
    return isinstance(value, (list, tuple, set, frozenset))


def spell(value: Any) -> str:
    """Write a value as text for a URL, a header or a form."""
    plain = value if type(value) is str else to_jsonable_python(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if is_map(plain):
        return ",".join(f"{name},{spell(item)}" for name, item in plain.items())
    return ",".join(map(spell, plain)) if is_list(plain) else str(plain)


def _jsonable(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return to_jsonable_python(value, bytes_mode="base64")


to_json = json.JSONEncoder(
    separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_jsonable
).encode


def encode_body(body: Any, content_type: str, extra: Mapping[str, Any] | None) -> Encoded:
    """Turn a body into what is sent; `extra` members win over its own."""
    if hasattr(body, "encoded"):
        encoded: Encoded = body.encoded(content_type, extra)
        return encoded
    if is_map(body):
        body = {name: value for name, value in body.items() if value is not OMIT}
    if extra:
        if not is_map(body):
            given = "{}" if body is OMIT else body if type(body) is bytes else to_json(body)
            body = json.loads(given)
        body = {**body, **extra}
    if body is OMIT:
        return Encoded({})
    content = body if type(body) is bytes else to_json(body).encode()
    return Encoded({"content": content}, {"content-type": content_type})


def fill_path(template: str, values: Mapping[str, Any]) -> str:
    """Put escaped values into a path; none may be empty or lead to another path."""

    def put(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if isinstance(value, Styled):
            return value.path(match[1])
        text = "" if value is None or value is OMIT else quote(spell(value), safe="")
        if not text:
            msg = f"path parameter {match[1]!r} is empty"
            raise InvalidRequestError(msg)
        return text

    path = re.sub(r"\{([^{}]*)\}", put, template) if values else template
    if not {".", ".."}.isdisjoint(path.split("/")):
        msg = f"a path parameter makes {path!r}, which leads elsewhere"
        raise InvalidRequestError(msg)
    return path


def query_string(*layers: Mapping[str, Any], separator: str = "&") -> str:
    """Write a query; where two layers have a name, the later wins."""
    pairs: list[tuple[str, Any]] = []
    for name, value in {name: value for layer in layers for name, value in layer.items()}.items():
        if is_list(value) and not isinstance(value, Styled):
            pairs += ((name, item) for item in value)
        elif is_map(value):
            pairs += value.items()
        elif value is not None and value is not OMIT:
            pairs.append((name, value))
    texts = (v.query(n) if isinstance(v, Styled) else _pair(n, v) for n, v in pairs)
    return separator.join(text for text in texts if text)


def _pair(name: str, value: Any) -> str:
    return f"{quote(name, safe='')}={quote(spell(value), safe='')}"


def add_headers(headers: dict[str, str], more: Mapping[str, Any]) -> None:
    """Merge headers under lower-case names; None takes one away."""
    for name, value in more.items():
        if value is None:
            headers.pop(name.lower(), None)
        elif value is not OMIT:
            text = value.header(name) if isinstance(value, Styled) else spell(value)
            headers[name.lower()] = text
            if not (text.isascii() and text.isprintable()):
                msg = f"header {name!r} has a character that no header may have"
                raise InvalidRequestError(msg)


def failure(error: Exception, *, expired: bool) -> APIError:
    """Say in our words why no whole response came; `expired`: the deadline has passed."""
    if isinstance(error, (httpx2.LocalProtocolError, httpx2.InvalidURL)):
        msg = "the request is not valid HTTP"
        raise InvalidRequestError(msg) from None
    if isinstance(error, UnreadableError):
        return refuse(Reply(error.http), str(error))
    sent = not isinstance(error, _UNSENT)
    if isinstance(error, (httpx2.TimeoutException, TimeoutError)):
        name = type(error).__name__.removesuffix("Timeout").lower()
        phase = name if name in {"connect", "read", "write", "pool"} and not expired else "deadline"
        return APITimeoutError(f"time ran out ({phase})", phase=phase, sent=sent)
    message = f"connection failed: {error or type(error).__name__}"
    return APIConnectionError(message, sent=sent)


def _about(reply: Reply) -> dict[str, Any]:
    headers = dict(reply.http.headers)
    return {
        "status_code": reply.http.status_code,
        "headers": headers,
        "body": reply.content[:_KEPT],
        "request_id": headers.get("x-request-id") or headers.get("request-id"),
    }


def refuse(reply: Reply, why: str) -> APIResponseValidationError:
    """Make the error for a response that does not keep the contract."""
    message = f"unexpected response ({reply.http.status_code}): {why}"
    return APIResponseValidationError(message, **_about(reply))


def status_error(reply: Reply) -> APIStatusError:
    """Make the error for a status of 400 or above; its body may be anything."""
    try:
        problem = _problem(json.loads(reply.content))
    except (ValueError, RecursionError):
        problem = Problem()
    status = reply.http.status_code
    message = f"{status} {problem.title or reply.http.reason_phrase}"
    message += f": {problem.detail}" if problem.detail else ""
    message += f" ({describe(problem.errors)})" if problem.errors else ""
    other = InternalServerError if status >= 500 else APIStatusError  # noqa: PLR2004 - as HTTP has them
    kind = STATUS_CLASSES.get(status, other)
    return kind(message, problem=problem, **_about(reply))


def _problem(body: Any) -> Problem:
    """Read a decoded error body; members of the wrong type count as absent."""
    if not is_map(body):
        return Problem()
    names = ("type", "title", "detail", "instance")
    texts = {name: body[name] for name in names if isinstance(body.get(name), str)}
    status, items = body.get("status"), body.get("errors")
    found = [item for item in items if is_map(item)] if is_list(items) else []
    return Problem(**texts, members=body)._replace(
        status=status if type(status) is int else None,
        errors=tuple(
            FieldError(*(str(item.get(name, "")) for name in ("pointer", "rule", "message")))
            for item in found
        ),
    )


def documented(responses: Mapping[int | str, Any], reply: Reply) -> Any:
    """Return what the contract says of a status."""
    status = reply.http.status_code
    for key in (status, f"{status // 100}XX", "default"):
        if key in responses:
            return responses[key]
    raise refuse(reply, "the API does not document this status")


def media_type(reply: Reply) -> str:
    """Return the media type of a body without parameters, in lower case; "" for none."""
    header: str = reply.http.headers.get("content-type", "")
    return header.partition(";")[0].strip().lower()


def decode(responses: Mapping[int | str, Any], reply: Reply) -> Any:
    """Read the body of a success."""
    kind = documented(responses, reply)
    if kind is None:
        return None
    if kind is BYTES:
        return reply.content
    if kind is TEXT:
        return reply.content.decode(reply.http.encoding or "utf-8", errors="replace")
    media = media_type(reply)
    if not reply.content:
        raise refuse(reply, "the body is empty")
    if media != "application/json" and not media.endswith("+json"):
        raise refuse(reply, f"the content type is {media or 'missing'}, not JSON")
    return validated(kind, reply.content, reply)


def validated(kind: Any, content: bytes | str, reply: Reply) -> Any:
    """Read JSON of a type, the body of a reply or a part of it."""
    try:
        return validator(kind).validate_json(content)
    except ValidationError as error:
        violations = field_errors(error, content)
        refusal = refuse(reply, describe(violations[:5]))
        refusal.violations = violations
        raise refusal from None


def _redact(name: str, value: str) -> str:
    return "[secret]" if name.lower() in _NAMES or _SECRET.search(name) else value


def redact_headers(headers: httpx2.Headers) -> dict[str, str]:
    """Return the headers without the values of secret ones."""
    return {name: _redact(name, value) for name, value in headers.items()}


def redact_url(url: httpx2.URL, *, whole_query: bool = False) -> str:
    """Return a URL without user information and secrets; `whole_query` drops presigned ones."""
    plain = str(url.copy_with(query=None, fragment=None, userinfo=b""))
    if not url.query or whole_query:
        return plain + ("?[secret]" if url.query else "")
    return plain + "?" + "&".join(f"{n}={_redact(n, v)}" for n, v in url.params.multi_items())


class RedactURL(logging.Filter):
    """Takes secrets out of the URLs that the HTTP library logs by itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the arguments that are URLs; every record passes."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                redact_url(item) if isinstance(item, httpx2.URL) else item for item in record.args
            )
        return True


logging.getLogger("httpx2").addFilter(RedactURL())
if (_level := os.environ.get(ENV_PREFIX + "_LOG", "").upper()) in {"DEBUG", "INFO", "WARNING"}:
    logger.setLevel(_level)
    logger.addHandler(logging.StreamHandler())

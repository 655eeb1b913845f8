"""Values of a call -> URL, headers and body."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

from ._errors import InvalidRequestError
from ._types import OMIT

_PARAMETER = re.compile(r"\{([^{}]*)\}")


class Values(NamedTuple):
    """What a resource method hands over; names are those on the wire."""

    path: Mapping[str, Any] = {}
    query: Mapping[str, Any] = {}
    headers: Mapping[str, Any] = {}
    cookies: Mapping[str, Any] = {}
    body: Any = OMIT


Given = tuple[
    Mapping[str, Any], Mapping[str, Any], Mapping[str, Any], Mapping[str, Any], Any
]
"""`Values` as a plain tuple: path, query, headers, cookies, body."""


class Encoded(NamedTuple):
    """A body on its way: arguments for httpx2's request; it is sent once if not `repeatable`."""

    arguments: dict[str, Any]
    content_type: str | None
    repeatable: bool = True


class Styled(str):
    """Text that is escaped and placed already: a path segment or a piece of a query."""

    __slots__ = ()


def spell(value: Any) -> str:
    """Write a value as text for a URL, a header or a form."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return spell(value.value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return ",".join(spell(item) for item in value)
    if isinstance(value, Mapping):
        return ",".join(f"{name},{spell(item)}" for name, item in value.items())
    return str(value)


def _jsonable(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (UUID, date, time)):
        return spell(value)
    if isinstance(value, (bytes, bytearray)):
        return b64encode(value).decode()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    msg = f"a {type(value).__name__} has no JSON form"
    raise TypeError(msg)


to_json = json.JSONEncoder(
    separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_jsonable
).encode


def fill_path(template: str, values: Mapping[str, Any]) -> str:
    """Put escaped values into a path template.

    Raises:
        InvalidRequestError: A value would change which path is meant: it is empty or missing, or
            makes a segment ``.`` or ``..``.
    """

    def put(match: re.Match[str]) -> str:
        name = match[1]
        value = values.get(name)
        if isinstance(value, Styled):
            return value
        text = "" if value is None or value is OMIT else quote(spell(value), safe="")
        if not text:
            msg = f"path parameter {name!r} is empty"
            raise InvalidRequestError(msg)
        return text

    path = _PARAMETER.sub(put, template)
    if not {".", ".."}.isdisjoint(path.split("/")):
        msg = f"path parameter makes a {path!r} that leads elsewhere"
        raise InvalidRequestError(msg)
    return path


def query_string(*layers: Mapping[str, Any]) -> str:
    """Write a query; of two layers that have a name, the later wins."""
    parts: list[str] = []
    merged = {name: value for layer in layers for name, value in layer.items()}
    for name, value in merged.items():
        if value is None or value is OMIT:
            continue
        if isinstance(value, Styled):
            parts.append(value)
        elif isinstance(value, (list, tuple, set, frozenset)):
            parts += (_pair(name, item) for item in value)
        elif isinstance(value, Mapping):
            parts += (_pair(str(key), item) for key, item in value.items())
        else:
            parts.append(_pair(name, value))
    return "&".join(part for part in parts if part)


def _pair(name: str, value: Any) -> str:
    return f"{quote(name, safe='')}={quote(spell(value), safe='')}"


def add_headers(headers: dict[str, str], more: Mapping[str, Any]) -> None:
    """Merge headers under lower-case names; None takes one away.

    Raises:
        InvalidRequestError: A value has a control character or is not ASCII.
    """
    for name, value in more.items():
        key = name.lower()
        if value is None:
            headers.pop(key, None)
        elif value is not OMIT:
            text = spell(value)
            if not (text.isascii() and text.isprintable()):
                msg = f"header {name!r} has a character that no header may have"
                raise InvalidRequestError(msg)
            headers[key] = text


def encode_body(body: Any, content_type: str, extra: Mapping[str, Any] | None) -> Encoded:
    """Turn a body into bytes; `extra` members win over its own."""
    if isinstance(body, Encoded):
        return body
    if extra:
        given = json.loads(body if isinstance(body, bytes) else to_json({} if body is OMIT else body))
        body = {**given, **extra}
    if body is OMIT:
        return Encoded({}, None)
    if isinstance(body, bytes):
        return Encoded({"content": body}, content_type)
    if content_type.endswith("json"):
        if isinstance(body, dict):
            body = {name: value for name, value in body.items() if value is not OMIT}
        return Encoded({"content": to_json(body).encode()}, content_type)
    if isinstance(body, str):
        return Encoded({"content": body.encode()}, content_type)
    return Encoded({"content": body}, content_type, repeatable=False)

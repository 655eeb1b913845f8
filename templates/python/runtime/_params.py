"""Parameters with a style of their own. Source: OpenAPI 3.1, section 4.8.12."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from pydantic_core import to_jsonable_python

from ._types import OMIT
from ._wire import Styled, is_list, is_map, spell, to_json

_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}
_RESERVED = ":/?[]@!$'()*,;"


def styled(value: Any, style: str, *, explode: bool, allow_reserved: bool = False) -> Any:
    """Give a value its style; None and values that were not given stay what they are."""
    if value is None or value is OMIT:
        return value
    plain = to_jsonable_python(value, by_alias=True)
    if style == "json":
        plain, style, explode = to_json(value), "form", False
    safe = _RESERVED if allow_reserved else ""
    return Styled(
        partial(_query, plain, style, explode, safe),
        partial(_path, plain, style, explode, safe),
        partial(_path, plain, style, explode, None),
    )


def _text(value: Any, safe: str | None) -> str:
    return spell(value) if safe is None else quote(spell(value), safe=safe)


def _query(value: Any, style: str, explode: bool, safe: str, name: str) -> str:  # noqa: FBT001 - as below
    key = quote(name, safe="")
    if is_map(value):
        if style == "deepObject":
            return "&".join(f"{key}%5B{_text(n, '')}%5D={_text(v, safe)}" for n, v in value.items())
        if explode:
            return "&".join(f"{_text(n, '')}={_text(v, safe)}" for n, v in value.items())
        value = [part for pair in value.items() for part in pair]
    if not is_list(value):
        return f"{key}={_text(value, safe)}"
    if explode:
        return "&".join(f"{key}={_text(item, safe)}" for item in value)
    return f"{key}={_DELIMITERS.get(style, ',').join(_text(item, safe) for item in value)}"


def _path(
    value: Any,
    style: str,
    explode: bool,  # noqa: FBT001 - `partial` fills it in
    safe: str | None,
    name: str,
) -> str:
    lead = {"label": ".", "matrix": ";"}.get(style, "")
    between = lead if explode and lead else ","
    if is_map(value):
        pairs = [(_text(n, ""), _text(v, safe)) for n, v in value.items()]
        parts = [f"{n}={v}" for n, v in pairs] if explode else [p for pair in pairs for p in pair]
        named = not explode
    else:
        parts = [_text(v, safe) for v in (value if is_list(value) else [value])]
        named = True
    if style == "matrix" and named:
        parts = [f"{name}={part}" for part in parts] if explode else [f"{name}={','.join(parts)}"]
    return lead + between.join(parts)

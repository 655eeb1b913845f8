"""Parameters with a style of their own. Source: OpenAPI 3.1, section 4.8.12."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from pydantic_core import to_jsonable_python

from ._types import OMIT
from ._wire import Styled, is_list, is_map, spell, to_json

_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}
_RESERVED = ":/?[]@!$'()*,;"


class Style(NamedTuple):
    """How a member of a form is written, as the same parameter of a query would be."""

    name: str
    explode: bool = True
    allow_reserved: bool = False


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


def spread(name: str, value: Any, style: str, *, explode: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield names of a query or form, each with the texts that stand behind it as one."""
    if style == "deepObject":
        yield from _deep(name, value)
    elif is_map(value):
        members = [(n, spell(v)) for n, v in value.items() if v is not None]
        if explode:
            yield from ((n, [text]) for n, text in members)
        else:
            yield name, [part for pair in members for part in pair]
    elif is_list(value) and explode:
        yield from ((name, [spell(item)]) for item in value)
    else:
        yield name, [spell(item) for item in (value if is_list(value) else (value,))]


def _deep(name: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    """Put names in brackets; items that have members are numbered, others are not."""
    if is_map(value):
        for key, inner in value.items():
            yield from _deep(f"{name}[{key}]", inner)
    elif is_list(value):
        plain = not any(is_map(item) or is_list(item) for item in value)
        for number, item in enumerate(value):
            yield from _deep(f"{name}[{'' if plain else number}]", item)
    elif value is not None:
        yield name, [spell(value)]


def _text(value: Any, safe: str | None) -> str:
    return spell(value) if safe is None else quote(spell(value), safe=safe)


def _query(value: Any, style: str, explode: bool, safe: str, name: str) -> str:  # noqa: FBT001 - as below
    between = _DELIMITERS.get(style, ",")
    pairs = (
        (quote(key, safe=""), between.join(quote(text, safe=safe) for text in texts))
        for key, texts in spread(name, value, style, explode=explode)
    )
    return "&".join(f"{key}={text}" for key, text in pairs)


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
        pairs = [(_text(n, ""), _text(v, safe)) for n, v in value.items() if v is not None]
        parts = [f"{n}={v}" for n, v in pairs] if explode else [p for pair in pairs for p in pair]
        named = not explode
    else:
        parts = [_text(v, safe) for v in (value if is_list(value) else [value])]
        named = True
    if style == "matrix" and named:
        parts = [f"{name}={part}" for part in parts] if explode else [f"{name}={','.join(parts)}"]
    return lead + between.join(parts)

"""Bodies of several parts. Source: OpenAPI 3.1, 4.8.15; RFC 7578."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from io import IOBase
from pathlib import Path
from typing import Any, NamedTuple

from pydantic_core import to_jsonable_python

from ._errors import InvalidRequestError
from ._params import Style, spread
from ._types import OMIT
from ._wire import Encoded, is_map, spell, to_json

_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}


class Part(NamedTuple):
    """How a member is written: its media type, headers of its parts; `many`: a part for each item.

    A file that says its own type, and headers in its tuple, keeps them. A `style` writes the member
    as in a query, without escapes.
    """

    media: str | None = None
    headers: Mapping[str, str] = {}
    many: bool = False
    style: Style | None = None


class Multipart(NamedTuple):
    """A body whose members are parts; what is not in `ways` is a file, text, or JSON."""

    members: Any
    ways: Mapping[str, Part] = {}

    def encoded(self, _: str, extra: Mapping[str, Any] | None) -> Encoded:
        """Write the parts; `extra` members win over those of the body."""
        body = self.members
        if body is not OMIT and not is_map(body):
            body = json.loads(to_json(body))
        members: dict[str, Any] = {**({} if body is OMIT else body), **(extra or {})}
        if not members:
            return Encoded({})
        files = [
            part
            for name, value in members.items()
            if value is not None and value is not OMIT
            for part in self._parts(name, value)
        ]
        whole = all(type(content) in {bytes, str} for _, (_, content, *_) in files)
        return Encoded({"files": files}, repeatable=whole)

    def _parts(self, name: str, value: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
        way = self.ways.get(name, Part())
        if way.style is not None:
            between = _DELIMITERS.get(way.style.name, ",")
            plain = to_jsonable_python(value, by_alias=True)
            pairs = spread(name, plain, way.style.name, explode=way.style.explode)
            yield from (
                (k, (None, between.join(texts), None, {**way.headers})) for k, texts in pairs
            )
            return
        listed = _is(value, list, set, frozenset)
        if way.many:
            listed = _is(value, Iterable) and not _is(value, str, bytes, Mapping, IOBase)
        items = value if listed else (value,)
        yield from ((name, _part(name, item, way)) for item in items if item is not None)


def _is(value: Any, *kinds: type) -> bool:
    return isinstance(value, kinds)


def _part(name: str, value: Any, way: Part) -> tuple[Any, ...]:
    """Return (file name, content, media type, headers) of a part."""
    headers = dict(way.headers)  # the HTTP library writes into it
    if _is(value, tuple):
        file, content, media, more = (*value, None, None)[:4]
        return file, content, media or way.media, headers | dict(more or {})
    if hasattr(value, "__fspath__"):
        path = Path(value)
        return path.name, path.read_bytes(), way.media, headers
    if isinstance(value, bytes) or hasattr(value, "read"):
        return Path(str(getattr(value, "name", name))).name, value, way.media, headers
    plain = not (is_map(value) or hasattr(value, "model_dump") or isinstance(value, list))
    media = way.media or (None if plain else "application/json")
    if media is not None and media.partition(";")[0].endswith("json"):
        return None, to_json(value), media, headers
    if plain:
        return None, spell(value), media, headers
    msg = f"{name!r} is sent as {media}: give it as text or bytes"
    raise InvalidRequestError(msg)

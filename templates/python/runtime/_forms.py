"""Bodies as web forms write them. Source: OpenAPI 3.1.1, 4.8.15."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic_core import to_jsonable_python

from ._params import Style, styled
from ._types import OMIT
from ._wire import Encoded, is_list, is_map, query_string, to_json


class Form(NamedTuple):
    """A form; of members that are not in `ways`, objects are JSON, and lists a pair an item."""

    members: Any
    ways: Mapping[str, Style] = {}

    def encoded(self, content_type: str, extra: Mapping[str, Any] | None) -> Encoded:
        """Write the form; `extra` members win over those of the body."""
        body = self.members
        if body is not OMIT and not is_map(body):
            body = json.loads(to_json(body))
        members: dict[str, Any] = {**({} if body is OMIT else body), **(extra or {})}
        if not members:
            return Encoded({})
        text = query_string({name: self._value(name, item) for name, item in members.items()})
        return Encoded({"content": text.encode()}, {"content-type": content_type})

    def _value(self, name: str, value: Any) -> Any:
        if value is None or value is OMIT:
            return value
        if way := self.ways.get(name):
            reserved = way.allow_reserved
            return styled(value, way.name, explode=way.explode, allow_reserved=reserved)
        plain = to_jsonable_python(value, by_alias=True)
        return [_plain(item) for item in plain] if is_list(plain) else _plain(plain)


def _plain(value: Any) -> Any:
    return to_json(value) if is_map(value) or is_list(value) else value

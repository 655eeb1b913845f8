"""Plain messages of a contract, read off its schema: most types need no search for one.

Nothing is promised of a guess: the validator and the CEL runtime judge each.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from tallystick.solve import Contract
from tallystick.solve.document import At
from tallystick.text import Json

MOST: Final = 40
"""Guesses for one contract."""
_STEPS: Final = 1_000
"""Schemas that are looked at for them, each as often as it is met."""
_DEEPEST: Final = 8
_FEW: Final = 6
"""Guesses for one part."""
_TEXTS: Final = ("text", "", "a")
_FORMATS: Final = {
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "date-time": "2026-01-02T03:04:05Z",
    "duration": "P1D",
    "email": "a@example.org",
    "hostname": "example.org",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.org/a",
    "uri-reference": "/a",
    "uri-template": "/a/{b}",
    "uuid": "01234567-89ab-4cde-8f01-23456789abcd",
    "json-pointer": "/a",
}
_UNIONS: Final = ("anyOf", "oneOf")
_ANY: Final[tuple[Json, ...]] = ("text", 1, True, 0.5, None)
_LONGEST: Final = 1_000


def guesses(contract: Contract) -> Iterator[Json]:
    """Yield messages that a contract may accept, the likeliest first."""
    yield from islice(_Guesses(contract).all(contract.roots, _DEEPEST), MOST)


class _Guesses:
    """Walks the schemas of one contract."""

    def __init__(self, contract: Contract) -> None:
        self._target = contract.document.target
        self._left = _STEPS

    def all(self, roots: Sequence[At], depth: int) -> Iterator[Json]:
        """Yield values that several schemas may accept together."""
        every = [list(islice(self._of(root, depth), MOST)) for root in roots]
        objects = [it for found in every for it in found[:1] if isinstance(it, dict)]
        if len(objects) > 1:
            yield {name: part for it in objects for name, part in it.items()}
        yield from (it for found in every for it in found)

    def _of(self, at: At, depth: int) -> Iterator[Json]:
        """Yield values that a schema may accept."""
        schema = at.keywords
        self._left -= 1
        if depth < 0 or self._left < 0 or at.value is False:
            return
        if "const" in schema:
            yield schema["const"]
            return
        yield from schema.get("enum", ())
        target = self._target(schema)
        if target is not None:
            yield from self._of(target, depth - 1)
        if "allOf" in schema:
            parts = [at.child("allOf", index) for index in range(len(schema["allOf"]))]
            yield from self.all(parts, depth - 1)
        for keyword in _UNIONS:
            for index in range(len(schema.get(keyword, ()))):
                yield from islice(self._of(at.child(keyword, index), depth - 1), _FEW)
        yield from self._plain(at, schema, depth - 1)

    def _plain(self, at: At, schema: dict[str, Any], depth: int) -> Iterator[Json]:
        listed = schema.get("type")
        for kind in listed if isinstance(listed, list) else [listed]:
            match kind:
                case "array":
                    yield from self._arrays(at, schema, depth)
                case "string":
                    yield from _texts(schema)
                case "integer" | "number":
                    yield from _numbers(schema, whole=kind == "integer")
                case "boolean":
                    yield from (True, False)
                case "null":
                    yield None
                case _ if kind == "object" or "properties" in schema:
                    yield from self._objects(at, schema, depth)
                case _ if not schema.keys() & {"enum", "$ref", "allOf", *_UNIONS}:
                    yield from _ANY

    def _objects(self, at: At, schema: dict[str, Any], depth: int) -> Iterator[Json]:
        """Yield what is required, then that with one member otherwise, or one more."""
        properties = schema.get("properties", {})
        needed = schema.get("required", ())
        options = {name: self._member(at, name, properties, depth) for name in needed}
        least = {name: values[0] for name, values in options.items() if values}
        yield least
        for name in [*needed, *(it for it in properties if it not in needed)]:
            values = options.get(name) or self._member(at, name, properties, depth)
            yield from ({**least, name: value} for value in values)

    def _member(self, at: At, name: str, properties: dict[str, Any], depth: int) -> list[Json]:
        if name not in properties:
            return list(_ANY)
        return list(islice(self._of(at.child("properties", name), depth), _FEW))

    def _arrays(self, at: At, schema: dict[str, Any], depth: int) -> Iterator[Json]:
        least = int(min(schema.get("minItems", 0), _LONGEST))
        count = len(schema.get("prefixItems", ()))
        parts = (self._of(at.child("prefixItems", index), depth) for index in range(count))
        first = [next(values, None) for values in parts]
        if least <= count:
            yield first
        inner = iter(_ANY)
        if isinstance(schema.get("items"), dict):
            inner = self._of(at.child("items"), depth)
        for value in islice(inner, _FEW):
            yield first + [value] * max(least - count, 1)


def _texts(schema: dict[str, Any]) -> Iterator[Json]:
    least, most = schema.get("minLength", 0), schema.get("maxLength", _LONGEST)
    if schema.get("format") in _FORMATS:
        yield _FORMATS[schema["format"]]
    yield from (text for text in _TEXTS if least <= len(text) <= most)
    if least <= _LONGEST:
        yield "a" * int(least)


def _numbers(schema: dict[str, Any], *, whole: bool) -> Iterator[Json]:
    bounds = [schema[it] for it in ("minimum", "maximum") if it in schema]
    yield from (*bounds, 1, 0)
    yield from (it + step for it in bounds for step in (1, -1))
    if not whole:
        yield 0.5

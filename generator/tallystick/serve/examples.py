"""Conforming values made from a JSON Schema, the same ones for the same seed.

Honest, not clever: what a member declares as example, default, constant or enum is taken, the
rest is made from type, bounds, format and pattern. The value is validated by whoever shows it;
`make` tries with all members, then with the required ones only.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tallystick.serve.scalars import number, text
from tallystick.text import Json

Schema = Mapping[str, Json] | bool
Valid = Callable[[Json], bool]
Follow = Callable[[str], "Json"]

MAX_DEPTH: Final = 12
"""Levels after which a value is given up: the schema demands a value without end."""
OPTIONAL_DEPTH: Final = 5
"""Levels down to which optional members are filled in."""
KEYWORDS: Final = {
    "object": ("properties", "required", "additionalProperties", "minProperties"),
    "array": ("items", "prefixItems", "minItems"),
    "string": ("format", "pattern", "minLength", "maxLength"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
"""Keywords that tell the type where none is written."""
OPTIONAL_BUDGET: Final = 400
"""Values made after which optional members are left out."""
BUDGET: Final = 20_000
"""Values made after which the attempt is given up: unions of unions grow without bound."""
SHIFTS: Final = 16
"""Variants of a union that get their turn at being the first."""
LINKS: Final = 40
"""References followed in a row before they count as a circle."""


class Unmakeable(Exception):  # noqa: N818 - answered by the next attempt
    """No value was found for a schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What values should look like.

    Attributes:
        seed: Same seed, same values.
        now: Unix time that dates and times show.
        optional: Fill in members that are not required.
        examples: Take examples from the schema before making values.
        link: Gives the text of a presigned URL (``x-presigned``), or None.
        shift: How many variants of ``oneOf`` and ``anyOf`` come last instead of first: a value
            of the first may be one of another, too.
    """

    seed: str
    now: float
    optional: bool = True
    examples: bool = True
    link: Callable[[str], str] | None = None
    shift: int = 0


ATTEMPTS: Final = (
    (True, True, 0),
    (True, False, 0),
    (False, True, 0),
    *((optional, False, shift) for shift in range(SHIFTS) for optional in (False, True)),
)
"""(optional members, examples, shift) in the order they are tried."""


def make(schema: Json, wish: Wish, valid: Valid, follow: Follow | None = None) -> Json:
    """Return a value that the schema accepts.

    Args:
        schema: The schema, with annotations.
        wish: What it should look like; loosened step by step until the value is valid.
        valid: The judgement of a validator.
        follow: Returns what a ``$ref`` of the schema leads to; None when there are none.

    Raises:
        Unmakeable: Nothing that was tried is valid.
    """
    whole: Json = None
    for optional, examples, shift in ATTEMPTS:
        if optional and not wish.optional:
            continue
        looser = replace(wish, optional=optional, examples=examples and wish.examples, shift=shift)
        try:
            value = Maker(looser, follow or _nowhere).value(_schema(schema), ())
        except Unmakeable:
            continue
        if valid(value):
            return _enriched(value, whole, valid)
        whole = value if optional and whole is None else whole
    message = "no value that the schema accepts was found"
    raise Unmakeable(message)


def _enriched(value: Json, whole: Json, valid: Valid) -> Json:
    """Return a valid object with those members of an invalid one that leave it valid."""
    if not isinstance(value, dict) or not isinstance(whole, dict):
        return value
    for name, part in whole.items():
        if name not in value and valid({**value, name: part}):
            value = {**value, name: part}
    return value


class Maker:
    """Makes values for the schemas of one document."""

    def __init__(self, wish: Wish, follow: Follow) -> None:
        """Make values that look as wished."""
        self._follow = follow
        self._wish = wish
        self._made = 0

    def value(self, schema: Schema, path: tuple[str, ...]) -> Json:
        """Return a value for a schema.

        Args:
            schema: The schema.
            path: Where the value will stand; part of the seed, and the measure of depth.
        """
        self._made += 1
        if len(path) > MAX_DEPTH or self._made > BUDGET:
            raise Unmakeable
        flat = self._flat(schema)
        taken = self._declared(flat)
        if taken:
            return taken[0]
        for keyword in ("oneOf", "anyOf"):
            variants = flat.get(keyword)
            if isinstance(variants, list) and variants:
                return self._variant(flat, keyword, variants, path)
        kind = _kind(flat)
        if kind == "object":
            return self._object(flat, path)
        if kind == "array":
            return self._array(flat, path)
        return self._scalar(kind, flat, path)

    def _declared(self, flat: Mapping[str, Json]) -> list[Json]:
        """Return the value that the schema itself names, as a list of one, or nothing."""
        found: list[Json] = []
        if "x-presigned" in flat and self._wish.link:
            found.append(self._wish.link(str(flat.get("contentMediaType", ""))))
        if "const" in flat:
            found.append(flat["const"])
        # A whole example of an object would hide the presigned URLs inside it.
        whole = self._wish.link is not None and _kind(flat) in {"object", "array"}
        if self._wish.examples and not whole:
            found += [flat["default"]] if flat.get("default") is not None else []
            found += _list(flat.get("examples"))
            found += [flat["example"]] if "example" in flat else []
        values = _list(flat.get("enum"))
        found += sorted(values, key=lambda value: value is None)
        return found[:1]

    def _flat(self, schema: Schema, links: int = 0) -> Mapping[str, Json]:
        """Return a schema with its reference and ``allOf`` merged in.

        Args:
            schema: The schema.
            links: References and branches followed so far.
        """
        if schema is False or links > LINKS:
            raise Unmakeable
        if schema is True or isinstance(schema, bool):
            return {}
        merged = dict(schema)
        parts = _list(merged.pop("allOf", None))
        reference = merged.pop("$ref", None)
        if isinstance(reference, str):
            parts = [*parts, self._follow(reference)]
        for part in parts:
            merged = _merge(merged, self._flat(_schema(part), links + 1))
        return merged

    def _variant(
        self, flat: Mapping[str, Json], keyword: str, variants: list[Json], path: tuple[str, ...]
    ) -> Json:
        rest = {name: value for name, value in flat.items() if name != keyword}
        shift = self._wish.shift % len(variants)
        rotated = variants[shift:] + variants[:shift]
        for variant in sorted(rotated, key=lambda item: item == {"type": "null"}):
            if not isinstance(variant, dict | bool):
                continue
            try:
                return self.value(_merge(rest, variant), (*path, keyword))
            except Unmakeable:
                continue
        raise Unmakeable

    def _object(self, flat: Mapping[str, Json], path: tuple[str, ...]) -> Json:
        properties = flat.get("properties")
        declared = properties if isinstance(properties, dict) else {}
        names = _names(flat.get("required"))
        value: dict[str, Json] = {}
        for name, schema in declared.items():
            optional = name not in names
            if optional and schema is False:
                continue  # The member may not be given.
            if self._is_sent_only(schema):
                continue
            if optional and not self._generous(path):
                continue
            try:
                value[name] = self.value(_schema(schema), (*path, name))
            except Unmakeable:
                if not optional:
                    raise
        additional = _schema(flat.get("additionalProperties", True))
        for name in names:
            if name not in declared:
                value[name] = self.value(additional, (*path, name))
        self._fill(value, flat, additional, path)
        return value

    def _is_sent_only(self, schema: Json) -> bool:
        """Whether a member is writeOnly: callers send it and never get it back."""
        return self._flat(_schema(schema)).get("writeOnly") is True

    def _fill(
        self,
        value: dict[str, Json],
        flat: Mapping[str, Json],
        additional: Schema,
        path: tuple[str, ...],
    ) -> None:
        """Add members until there are ``minProperties``; show one of a pure dictionary."""
        wanted = _whole(flat.get("minProperties"), 0)
        if not value and isinstance(additional, dict) and "properties" not in flat:
            wanted = max(wanted, int(self._generous(path)))
        for count in range(1, wanted + 1):
            if len(value) >= wanted:
                return
            value[f"key{count}"] = self.value(additional, (*path, f"key{count}"))

    def _generous(self, path: tuple[str, ...]) -> bool:
        """Whether optional members are filled in here."""
        return self._wish.optional and len(path) < OPTIONAL_DEPTH and self._made < OPTIONAL_BUDGET

    def _array(self, flat: Mapping[str, Json], path: tuple[str, ...]) -> Json:
        prefix = flat.get("prefixItems")
        value = [
            self.value(_schema(item), (*path, str(index)))
            for index, item in enumerate(prefix if isinstance(prefix, list) else [])
        ]
        least = _whole(flat.get("minItems"), 0)
        items = _schema(flat.get("items", True))
        wanted = max(least, 0 if value or items is True else 1)
        if "maxItems" in flat:
            wanted = min(wanted, _whole(flat["maxItems"], wanted))
        unique = flat.get("uniqueItems") is True
        while len(value) < min(wanted, 10_000):
            try:
                item = self._item(items, (*path, str(len(value))), value if unique else [])
            except Unmakeable:
                if len(value) < least:
                    raise
                break
            value.append(item)
        return value

    def _item(self, items: Schema, path: tuple[str, ...], seen: list[Json]) -> Json:
        """Return an item, another than those seen when they have to differ."""
        item = self.value(items, path)
        if item not in seen:
            return item
        flat = self._flat(items)
        values = flat.get("enum")
        for candidate in values if isinstance(values, list) else _variations(item, len(seen)):
            if candidate not in seen:
                return candidate
        raise Unmakeable

    def _scalar(self, kind: str, flat: Mapping[str, Json], path: tuple[str, ...]) -> Json:
        dice = random.Random(f"{self._wish.seed}/{'/'.join(path)}")  # noqa: S311 - repeatable
        if kind == "null":
            return None
        if kind == "boolean":
            return True
        if kind in {"integer", "number"}:
            return number(flat, whole=kind == "integer")
        return text(flat, dice, self._wish.now)


def _nowhere(reference: str) -> Json:
    del reference
    return False


def _kind(flat: Mapping[str, Json]) -> str:
    declared = flat.get("type")
    if isinstance(declared, list):
        declared = next((item for item in declared if item != "null"), "null")
    if isinstance(declared, str):
        return declared
    for kind, keywords in KEYWORDS.items():
        if any(keyword in flat for keyword in keywords):
            return kind
    return "object" if "x-lifecycle" in flat else "string"


def _variations(item: Json, count: int) -> Iterator[Json]:
    """Yield values like `item` that differ from it."""
    for step in range(1, count + 2):
        if isinstance(item, str):
            yield f"{item}{step}"
        elif isinstance(item, int | float) and not isinstance(item, bool):
            yield item + step


def _merge(first: Mapping[str, Json], second: Schema) -> dict[str, Json]:
    """Return one schema that accepts only what both accept, as far as merging can say that."""
    if second is True:
        return dict(first)
    if not isinstance(second, Mapping):
        raise Unmakeable
    merged = {**second, **first}
    for keyword in first.keys() & second.keys():
        merged[keyword] = _both(keyword, first[keyword], second[keyword])
    return merged


def _both(keyword: str, one: Json, other: Json) -> Json:
    """Return what a keyword says when two schemas say it."""
    if keyword in {"properties", "patternProperties"} and isinstance(one, dict):
        more = other if isinstance(other, dict) else {}
        shared: dict[str, Json] = {
            name: {"allOf": [one[name], more[name]]} for name in one.keys() & more.keys()
        }
        return {**more, **one, **shared}
    if keyword in {"required", "allOf"} and isinstance(one, list) and isinstance(other, list):
        return [*one, *(item for item in other if item not in one)]
    if keyword == "enum" and isinstance(one, list) and isinstance(other, list):
        return [item for item in one if item in other]
    if keyword == "type":
        kinds = [kind for kind in _listed(one) if kind in _listed(other)]
        return kinds if len(kinds) != 1 else kinds[0]
    if isinstance(one, int | float) and isinstance(other, int | float):
        low = keyword.startswith("min") or keyword == "exclusiveMinimum"
        return max(one, other) if low else min(one, other)
    return one


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _names(value: Json) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _schema(value: Json) -> Schema:
    return value if isinstance(value, dict | bool) else True


def _whole(value: Json, otherwise: int) -> int:
    return int(value) if isinstance(value, int | float) else otherwise

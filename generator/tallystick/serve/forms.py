"""What the text of a parameter or form field may mean, by its schema.

A text does not tell its type, so these functions yield candidates, the likeliest first; the
validator of the schema chooses among them.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Final

from tallystick.diagnostics import unescape
from tallystick.text import Json

NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
MAX_DIGITS: Final = 400
CHOICES: Final = 64
"""Combinations of candidates that are tried for one parameter."""
DEPTH: Final = 6
"""Levels of a schema that are looked into."""
KINDS: Final = frozenset({"string", "integer", "number", "boolean", "null", "array", "object"})

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a schema lets a text mean.

    Attributes:
        kinds: JSON types that the schema accepts at the top.
        items: Form of the items of an array.
        members: Forms of the declared members of an object.
        others: Form of its other members.
    """

    kinds: frozenset[str]
    items: "Form | None" = None
    members: Mapping[str, "Form"] = field(default_factory=dict)
    others: "Form | None" = None

    def member(self, name: str) -> "Form":
        """Return the form of a member."""
        return self.members.get(name) or self.others or TEXT


TEXT: Final = Form(kinds=frozenset({"string"}))


def scalars(text: str, form: Form) -> Iterator[Json]:
    """Yield what a text may mean where a single value is wanted; last of all the text itself."""
    numeric = {"integer", "number"} & form.kinds
    if numeric and len(text) < MAX_DIGITS and NUMBER.fullmatch(text):
        yield _number(text)
    if "boolean" in form.kinds and text in {"true", "false"}:
        yield text == "true"
    if "null" in form.kinds and text in {"", "null"}:
        yield None
    yield text


def lists(texts: Sequence[str], form: Form) -> Iterator[Json]:
    """Yield the lists whose items the texts may be."""
    options = [list(scalars(text, form.items or TEXT)) for text in texts]
    for chosen in islice(product(*options), CHOICES):
        yield list(chosen)


def objects(pairs: Sequence[Pair], form: Form) -> Iterator[Json]:
    """Yield the objects that (member, text) pairs may be; a repeated member makes a list."""
    texts: dict[str, list[str]] = {}
    for name, text in pairs:
        texts.setdefault(name, []).append(text)
    options = [list(_member(values, form.member(name))) for name, values in texts.items()]
    for chosen in islice(product(*options), CHOICES):
        yield dict(zip(texts, chosen, strict=True))


def _member(texts: list[str], form: Form) -> Iterator[Json]:
    if "array" in form.kinds:
        yield from lists(texts, form)
    if len(texts) == 1:
        yield from scalars(texts[0], form)
    elif "array" not in form.kinds:
        yield list(texts)


def _number(text: str) -> Json:
    if not {".", "e", "E"} & set(text):
        return int(text)
    value = float(text)
    return value if math.isfinite(value) else text


def form_of(root: Json, schema: Json, depth: int = 0) -> Form:
    """Return the form of a schema.

    Args:
        root: The self-contained schema that ``$ref``s point into.
        schema: The schema, or one inside it.
        depth: How deep it stands; what lies too deep is text.
    """
    parts = list(_parts(root, schema, 0)) if depth < DEPTH else []
    kinds = KINDS
    for part in parts:
        kinds &= _kinds(root, part)
    members: dict[str, Form] = {}
    items = others = None
    for part in parts:
        for name, member in _mapping(part.get("properties")).items():
            members[name] = form_of(root, member, depth + 1)
        if "items" in part:
            items = form_of(root, part["items"], depth + 1)
        if isinstance(part.get("additionalProperties"), dict):
            others = form_of(root, part["additionalProperties"], depth + 1)
    return Form(kinds=kinds, items=items, members=members, others=others)


def _parts(root: Json, schema: Json, depth: int) -> Iterator[Mapping[str, Json]]:
    """Yield a schema and all that it pulls in; variants count as alternatives in `_kinds`."""
    if not isinstance(schema, dict) or depth > DEPTH:
        return
    yield schema
    if isinstance(schema.get("$ref"), str):
        yield from _parts(root, _resolve(root, str(schema["$ref"])), depth + 1)
    for keyword in ("allOf", "anyOf", "oneOf"):
        branches = schema.get(keyword)
        for branch in branches if isinstance(branches, list) else ():
            for part in _parts(root, branch, depth + 1):
                yield part if keyword == "allOf" else _without_kind(part)


def _without_kind(part: Mapping[str, Json]) -> Mapping[str, Json]:
    return {
        key: part[key] for key in ("properties", "items", "additionalProperties") if key in part
    }


def _kinds(root: Json, part: Mapping[str, Json]) -> frozenset[str]:
    """Return the JSON types that one schema object accepts, its variants included."""
    kinds = KINDS
    if "type" in part:
        declared = part["type"]
        names = declared if isinstance(declared, list) else [declared]
        kinds &= frozenset(str(name) for name in names)
    values = part.get("enum", [part["const"]] if "const" in part else None)
    if isinstance(values, list):
        kinds &= frozenset(kind for value in values for kind in _kinds_of(value))
    for keyword in ("anyOf", "oneOf"):
        branches = part.get(keyword)
        if isinstance(branches, list):
            each = [form_of(root, branch, DEPTH - 1).kinds for branch in branches]
            kinds &= frozenset().union(*each)
    return kinds


def _kinds_of(value: Json) -> tuple[str, ...]:
    if value is None:
        return ("null",)
    if isinstance(value, bool):
        return ("boolean",)
    if isinstance(value, int | float):
        return ("integer", "number")
    names = {str: "string", list: "array", dict: "object"}
    return (names[type(value)],)


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _resolve(root: Json, reference: str) -> Json:
    target = root
    for token in reference.removeprefix("#").split("/")[1:]:
        key = unescape(token)
        if not isinstance(target, dict) or key not in target:
            return None
        target = target[key]
    return target

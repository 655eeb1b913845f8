"""Where OpenAPI puts which kind of object: the one table of its structure.

A ``$ref`` is a reference only where the specification puts an object that may be one. Inside an
example, an enum, a default, an extension or under a property that is named ``$ref`` it is data.
So nobody searches a document for keys: everybody walks it along this table.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from tallystick.diagnostics import escape
from tallystick.text import Json

Kind: TypeAlias = Literal[
    "callback",
    "components",
    "document",
    "encoding",
    "example",
    "header",
    "link",
    "media-type",
    "operation",
    "parameter",
    "path-item",
    "paths",
    "request-body",
    "response",
    "responses",
    "schema",
    "security-scheme",
]
"""A kind of object that holds, or may be, a reference."""

How: TypeAlias = Literal["one", "list", "map"]
"""How a member holds objects: as itself, as items of a list, as members of a map."""


class Slot(NamedTuple):
    """What stands under a member."""

    how: How
    kind: Kind


class Visit(NamedTuple):
    """One object met on a walk."""

    kind: Kind
    pointer: str
    value: dict[str, Json]


_new: Final = tuple.__new__
"""Makes visits; there are so many that their own constructor counts."""

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

REFERABLE: Final[frozenset[Kind]] = frozenset(
    {
        "callback",
        "example",
        "header",
        "link",
        "parameter",
        "path-item",
        "request-body",
        "response",
        "schema",
        "security-scheme",
    }
)
"""Kinds that may be given as a Reference Object (or, for schemas and path items, by ``$ref``)."""

_SCHEMA: Final[Mapping[str, Slot]] = {
    **{
        name: Slot("one", "schema")
        for name in (
            "additionalItems",
            "additionalProperties",
            "contains",
            "contentSchema",
            "else",
            "if",
            "items",
            "not",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties",
        )
    },
    **{name: Slot("list", "schema") for name in ("allOf", "anyOf", "oneOf", "prefixItems")},
    **{
        name: Slot("map", "schema")
        for name in (
            "$defs",
            "definitions",
            "dependentSchemas",
            "patternProperties",
            "properties",
        )
    },
}

_PARAMETER: Final[Mapping[str, Slot]] = {
    "schema": Slot("one", "schema"),
    "content": Slot("map", "media-type"),
    "examples": Slot("map", "example"),
}

TABLE: Final[Mapping[Kind, Mapping[str, Slot]]] = {
    "document": {
        "paths": Slot("one", "paths"),
        "webhooks": Slot("map", "path-item"),
        "components": Slot("one", "components"),
    },
    "components": {
        "schemas": Slot("map", "schema"),
        "responses": Slot("map", "response"),
        "parameters": Slot("map", "parameter"),
        "examples": Slot("map", "example"),
        "requestBodies": Slot("map", "request-body"),
        "headers": Slot("map", "header"),
        "securitySchemes": Slot("map", "security-scheme"),
        "links": Slot("map", "link"),
        "callbacks": Slot("map", "callback"),
        "pathItems": Slot("map", "path-item"),
    },
    "path-item": {
        "parameters": Slot("list", "parameter"),
        **{method: Slot("one", "operation") for method in METHODS},
    },
    "operation": {
        "parameters": Slot("list", "parameter"),
        "requestBody": Slot("one", "request-body"),
        "responses": Slot("one", "responses"),
        "callbacks": Slot("map", "callback"),
    },
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "request-body": {"content": Slot("map", "media-type")},
    "response": {
        "headers": Slot("map", "header"),
        "content": Slot("map", "media-type"),
        "links": Slot("map", "link"),
    },
    "media-type": {
        "itemSchema": Slot("one", "schema"),
        "schema": Slot("one", "schema"),
        "examples": Slot("map", "example"),
        "encoding": Slot("map", "encoding"),
    },
    "encoding": {"headers": Slot("map", "header")},
    "schema": _SCHEMA,
    "paths": {},
    "responses": {},
    "callback": {},
    "example": {},
    "link": {},
    "security-scheme": {},
}
"""Members of each kind that hold objects; `PATTERNED` has those whose every member does."""

PATTERNED: Final[Mapping[Kind, Kind]] = {
    "paths": "path-item",
    "callback": "path-item",
    "responses": "response",
}
"""Kinds whose members (all but ``x-`` and ``$ref``) are objects of one kind."""

SECTIONS: Final[Mapping[Kind, str]] = {
    slot.kind: section for section, slot in TABLE["components"].items()
}
"""The section under ``components`` where objects of a kind have their names."""


def slot_of(kind: Kind, key: str) -> Slot | None:
    """Return what a member of an object of `kind` holds, None when it holds data."""
    slot = TABLE[kind].get(key)
    if slot is not None:
        return slot
    inner = PATTERNED.get(kind)
    if inner is None or key == "$ref" or key.startswith("x-"):
        return None
    return Slot("one", inner)


def walk(
    value: Json, kind: Kind, pointer: str = "", telling: frozenset[str] | None = None
) -> Iterator[Visit]:
    """Yield every object of a known kind from `value` down, parents before children.

    The caller may change or replace members of a yielded object; the walk goes on into what the
    object holds then. References are yielded and not followed; boolean schemas are not yielded.

    Args:
        value: An object of `kind`.
        kind: What it is.
        pointer: Its place.
        telling: Schemas below that hold no others, and have none of these keywords, are not
            yielded, if their descriptions are texts; None: all are.
    """
    stack = [Visit(kind, pointer, value)] if isinstance(value, dict) else []
    wanted = telling.union(_SCHEMA) if telling is not None else None
    while stack:
        visit = stack.pop()
        yield visit
        # Most schemas hold none.
        if visit.kind in PATTERNED or not TABLE[visit.kind].keys().isdisjoint(visit.value):
            stack += reversed(_inside(visit, wanted))


def _inside(visit: Visit, wanted: frozenset[str] | None) -> list[Visit]:
    kind, pointer, value = visit
    table, patterned = TABLE[kind], PATTERNED.get(kind)
    found: list[Visit] = []
    if "$ref" in value and kind not in {"schema", "path-item"}:
        return found
    for key, member in value.items():
        slot = table.get(key)
        if slot is None and patterned is not None:
            slot = slot_of(kind, key)
        if slot is None:
            continue
        below = wanted if slot.kind == "schema" else None
        if slot.how != "one":
            found += _members(slot.kind, f"{pointer}/{key}", member, below)
        elif isinstance(member, dict) and not (below and _is_silent(member, below)):
            found.append(_new(Visit, (slot.kind, f"{pointer}/{escape(key)}", member)))
    return found


def _members(kind: Kind, pointer: str, member: Json, wanted: frozenset[str] | None) -> list[Visit]:
    named: Iterable[tuple[str | int, Json]] = member.items() if isinstance(member, dict) else ()
    if isinstance(member, list):
        named = enumerate(member)
    return [
        _new(Visit, (kind, f"{pointer}/{escape(str(name))}", item))
        for name, item in named
        if isinstance(item, dict) and not (wanted and _is_silent(item, wanted))
    ]


def _is_silent(schema: dict[str, Json], wanted: frozenset[str]) -> bool:
    return wanted.isdisjoint(schema) and type(schema.get("description", "")) is str


def kind_at(tokens: tuple[str, ...], kind: Kind = "document") -> Kind | Literal["group"] | None:
    """Return the kind of the object at a place below an object of `kind`.

    Args:
        tokens: Unescaped steps of a JSON Pointer.
        kind: What stands at the start.

    Returns:
        ``"group"`` for a map or list of objects; None inside data, where the table ends.
    """
    steps = iter(tokens)
    for step in steps:
        slot = slot_of(kind, step)
        if slot is None:
            return None
        if slot.how != "one" and next(steps, None) is None:
            return "group"
        kind = slot.kind
    return kind

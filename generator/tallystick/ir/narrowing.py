"""Schemas without what they say of members that a value does not have."""

from collections.abc import Container, Iterator
from typing import Any

from tallystick.ir.keywords import SCHEMA, SCHEMA_LIST, SCHEMA_MAP
from tallystick.text import Json


def names_in(value: Json) -> frozenset[str]:
    """Return the names of all members in a value, at any depth."""
    found: set[str] = set()
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            found.update(item)
            todo += item.values()
        elif isinstance(item, list):
            todo += item
    return frozenset(found)


def narrowed(schema: Json, names: Container[str]) -> Json:
    """Return a schema that judges as the given one does, where no other names occur.

    What ``properties`` says of a member matters to values that have it only.

    Args:
        schema: As `tallystick.ir.exact` makes them.
        names: Of all members in the values that will be judged.
    """
    if not isinstance(schema, dict):
        return schema
    out: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword in SCHEMA:
            out[keyword] = narrowed(value, names)
        elif keyword in SCHEMA_LIST and isinstance(value, list):
            out[keyword] = [narrowed(it, names) for it in value]
        elif keyword in SCHEMA_MAP and isinstance(value, dict):
            said = keyword != "properties"
            members = ((name, it) for name, it in value.items() if said or name in names)
            out[keyword] = {name: narrowed(it, names) for name, it in members}
        else:
            out[keyword] = value
    return out


def references(schema: Json) -> Iterator[str]:
    """Yield what the references of a schema name, those in its inner schemas included."""
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        if keyword == "$ref" and isinstance(value, str):
            yield value
        elif keyword in SCHEMA:
            yield from references(value)
        elif keyword in SCHEMA_LIST and isinstance(value, list):
            for item in value:
                yield from references(item)
        elif keyword in SCHEMA_MAP and isinstance(value, dict):
            for item in value.values():
                yield from references(item)

"""Where the items of a list are, in its answer."""

from collections.abc import Iterator
from typing import Final, TypedDict

from tallystick.ir import Api, Array, Operation, TypeId
from tallystick.serve.kinds import Kind, id_names, json_of, record_of
from tallystick.text import Json

DEEPEST: Final = 3
"""Members of members of an answer that are looked into for the list in it."""


class Listed(TypedDict):
    """What is listed; see `tallystick.serve.shelves.Shelf`."""

    items: tuple[str, ...]
    item: TypeId
    most: int | None


def item_places(api: Api, operation: Operation, kind: Kind | None) -> Iterator[Listed]:
    """Yield where the items of a list's answer may be."""
    content = json_of(operation)
    whole = None if content is None else content.type
    places: list[tuple[tuple[str, ...], TypeId]] = [] if whole is None else [((), whole)]
    while places:
        at, type_id = places.pop(0)
        declared = api.types[type_id]
        if isinstance(declared, Array) and declared.items is not None and not declared.prefix:
            item = record_of(api, declared.items)
            members = {field.wire for field in item.fields} if item else set()
            if item is not None and (kind is None or not members.isdisjoint(id_names(kind))):
                yield Listed(items=at, item=declared.items, most=declared.max_items)
        record = record_of(api, type_id)
        if record is not None and len(at) < DEEPEST:
            places += [((*at, field.wire), field.type) for field in record.fields]


def items_of(example: Json, path: tuple[str, ...]) -> list[dict[str, Json]] | None:
    """Return the items that an example of a list shows, None when it is none."""
    for name in path:
        example = example.get(name) if isinstance(example, dict) else None
    if not isinstance(example, list):
        return None
    found = [each for each in example if isinstance(each, dict)]
    return found if len(found) == len(example) else None

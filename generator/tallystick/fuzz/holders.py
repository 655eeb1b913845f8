"""Where the items of a list stand in an answer: right away, or in one of its members."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tallystick.fuzz.documented import success
from tallystick.fuzz.requests.paging import plain
from tallystick.ir import Api, Array, Operation, Record, TypeId

HOLDERS: Final = (
    *("data", "items", "results", "values", "value", "entries", "records", "resources"),
    *("content", "elements", "rows", "objects", "list", "members"),
)
"""Members that hold the items of a list, when the type or the path does not tell."""
DEEPEST: Final = 3


class Held(NamedTuple):
    """The items of a list.

    Attributes:
        steps: From the answer to the list.
        type: Of an item, which is an object.
    """

    steps: tuple[str, ...]
    type: TypeId


def held(api: Api, operation: Operation, wanted: TypeId | None) -> Held | None:
    """Return where the items of a list stand: by type, then by name; None where nobody can say.

    Args:
        api: The API.
        operation: What lists them.
        wanted: Type of the items, if it is known.
    """
    found = list(_lists(api, success(operation), ()))
    words = plain(operation.path.rstrip("/").rpartition("/")[2])
    named = (words, *HOLDERS)
    ranked = sorted(
        found,
        key=lambda each: (
            each.type != wanted,
            named.index(plain(each.steps[-1]))
            if each.steps and plain(each.steps[-1]) in named
            else 99,
            len(each.steps),
        ),
    )
    if not ranked:
        return None
    best = ranked[0]
    sure = best.type == wanted or not best.steps or plain(best.steps[-1]) in named
    return best if sure or len(ranked) == 1 else None


def _lists(api: Api, type_id: TypeId | None, at: tuple[str, ...]) -> Iterator[Held]:
    declared = api.types[type_id] if type_id is not None else None
    if isinstance(declared, Array) and declared.items is not None:
        if isinstance(api.types[declared.items], Record):
            yield Held(at, declared.items)
    elif isinstance(declared, Record) and len(at) < DEEPEST:
        for field in declared.fields:
            yield from _lists(api, field.type, (*at, field.wire))


def type_at(api: Api, type_id: TypeId | None, steps: Sequence[str]) -> TypeId | None:
    """Return the type at the end of some steps, items as ``0``; None for no such place."""
    for step in steps:
        declared = api.types[type_id] if type_id is not None else None
        if isinstance(declared, Array) and step.isdecimal():
            type_id = declared.items
        elif isinstance(declared, Record):
            type_id = next((each.type for each in declared.fields if each.wire == step), None)
        else:
            return None
    return type_id

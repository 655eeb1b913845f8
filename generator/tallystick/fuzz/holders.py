"""Where the items of a list stand in an answer: right away, or in one of its members."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from tallystick.fuzz.documented import success
from tallystick.fuzz.requests.controls import sole
from tallystick.fuzz.requests.paging import plain
from tallystick.ir import Api, Array, Field, Operation, Record, TypeId, Union

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


def records_in(api: Api, field: Field) -> Record | None:
    """Return the type of the items of a list of objects, None for anything else."""
    declared = api.types[field.type]
    items = declared.items if isinstance(declared, Array) else None
    inner = api.types[items] if items is not None else None
    return inner if isinstance(inner, Record) else None


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
        if kinds(api, declared.items):
            yield Held(at, declared.items)
    elif isinstance(declared, Record) and len(at) < DEEPEST:
        for field in declared.fields:
            yield from _lists(api, field.type, (*at, field.wire))


def kinds(api: Api, type_id: TypeId) -> tuple[Record, ...]:
    """Return the kinds of objects that values of a type are; none when some are no objects."""
    declared = api.types[type_id]
    parts = declared.variants if isinstance(declared, Union) else (type_id,)
    found = tuple(it for it in (api.types[each] for each in parts) if isinstance(it, Record))
    return found if len(found) == len(parts) else ()


def shared(api: Api, type_id: TypeId) -> Record | None:
    """Return the type of objects; where they are of several kinds, one with what all kinds have."""
    every = kinds(api, type_id)
    if len(every) < 2:  # noqa: PLR2004 - one kind has all its members
        return every[0] if every else None
    first, *others = every
    known = [{field.wire: field for field in each.fields} for each in others]
    fields = (
        replace(it, required=it.required and all(each[it.wire].required for each in known))
        for it in first.fields
        if all(it.wire in each for each in known)
    )
    return replace(first, id=type_id, fields=tuple(fields))


def type_at(api: Api, type_id: TypeId | None, steps: Sequence[str]) -> TypeId | None:
    """Return the type at the end of some steps, items as ``0``; None for no such place."""
    for step in steps:
        if type_id is None:
            return None
        declared = api.types[sole(api, type_id)]
        if isinstance(declared, Array) and step.isdecimal():
            type_id = declared.items
        else:
            whole = shared(api, declared.id)
            fields = whole.fields if whole is not None else ()
            type_id = next((each.type for each in fields if each.wire == step), None)
    return type_id


def same(api: Api, one: TypeId | None, other: TypeId | None) -> bool:
    """Whether two answers are of one type, or are objects with the same members."""
    if one is None or other is None or one == other:
        return one == other
    left, right = api.types[one], api.types[other]
    if not isinstance(left, Record) or not isinstance(right, Record):
        return False
    return {each.wire for each in left.fields} == {each.wire for each in right.fields}

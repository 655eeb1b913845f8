"""Plain resources as requests make and change them: what is asked for is kept where it may be."""

import uuid
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Final, Literal, TypeAlias

from tallystick.serve.kinds import CREATED, Creator, Kind, identify
from tallystick.serve.scalars import stamp
from tallystick.text import Json

Attempt: TypeAlias = Literal["own", "named", "any"]
"""Which ids will do: one that the caller gives, else one that the path takes; such a one; any."""
LONGEST: Final = 200
"""Characters of an id that a caller gives."""


def made(creator: Creator, body: Json, now: float, attempt: Attempt) -> dict[str, Json]:
    """Return a new resource: what its schema needs, and what the body asks for.

    Args:
        creator: The operation that is called.
        body: The request's body; members that the resource has too are echoed.
        now: Unix time.
        attempt: Which ids will do.

    Raises:
        Unmakeable: No value was found that the resource's schema accepts.
    """
    kind = creator.kind
    example = kind.template()
    given = {**creator.defaults, **_asked(kind, body)}
    name = kind.pointer[0]
    value = {
        field.wire: deepcopy(example[field.wire])
        for field in kind.type.fields
        if field.wire in example and (field.required or field.wire == name)
    }
    for field in kind.type.fields:
        shown = example.get(field.wire)
        if field.words in CREATED and isinstance(shown, str | int | float):
            _set(kind, value, field.wire, stamp(now) if isinstance(shown, str) else int(now))
    wanted = given.get(name)
    if attempt == "own" and addressable(kind, wanted, {**value, name: wanted}):
        value[name] = wanted
    else:
        identify(kind, value, str(uuid.uuid4()), named=attempt != "any")
    return changed(kind, value, given, whole=False)


def _asked(kind: Kind, body: Json) -> dict[str, Json]:
    """Return the members that a body asks for: those of the one object in it, if it wraps one."""
    told = body if isinstance(body, dict) else {}
    names = {field.wire for field in kind.type.fields}
    inner = list(told.values())
    if len(inner) == 1 and isinstance(inner[0], dict) and names.isdisjoint(told):
        return inner[0]
    return told


def addressable(kind: Kind, given: Json, value: Mapping[str, Json]) -> bool:
    """Whether an id that a caller gives can stand in the path of a resource, and in the resource.

    Args:
        kind: What it is.
        given: The id.
        value: The resource with it.
    """
    if isinstance(given, str):
        plain = given not in {"", ".", ".."} and len(given) <= LONGEST and "/" not in given
    else:
        plain = isinstance(given, int) and not isinstance(given, bool)
    return plain and kind.named(given) and bool(kind.validator.is_valid(value))


def changed(kind: Kind, old: Mapping[str, Json], body: Json, *, whole: bool) -> dict[str, Json]:
    """Return a resource as a request changes it; its id and its times of making stay.

    Args:
        kind: What it is.
        old: As it is kept.
        body: Members that are set; null takes a member away where it cannot be null.
        whole: The body is all of it: what it leaves out is gone, where it may be.
    """
    given = _asked(kind, body)
    kept = {*kind.pointer, *(each.wire for each in kind.type.fields if each.words in CREATED)}
    kept |= {each.wire for each in kind.type.fields if each.direction == "read"}
    fields = {each.wire: each for each in kind.type.fields}
    own = bool(kind.type.patterns) or not isinstance(kind.type.additional, bool)
    named = {name: given[name] for name in given if name not in kept and (own or name in fields)}
    needed = {each.wire for each in kind.type.fields if each.required}
    value = {name: part for name, part in old.items() if name in kept | needed or not whole}
    if kind.validator.is_valid({**value, **named}):
        return {**value, **named}
    value = dict(old)
    for name in sorted(old.keys() - kept - needed - named.keys()) if whole else ():
        without = {key: part for key, part in value.items() if key != name}
        value = without if kind.validator.is_valid(without) else value
    for name, part in named.items():
        _set(kind, value, name, part)
    return value


def _set(kind: Kind, value: dict[str, Json], name: str, given: Json) -> None:
    """Set a member where the resource stays one with it; of an object as much as can be.

    Items of a list may lack what only resources have: that is as it is in the list before.
    """
    held = value.get(name)
    if kind.validator.is_valid({**value, name: given}):
        value[name] = given
    elif isinstance(given, dict) and isinstance(held, dict):
        for inner, part in given.items():
            told = {**value, name: {**held, inner: part}}
            held = {**held, inner: part} if kind.validator.is_valid(told) else held
        value[name] = held
    elif isinstance(given, list) and isinstance(held, list):
        filled = [_filled(item, held) for item in given]
        if kind.validator.is_valid({**value, name: filled}):
            value[name] = filled
    elif given is None:
        without = {key: part for key, part in value.items() if key != name}
        if kind.validator.is_valid(without):
            value.pop(name, None)


def _filled(item: Json, held: Sequence[Json]) -> Json:
    """Return an item with the members that it lacks, as the first of other ones has them."""
    like = held[0] if held else None
    return {**like, **item} if isinstance(like, dict) and isinstance(item, dict) else item

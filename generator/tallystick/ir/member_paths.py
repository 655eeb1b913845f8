"""Paths to members of a value, as rules write them."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tallystick.diagnostics import escape, unescape
from tallystick.ir.types import Anything, Array, Dictionary, Record, Type, TypeId, Union

_STEP: Final = re.compile(
    r"\.(?P<name>[^.\[\]'\"]+)"
    r"|\[(?P<index>[0-9]+)\]"
    r"|\[(?P<quote>['\"])(?P<quoted>(?:(?!(?P=quote)).)*)(?P=quote)\]",
)


def pointer_of(path: str) -> str | None:
    """Return a path as a JSON Pointer, None when it is neither a pointer nor a field path.

    Args:
        path: ``.video.loop``, ``.labels['a.b'][0]`` (the form of Kubernetes) or ``/video/loop``.
    """
    if not path or path.startswith("/"):
        return path
    steps: list[str] = []
    position = 0
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None:
            return None
        token = step["name"] or step["index"]
        steps.append(escape(step["quoted"] if token is None else token))
        position = step.end()
    return "".join("/" + step for step in steps)


def find_member(types: Mapping[TypeId, Type], id_: TypeId, pointer: str) -> bool:
    """Whether a value of a type can have a member at a JSON Pointer."""
    reached = {id_}
    for token in pointer.split("/")[1:]:
        key = unescape(token)
        concrete = _concrete(types, reached)
        if any(isinstance(type_, Anything) for type_ in concrete):
            return True
        reached = {found for type_ in concrete for found in _step(type_, key)}
        if not reached:
            return False
    return True


def _concrete(types: Mapping[TypeId, Type], ids: set[TypeId]) -> list[Type]:
    """Return the types behind unions."""
    found: list[Type] = []
    todo, seen = list(ids), set(ids)
    while todo:
        type_ = types[todo.pop()]
        if isinstance(type_, Union):
            fresh = [variant for variant in type_.variants if variant not in seen]
            seen.update(fresh)
            todo += fresh
        else:
            found.append(type_)
    return found


def _step(type_: Type, key: str) -> Iterator[TypeId]:
    match type_:
        case Record():
            yield from (field.type for field in type_.fields if field.wire == key)
            yield from (found for _, found in type_.patterns)
            if isinstance(type_.additional, str):
                yield type_.additional
        case Dictionary():
            yield type_.values
        case Array() if key.isdecimal():
            yield from type_.prefix
            if type_.items is not None:
                yield type_.items
        case _:
            return

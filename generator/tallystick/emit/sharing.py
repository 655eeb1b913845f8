"""Declarations that several places share: what needs a name, and what has one already."""

from collections.abc import Collection, Iterator

from tallystick.emit.usage import Side, children
from tallystick.ir import Api, Array, Dictionary, Enumeration, Type, TypeId, Union


def loops(api: Api) -> frozenset[TypeId]:
    """Find types that contain themselves without a record in between: they need a name."""
    found = (t for t, shape in api.types.items() if _composite(shape) and _meets(api, t))
    return frozenset(found)


def _meets(api: Api, start: TypeId) -> bool:
    seen: set[TypeId] = set()
    pending = list(_inner(api, start))
    while pending:
        type_id = pending.pop()
        if type_id == start:
            return True
        if type_id not in seen:
            seen.add(type_id)
            pending.extend(_inner(api, type_id))
    return False


def _inner(api: Api, type_id: TypeId) -> Iterator[TypeId]:
    for child in children(api.types[type_id], Side.RESPONSE):
        if _composite(api.types[child]):
            yield child


def _composite(shape: Type) -> bool:
    return isinstance(shape, Array | Dictionary | Union)


def twins(api: Api, used: Collection[TypeId]) -> dict[TypeId, TypeId]:
    """Return the enumeration whose declaration each one shares: the first of the same values."""
    found: dict[TypeId, TypeId] = {}
    first: dict[str, TypeId] = {}
    shapes = [s for s in api.types.values() if isinstance(s, Enumeration) and s.id in used]
    for shape in sorted(shapes, key=lambda shape: not shape.named):
        values = repr([member.value for member in shape.members])
        found[shape.id] = first.setdefault(values, shape.id)
    return found

"""Which types get a declaration of their own in the generated package, and under which name."""

from collections.abc import Iterator
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.naming import resolve
from tallystick.emit.targets.python.annotations import MOST_INLINE, Flavour
from tallystick.emit.targets.python.exact import listed
from tallystick.emit.targets.python.literals import value
from tallystick.emit.targets.python.names import TYPES, pascal
from tallystick.emit.usage import Side, Usage, children
from tallystick.ir import Api, Array, Dictionary, Enumeration, Record, Type, TypeId, Union

Key = tuple[TypeId, Flavour]

ALL: Final = (Flavour.RESPONSE, Flavour.REQUEST, Flavour.PARAM)


def declare(api: Api, usage: Usage) -> dict[Key, Code]:
    """Name every declaration.

    A type that both sides send is declared twice, as the client must keep what it receives and be
    strict in what it sends: ``Pet`` and ``PetInput``; ``PetParam`` is the dictionary of it.
    """
    wanted: dict[Key, tuple[str, ...]] = {}
    same: dict[Key, Key] = {}
    sent, got = frozenset(usage.requests), frozenset(usage.responses)
    looping, twins = loops(api), _twins(api, sent | got)
    for type_id in (t for t in api.types if t in sent or t in got):
        shape = api.types[type_id]
        name = pascal(shape.words)
        if isinstance(shape, Enumeration):
            first = twins.get(_values(shape), type_id)
            if listed(shape) and (api.types[first].named or _wide(shape)):
                wanted.setdefault((first, Flavour.RESPONSE), (_name(api, first), f"{name}Value"))
                same.update({(type_id, f): (first, Flavour.RESPONSE) for f in ALL})
        elif isinstance(shape, Record) or type_id in looping or _named(shape):
            if type_id in got:
                wanted[type_id, Flavour.RESPONSE] = (name,)
            if type_id in sent:
                other = (f"{name}Input",) if type_id in got else (name, f"{name}Input")
                wanted[type_id, Flavour.REQUEST] = other
            if type_id in usage.nested:
                wanted[type_id, Flavour.PARAM] = (f"{name}Param",)
    names = resolve(wanted, reserved=TYPES, numbered="{}{}")
    return names | {key: names[other] for key, other in same.items()}


def loops(api: Api) -> frozenset[TypeId]:
    """Find types that contain themselves without a record in between: they need a name."""
    return frozenset(
        type_id
        for type_id, shape in api.types.items()
        if _composite(shape) and _meets(api, type_id)
    )


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


def _named(shape: Type) -> bool:
    """Whether a type that is no record is worth its name: a choice is, a list of things is not."""
    return shape.named and isinstance(shape, Union)


def _twins(api: Api, used: frozenset[TypeId]) -> dict[str, TypeId]:
    """Find the declaration that all enumerations of the same values share."""
    twins: dict[str, TypeId] = {}
    shapes = [s for s in api.types.values() if isinstance(s, Enumeration) and s.id in used]
    for shape in sorted(shapes, key=lambda shape: not shape.named):
        twins.setdefault(_values(shape), shape.id)
    return twins


def _values(shape: Enumeration) -> str:
    """Return what makes two enumerations one."""
    return repr([member.value for member in shape.members])


def _name(api: Api, type_id: TypeId) -> str:
    return pascal(api.types[type_id].words)


def _wide(shape: Enumeration) -> bool:
    return sum(len(value(member.value)) + 2 for member in shape.members) + 9 > MOST_INLINE

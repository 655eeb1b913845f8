"""Which types get a declaration of their own in the generated package, and under which name."""

from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.naming import resolve
from tallystick.emit.sharing import loops, twins
from tallystick.emit.targets.python.annotations import MOST_INLINE, Flavour
from tallystick.emit.targets.python.exact import listed
from tallystick.emit.targets.python.literals import value
from tallystick.emit.targets.python.names import TYPES, pascal
from tallystick.emit.usage import Usage
from tallystick.ir import Api, Enumeration, Record, Type, TypeId, Union

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
    looping, shared = loops(api), twins(api, sent | got)
    for type_id in (t for t in api.types if t in sent or t in got):
        shape = api.types[type_id]
        name = pascal(shape.words)
        if isinstance(shape, Enumeration):
            first = shared.get(type_id, type_id)
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


def _named(shape: Type) -> bool:
    """Whether a type that is no record is worth its name: a choice is, a list of things is not."""
    return shape.named and isinstance(shape, Union)


def _name(api: Api, type_id: TypeId) -> str:
    return pascal(api.types[type_id].words)


def _wide(shape: Enumeration) -> bool:
    return sum(len(value(member.value)) + 2 for member in shape.members) + 9 > MOST_INLINE

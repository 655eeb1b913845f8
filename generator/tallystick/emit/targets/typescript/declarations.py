"""Which types get a declaration of their own in the generated package, and under which name."""

from collections.abc import Iterable
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.naming import resolve
from tallystick.emit.sharing import loops, twins
from tallystick.emit.targets.typescript import variants
from tallystick.emit.targets.typescript.expressions import Flavour, Names, files, text, values
from tallystick.emit.targets.typescript.names import TYPES, pascal
from tallystick.emit.usage import Side, Usage, children
from tallystick.ir import (
    Api,
    Enumeration,
    Operation,
    Record,
    Type,
    TypeId,
    Union,
)

MOST_INLINE: Final = 60
"""Columns up to which an enumeration without a name is written where it is used."""

SIDES: Final = {Flavour.REQUEST: Side.REQUEST, Flavour.RESPONSE: Side.RESPONSE}
Declared = dict[tuple[TypeId, Flavour], Code]


def declare(
    api: Api, usage: Usage, parameters: Iterable[Operation], client: str
) -> tuple[Names, dict[str, Code]]:
    """Name every declaration; (of types, of the parameters of operations by id).

    A type that both sides send is declared twice only where that makes a difference: the client
    keeps what it does not know, and is strict in what it sends.
    """
    wanted: dict[object, tuple[str, ...]] = {}
    same: dict[tuple[TypeId, Flavour], tuple[TypeId, Flavour]] = {}
    sent, got, split = set(usage.requests), set(usage.responses), differing(api, usage)
    looping, shared = loops(api), twins(api, sent | got)
    for type_id in (t for t in api.types if t in sent or t in got):
        shape = api.types[type_id]
        if not _declared(shape, type_id in looping):
            continue
        name = pascal(shape.words)
        first = shared.get(type_id, type_id)
        both = type_id in sent and type_id in got and type_id in split
        wanted.setdefault((first, Flavour.RESPONSE), (name, f"{name}Value"))
        same[type_id, Flavour.RESPONSE] = same[type_id, Flavour.REQUEST] = first, Flavour.RESPONSE
        if both and not isinstance(shape, Enumeration):
            wanted[type_id, Flavour.REQUEST] = (f"{name}Input",)
            same[type_id, Flavour.REQUEST] = type_id, Flavour.REQUEST
    for operation in parameters:
        wanted[operation.id] = (f"{pascal(operation.words)}Params",)
    found = resolve(wanted, reserved=TYPES | {client, f"{client}Error"}, numbered="{}{}")
    names = {key: found[first] for key, first in same.items()}
    return names, {key: name for key, name in found.items() if isinstance(key, str)}


def differing(api: Api, usage: Usage) -> frozenset[TypeId]:
    """Find types that the client does not send as it receives them."""
    got = frozenset(usage.responses)
    both = [t for t in usage.requests if t in got]
    sent = files(api)
    found = {it for it in both if it in sent or _differs(api, api.types[it])}
    grown = True
    while grown:
        more = {
            t for t in both if t not in found and found & set(children(api.types[t], Side.RESPONSE))
        }
        found |= more
        grown = bool(more)
    return frozenset(found)


def _differs(api: Api, shape: Type) -> bool:
    if isinstance(shape, Record):
        one_sided = any(item.direction != "both" for item in shape.fields)
        return one_sided or variants.find(api, shape) is not None
    if isinstance(shape, Enumeration):
        return not shape.open and len(shape.members) > 1
    return False


def _declared(shape: Type, looping: bool) -> bool:  # noqa: FBT001 - one more fact about it
    if isinstance(shape, Enumeration):
        return shape.named or len(text(values(shape))) > MOST_INLINE
    return isinstance(shape, Record) or looping or (shape.named and isinstance(shape, Union))

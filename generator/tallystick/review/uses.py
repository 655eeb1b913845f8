"""Who sends the messages of each type, and which types have a rule or a doubt of their own."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tallystick.diagnostics import Span
from tallystick.ir.api import Api, MediaKind, Operation
from tallystick.ir.exact import Flow
from tallystick.ir.types import Array, Dictionary, Record, Type, TypeId, Union

JSON_KINDS = frozenset({MediaKind.JSON, MediaKind.EVENTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """How types are used.

    Attributes:
        bodies: Type -> place of a request body that is of it.
        flows: Type -> who sends values of it; both for a type that no operation reaches.
        times: Type -> how many types and bodies refer to it.
    """

    bodies: Mapping[TypeId, Span]
    flows: Mapping[TypeId, frozenset[Flow]]
    times: Mapping[TypeId, int]


def read_uses(api: Api) -> Uses:
    """Look through the operations of an API."""
    bodies: dict[TypeId, Span] = {}
    starts: dict[Flow, list[TypeId]] = {"request": [], "response": []}
    for operation in _operations(api):
        sent = operation.body.contents if operation.body else ()
        for content in sent:
            if content.type is not None and content.kind in JSON_KINDS:
                bodies.setdefault(content.type, content.span)
        starts["request"] += [it.type for it in sent if it.type is not None]
        answers = (content for response in operation.responses for content in response.contents)
        starts["response"] += [it.type for it in answers if it.type is not None]
        starts["request"] += [parameter.type for parameter in operation.parameters]
    times = Counter([*starts["request"], *starts["response"]])
    for type_ in api.types.values():
        times.update(set(parts(type_)))
    flows: dict[TypeId, frozenset[Flow]] = {}
    for flow, found in starts.items():
        for id_ in _reach(api.types, set(found)):
            flows[id_] = flows.get(id_, frozenset()) | {flow}
    return Uses(bodies=bodies, flows=flows, times=times)


def _operations(api: Api) -> Iterator[Operation]:
    todo = [*api.operations, *api.webhooks]
    for operation in todo:
        yield operation
        for callback in operation.callbacks:
            todo += callback.operations


def _reach(types: Mapping[TypeId, Type], starts: set[TypeId]) -> set[TypeId]:
    found = set(starts)
    todo = list(starts)
    while todo:
        fresh = [it for it in parts(types[todo.pop()]) if it not in found]
        found.update(fresh)
        todo += fresh
    return found


def parts(type_: Type) -> Iterator[TypeId]:
    """Yield the types that a type refers to."""
    match type_:
        case Record():
            yield from (field.type for field in type_.fields)
            yield from (id_ for _, id_ in type_.patterns)
            if isinstance(type_.additional, str):
                yield type_.additional
        case Array():
            yield from type_.prefix
            if type_.items is not None:
                yield type_.items
        case Dictionary():
            yield type_.values
        case Union():
            yield from type_.variants

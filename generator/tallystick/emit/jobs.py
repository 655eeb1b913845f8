"""Work that takes time: what starts it, what looks at it, and where its results are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from tallystick.emit.usage import successes
from tallystick.ir import (
    Api,
    Array,
    Lifecycle,
    Link,
    Operation,
    Place,
    Record,
    Scalar,
    TypeId,
)

Steps: TypeAlias = tuple[tuple[Record, str] | None, ...]
"""A way into a value: (record, wire name of its member), or None for every item of a list."""

_IDENTIFIER: Final = "$response.body#/"
_DEEPEST: Final = 4
"""How deep below the resource the address of a result may stand; types may be recursive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A resource with a lifecycle, and how it is made and polled.

    Attributes:
        parameter: Wire name of the path parameter of `get`.
        member: Wire name of the member of the resource that fills it.
        outputs: Way to the addresses of what was made; () when there are none.
    """

    create: Operation
    get: Operation
    record: Record
    lifecycle: Lifecycle
    parameter: str
    member: str
    outputs: Steps

    @property
    def terminal(self) -> tuple[str, ...]:
        """Return the states that nothing follows."""
        return tuple(state.name for state in self.lifecycle.states if not state.next)


def find(api: Api, operations: Iterable[Operation]) -> Iterator[Job]:
    """Yield what operations make that link to the one among them that polls it."""
    by_id = {operation.id: operation for operation in operations}
    for create in by_id.values():
        for link in _links(create):
            get = by_id.get(link.operation)
            record = _resource(api, get) if get else None
            way = _identifier(link, get, record) if get and record else None
            if get and record and record.lifecycle and way:
                yield Job(
                    create=create,
                    get=get,
                    record=record,
                    lifecycle=record.lifecycle,
                    parameter=way[0],
                    member=way[1],
                    outputs=_outputs(api, record, record.lifecycle),
                )


def _links(operation: Operation) -> Iterator[Link]:
    for response in operation.responses:
        if response.status.startswith("2"):
            yield from response.links


def _resource(api: Api, operation: Operation) -> Record | None:
    for content in successes(operation):
        shape = api.types[content.type] if content.type else None
        if isinstance(shape, Record) and shape.lifecycle:
            return shape
    return None


def _identifier(link: Link, get: Operation, record: Record) -> tuple[str, str] | None:
    """Return (path parameter, member of the resource that fills it)."""
    wires = [item.wire for item in get.parameters if item.place is Place.PATH]
    if len(wires) != 1 or len(link.parameters) != 1:
        return None
    name, expression = link.parameters[0]
    if name.removeprefix("path.") != wires[0] or not isinstance(expression, str):
        return None
    member = expression.removeprefix(_IDENTIFIER)
    known = any(item.wire == member for item in record.fields)
    return (wires[0], member) if known and expression.startswith(_IDENTIFIER) else None


def _outputs(api: Api, record: Record, lifecycle: Lifecycle) -> Steps:
    for wire in lifecycle.outputs:
        start = next((field.type for field in record.fields if field.wire == wire), None)
        way = _address(api, start, 0) if start else None
        if way is not None:
            return ((record, wire), *way)
    return ()


def _address(api: Api, type_id: TypeId, depth: int) -> Steps | None:
    shape = api.types[type_id]
    if isinstance(shape, Scalar):
        return () if shape.presigned is not None or shape.format == "uri" else None
    if isinstance(shape, Array) and shape.items and depth < _DEEPEST:
        below = _address(api, shape.items, depth + 1)
        return None if below is None else (None, *below)
    if isinstance(shape, Record) and depth < _DEEPEST:
        for field in shape.fields:
            below = _address(api, field.type, depth + 1)
            if below is not None:
                return ((shape, field.wire), *below)
    return None

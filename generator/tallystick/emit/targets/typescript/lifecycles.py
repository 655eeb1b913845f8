"""Waiting for a resource and fetching what it made, from its declared state machine."""

from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.emit.code import Code
from tallystick.emit.targets.python.lifecycles import IDENTIFIER
from tallystick.emit.targets.typescript.expressions import Expressions, Flavour
from tallystick.emit.targets.typescript.literals import inline, key, string
from tallystick.emit.targets.typescript.methods import Method
from tallystick.emit.targets.typescript.names import camel
from tallystick.ir import Api, Array, Lifecycle, Link, Place, Record, Scalar, TypeId

DEEPEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleView:
    """What the template of a resource sees of its lifecycle.

    Attributes:
        kind: Type of the resource; `subject` names it in arguments.
        terminal: Literals of states; `reason` reads of members.
        arguments: What ``createAndWait`` takes before its options.
        given: The same arguments, handed on.
        outputs: The expression of the URLs of what was made, None when there are none.
        ends: The terminal states as words.
        own: Type of the names of the methods that wait or download.
    """

    kind: Code
    subject: Code
    create: Code
    get: Code
    id: Code
    state: Code
    terminal: Code
    success: Code
    reason: Code
    arguments: tuple[Code, ...]
    given: Code
    outputs: Code | None
    ends: Code
    own: Code


def find(api: Api, types: Expressions, methods: tuple[Method, ...]) -> LifecycleView | None:
    """Find an operation that makes a resource and links to the one that polls it."""
    by_id = {method.operation.id: method for method in methods}
    for create in methods:
        for link in _links(create):
            get = by_id.get(link.operation)
            record = _resource(api, get) if get else None
            member = _identifier(link, get, record) if get and record else None
            if get and record and record.lifecycle and member:
                return _view(types, create, get, record, member)
    return None


def _links(method: Method) -> Iterator[Link]:
    for response in method.operation.responses:
        if response.status.startswith("2"):
            yield from response.links


def _resource(api: Api, method: Method) -> Record | None:
    for response in method.operation.responses:
        for content in response.contents if response.status.startswith("2") else ():
            shape = api.types[content.type] if content.type else None
            if isinstance(shape, Record) and shape.lifecycle:
                return shape
    return None


def _identifier(link: Link, get: Method, record: Record) -> str | None:
    """Return the member of the resource that fills the only path parameter."""
    wires = [p.wire for p in get.operation.parameters if p.place is Place.PATH]
    fine = len(wires) == len(get.arguments) == len(link.parameters) == 1
    if not fine:
        return None
    name, expression = link.parameters[0]
    if name.removeprefix("path.") != wires[0] or not isinstance(expression, str):
        return None
    member = expression.removeprefix(IDENTIFIER)
    known = any(item.wire == member for item in record.fields)
    return member if known and expression.startswith(IDENTIFIER) else None


def _view(
    types: Expressions, create: Method, get: Method, record: Record, identifier: str
) -> LifecycleView | None:
    lifecycle = record.lifecycle
    if lifecycle is None:
        return None
    terminal = tuple(state.name for state in lifecycle.states if not state.next)
    subject = camel(record.words)
    subject = f"{subject}_" if subject in {"options", "index"} else subject
    urls = _outputs(record, lifecycle, types, subject)
    more = ("download", "downloadAll") if urls else ()
    reads = (_read(subject, wire) for wire in lifecycle.reason)
    return LifecycleView(
        kind=types.names[record.id, Flavour.RESPONSE],
        subject=Code(subject),
        create=create.name,
        get=get.name,
        id=Code(f"String({_read(subject, identifier)})"),
        state=Code(f"String({_read(subject, lifecycle.member)})"),
        terminal=_listed(terminal),
        success=_listed(lifecycle.success),
        reason=Code(f"[{', '.join(reads)}]"),
        arguments=tuple(
            Code(f"{item.name}: {item.type}{'' if item.required else ' | undefined'}")
            for item in create.arguments
        ),
        given=Code("".join(f"{a.name}, " for a in create.arguments)),
        outputs=Code(urls) if urls else None,
        own=Code(" | ".join(map(string, ("wait", "createAndWait", *more)))),
        ends=inline(" or ".join(f"`{name}`" for name in terminal)),
    )


def _listed(items: tuple[str, ...]) -> Code:
    return Code(f"[{', '.join(map(string, items))}]")


def _read(subject: str, wire: str) -> str:
    name = key(wire)
    return f"{subject}.{name}" if name == wire else f"{subject}[{name}]"


def _outputs(record: Record, lifecycle: Lifecycle, types: Expressions, name: str) -> str | None:
    """Return the expression of the URLs of what a resource made."""
    for wire in lifecycle.outputs:
        start = next((item.type for item in record.fields if item.wire == wire), None)
        path = _address(start, types, 0) if start else None
        if path is not None:
            return _urls((wire, *path), name)
    return None


def _urls(path: tuple[str, ...], name: str) -> str:
    text = name
    for number, step in enumerate(path):
        if step == "*":
            rest = _urls(path[number + 1 :], "item")
            return f"({text} ?? []).flatMap((item) => {rest})"
        text += f"?.{step}" if key(step) == step else f"?.[{key(step)}]"
    return f"{text} ?? []" if len(path) else name


def _address(type_id: TypeId, types: Expressions, depth: int) -> tuple[str, ...] | None:
    shape = types.api.types[type_id]
    if isinstance(shape, Scalar):
        return () if shape.presigned is not None or shape.format == "uri" else None
    if isinstance(shape, Array) and shape.items and depth < DEEPEST:
        below = _address(shape.items, types, depth + 1)
        return None if below is None else ("*", *below)
    if isinstance(shape, Record) and depth < DEEPEST:
        for item in shape.fields:
            below = _address(item.type, types, depth + 1)
            if below is not None:
                return (item.wire, *below)
    return None

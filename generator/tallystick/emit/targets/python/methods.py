"""Operations as methods: their names, parameters and what they return."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.naming import DEVICES, resolve
from tallystick.emit.operations import (
    chosen,
    events,
    flat_body,
    groups,
    may_stream,
    method_words,
)
from tallystick.emit.targets.python.annotations import Annotations, Flavour
from tallystick.emit.targets.python.answers import (
    STREAM_OF,
    Choose,
    accepted,
    answers,
    kind,
    returned,
)
from tallystick.emit.targets.python.fields import sent
from tallystick.emit.targets.python.layout import Node, Sub, bar
from tallystick.emit.targets.python.names import KEYWORDS, snake
from tallystick.emit.targets.python.parts import given
from tallystick.ir import (
    Api,
    Content,
    Doc,
    MediaKind,
    Operation,
    Parameter,
    Place,
    Record,
    Scalar,
    TypeId,
)
from tallystick.text import Words

OPTIONS: Final = frozenset(
    {
        *("extra_headers", "extra_query", "extra_body", "timeout", "deadline", "max_retries"),
        *("idempotency_key", "poll_interval", "on_state", "raise_on_failure"),
        *("overwrite", "max_bytes"),
    }
)
"""Keyword arguments that every method takes besides its own."""

ARGUMENTS: Final = KEYWORDS | OPTIONS | {"self", "options", "encode", "styled", "known"}

ATTRIBUTES: Final = KEYWORDS | DEVICES | {"close", "with_options", "base_url"}
"""What a resource on a client may not be called; its module has the same name."""

PLAIN_STYLES: Final = {
    Place.PATH: "simple",
    Place.QUERY: "form",
    Place.HEADER: "simple",
    Place.COOKIE: "form",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One keyword argument of a method.

    Attributes:
        name: Its Python name.
        wire: Its name in the request.
        node: What may be given.
        required: It must be given.
        source: The parameter it comes from; None for a member of the body or the body itself.
        member: It is a member of the body.
    """

    name: Code
    wire: str
    node: Node
    required: bool
    doc: Doc
    words: Words
    type: TypeId | None = None
    source: Parameter | None = None
    member: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """An operation as a method.

    Attributes:
        arguments: Path parameters first, then what is required, then the rest.
        content: The body's content that is sent.
        flat: The record whose members are arguments.
        returns: Annotation of the result.
        responses: (literal of the status, what the body is) for the runtime.
        accept: Media type that is asked for.
        fixed: (name, literal) of a member of the body that makes the server answer so.
        stream: The same operation answered by events, where it may be answered otherwise too.
    """

    operation: Operation
    name: Code
    constant: Code
    arguments: tuple[Argument, ...]
    content: Content | None
    flat: Record | None
    returns: Node
    responses: tuple[tuple[str, Node], ...]
    idempotency_header: str | None
    accept: str = "application/json"
    fixed: tuple[str, str] | None = None
    stream: "Method | None" = None

    @property
    def streams(self) -> bool:
        """Whether some answer is a stream of events."""
        return any(isinstance(node, Sub) and node.head == STREAM_OF for _, node in self.responses)


def by_attribute(api: Api) -> dict[Words, tuple[Code, list[Operation]]]:
    """Return the attribute of the client and the operations of each resource."""
    found = groups(api)
    wanted = {words: (snake(words),) for words in found}
    names = resolve(wanted, reserved=ATTRIBUTES, fold=str.casefold)
    return {words: (names[words], operations) for words, operations in found.items()}


def methods(
    api: Api, resource: Words, operations: list[Operation], types: Annotations
) -> tuple[Method, ...]:
    """Make the methods of one resource."""
    reserved = KEYWORDS | {"with_raw_response", "with_streaming_response"}
    wanted = {item.id: tuple(map(snake, method_words(item, resource))) for item in operations}
    names = resolve(wanted, reserved=reserved)
    both = {item.id: (f"{names[item.id]}_stream",) for item in operations if may_stream(item)}
    streams = resolve(both, reserved=reserved | set(names.values()))
    return tuple(
        replace(
            _method(api, item, names[item.id], types, chosen),
            stream=_streamed(api, item, streams[item.id], types) if item.id in streams else None,
        )
        for item in operations
    )


def _streamed(api: Api, operation: Operation, name: Code, types: Annotations) -> Method:
    """Make the method whose answer is events; a body that asks for them by `stream` does."""
    method = _method(api, operation, name, types, lambda found: events(found) or chosen(found))
    asking = [item for item in method.arguments if item.member and item.wire == "stream"]
    shape = api.types[asking[0].type] if asking and asking[0].type else None
    if not isinstance(shape, Scalar) or shape.kind != "boolean":
        return method
    kept = tuple(item for item in method.arguments if item not in asking)
    return replace(method, arguments=kept, fixed=("stream", "True"))


def _method(
    api: Api, operation: Operation, name: Code, types: Annotations, choose: Choose
) -> Method:
    content = chosen(operation.body.contents) if operation.body else None
    flat = flat_body(api, operation, content)
    arguments = _named(list(_arguments(operation, content, flat, types)))
    found = answers(operation, choose)
    responses = tuple((status, kind(content, types)) for status, content in found)
    key = next((p.wire for p in operation.parameters if p.idempotency_key), None)
    return Method(
        operation=operation,
        name=name,
        constant=Code(f"_{name.upper().strip('_')}"),
        arguments=arguments,
        content=content,
        flat=flat,
        returns=bar(*(returned(content, types) for _, content in found)),
        responses=responses,
        idempotency_header=key,
        accept=accepted([content for _, content in found if content]),
    )


def _arguments(
    operation: Operation, content: Content | None, flat: Record | None, types: Annotations
) -> Iterator[Argument]:
    for item in operation.parameters:
        if not item.idempotency_key:
            yield Argument(
                name=Code(snake(item.words)),
                wire=item.wire,
                node=_parameter_node(item, types),
                required=item.required,
                doc=item.doc,
                words=item.words,
                type=item.type,
                source=item,
            )
    if flat is not None and content is not None:
        yield from _members(flat, content, types)
    elif content is not None and operation.body is not None:
        yield Argument(
            name=Code("body"),
            wire="",
            node=_body_node(content, types),
            required=operation.body.required,
            doc=operation.body.doc,
            words=("body",),
        )


def _parameter_node(item: Parameter, types: Annotations) -> Node:
    return types.of(item.type, Flavour.PARAM)


def _members(flat: Record, content: Content, types: Annotations) -> Iterator[Argument]:
    for field in sent(flat, Flavour.PARAM, types):
        own = given(types.api, content, field.wire, field.type)
        node = own or types.of(field.type, Flavour.PARAM)
        yield Argument(
            name=Code(snake(field.words)),
            wire=field.wire,
            node=bar(node, "None") if field.nullable else node,
            required=field.required,
            doc=field.doc,
            words=field.words,
            type=field.type,
            member=True,
        )


def _body_node(content: Content, types: Annotations) -> Node:
    if content.kind in {MediaKind.JSON, MediaKind.FORM, MediaKind.MULTIPART} and content.type:
        return types.of(content.type, Flavour.PARAM)
    return "str" if content.kind is MediaKind.TEXT else "BinaryInput"


def _named(arguments: list[Argument]) -> tuple[Argument, ...]:
    """Resolve clashes between parameters of different places and members of the body."""
    wanted = {
        number: (argument.name, f"{argument.name}_{_place(argument)}")
        for number, argument in enumerate(arguments)
    }
    names = resolve(wanted, reserved=ARGUMENTS)
    named = [replace(item, name=names[number]) for number, item in enumerate(arguments)]
    return tuple(sorted(named, key=_rank))


def _place(argument: Argument) -> str:
    return argument.source.place.value if argument.source else "body"


def _rank(argument: Argument) -> int:
    if argument.source and argument.source.place is Place.PATH:
        return 0
    return 1 if argument.required else 2


def plain_style(parameter: Parameter) -> bool:
    """Whether the runtime spells a parameter right without being told its style."""
    explode = parameter.place in {Place.QUERY, Place.COOKIE}
    return (
        parameter.style == PLAIN_STYLES[parameter.place]
        and parameter.explode == explode
        and not parameter.allow_reserved
        and parameter.content is None
    )

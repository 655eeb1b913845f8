"""Operations as methods: their names, parameters and what they return."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.naming import DEVICES, resolve
from tallystick.emit.operations import chosen, flat_body, groups, method_words
from tallystick.emit.targets.python.annotations import Annotations, Flavour
from tallystick.emit.targets.python.fields import sent
from tallystick.emit.targets.python.layout import Node, bar, text
from tallystick.emit.targets.python.literals import string
from tallystick.emit.targets.python.names import KEYWORDS, snake
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
    return tuple(_method(api, item, names[item.id], types) for item in operations)


def _method(api: Api, operation: Operation, name: Code, types: Annotations) -> Method:
    content = chosen(operation.body.contents) if operation.body else None
    flat = flat_body(api, operation, content)
    arguments = _named(list(_arguments(operation, content, flat, types)))
    responses = tuple(_responses(operation, types))
    key = next((p.wire for p in operation.parameters if p.idempotency_key), None)
    return Method(
        operation=operation,
        name=name,
        constant=Code(f"_{name.upper().strip('_')}"),
        arguments=arguments,
        content=content,
        flat=flat,
        returns=_returns(responses),
        responses=responses,
        idempotency_header=key,
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
        node = types.of(field.type, Flavour.PARAM)
        if content.kind is MediaKind.MULTIPART and _binary(types.api, field.type):
            node = "FileInput"
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


def _binary(api: Api, type_id: TypeId) -> bool:
    shape = api.types[type_id]
    if not isinstance(shape, Scalar) or shape.kind != "string":
        return False
    return shape.format == "binary" or shape.content_media_type is not None


def _body_node(content: Content, types: Annotations) -> Node:
    if content.kind in {MediaKind.JSON, MediaKind.FORM, MediaKind.MULTIPART} and content.type:
        return types.of(content.type, Flavour.PARAM)
    return "str" if content.kind is MediaKind.TEXT else bar("bytes", "str")


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


def _responses(operation: Operation, types: Annotations) -> Iterator[tuple[str, Node]]:
    documented = [item for item in operation.responses if item.status.startswith("2")]
    if not documented:
        documented = [
            replace(r, status="2XX") for r in operation.responses if r.status == "default"
        ]
    for response in documented:
        status = response.status if response.status.isdecimal() else string(response.status.upper())
        yield status, _content_node(response.contents, types)
    if not documented:
        yield string("2XX"), "None"


def _content_node(contents: tuple[Content, ...], types: Annotations) -> Node:
    content = chosen(contents)
    if content is None:
        return "None"
    if content.kind is MediaKind.JSON:
        return types.of(content.type, Flavour.RESPONSE) if content.type else "Any"
    return "TEXT" if content.kind in {MediaKind.TEXT, MediaKind.EVENTS} else "BYTES"


def _returns(responses: tuple[tuple[str, Node], ...]) -> Node:
    plain = {"TEXT": "str", "BYTES": "bytes"}
    return bar(*(plain.get(text(node), node) for _, node in responses))


def plain_style(parameter: Parameter) -> bool:
    """Whether the runtime spells a parameter right without being told its style."""
    explode = parameter.place in {Place.QUERY, Place.COOKIE}
    return (
        parameter.style == PLAIN_STYLES[parameter.place]
        and parameter.explode == explode
        and not parameter.allow_reserved
        and parameter.content is None
    )

"""Operations as commands: their flags, what they call, and what comes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.emit import prose
from tallystick.emit.code import Code
from tallystick.emit.naming import resolve
from tallystick.emit.operations import chosen
from tallystick.emit.targets.cli.layout import Call, Node, Pair, Text, statement
from tallystick.emit.targets.cli.plain import plain
from tallystick.emit.targets.cli.shapes import Shapes, kebab, member, said
from tallystick.emit.targets.python import lifecycles
from tallystick.emit.targets.python.literals import string
from tallystick.emit.targets.python.methods import Argument, Method
from tallystick.emit.targets.python.names import snake
from tallystick.ir import Content, MediaKind, Record, Response, TypeId
from tallystick.text import Words

SHAPES: Final = (
    *("ANY", "BASE64", "BOOLEAN", "BYTES", "FILE", "INTEGER", "NULL", "NUMBER", "STRING"),
    *("Array", "Map", "Member", "Named", "Shape", "enum", "one_of", "record"),
)
"""What tables are made of."""

COMMANDS: Final = ("Command", "Job")
TAKEN: Final = frozenset({*SHAPES, *COMMANDS, "COMMANDS"})
"""What the constant of a command may not be called."""

ANSWERS: Final = {MediaKind.JSON: "json", MediaKind.TEXT: "text", MediaKind.EVENTS: "events"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource of the client: its attribute, its words, and its methods."""

    attribute: Code
    words: Words
    about: str
    methods: tuple[Method, ...]
    jobs: lifecycles.Jobs | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandView:
    """One command; `constant` is the whole statement."""

    name: Code
    constant: Code
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The commands of a resource, and the module that holds them."""

    name: Code
    module: Code
    about: str
    commands: tuple[CommandView, ...]
    all: Code


def roots(resources: tuple[Resource, ...]) -> tuple[list[TypeId], list[TypeId]]:
    """Return the types that flags take, and those that answers hold."""
    sent: list[TypeId] = []
    answered: list[TypeId] = []
    for method in (method for resource in resources for method in resource.methods):
        sent += [item.type for item in method.arguments if item.type]
        if method.content and method.content.type and not method.flat:
            sent.append(method.content.type)
        answered += [found] if (found := _answered(method)) else []
    return sent, answered


def group(resource: Resource, name: Code, shapes: Shapes) -> GroupView:
    """Lay out the commands of a resource."""
    methods = resource.methods
    wanted = {item.operation.id: (item.name.strip("_").replace("_", "-"),) for item in methods}
    names = resolve(wanted, numbered="{}-{}")
    constants = resolve({key: (_constant(text),) for key, text in names.items()}, reserved=TAKEN)
    commands = tuple(
        _command(resource, method, names[method.operation.id], shapes, constants)
        for method in methods
    )
    known = Call("", tuple(str(constants[method.operation.id]) for method in methods))
    return GroupView(
        name=name,
        module=resource.attribute,
        about=resource.about,
        commands=commands,
        all=statement("COMMANDS: Final = ", known),
    )


def _constant(name: str) -> str:
    """Return the name of a command's constant."""
    text = name.replace("-", "_").upper()
    return text if text.isidentifier() else f"N{text}"


def _command(
    resource: Resource, method: Method, name: Code, shapes: Shapes, constants: dict[str, Code]
) -> CommandView:
    operation = method.operation
    title, about = _told(method)
    flags = tuple(_flags(method, shapes))
    returned = _returns(method, shapes)
    job = _job(resource, method)
    answer = _answer(method)
    items: list[Node | None] = [
        string(name),
        string(f"{operation.method.upper()} {operation.path}"),
        Call("", (string(resource.attribute), string(method.name))),
        Pair("title=", Text(title)) if title else None,
        Pair("about=", Text(about)) if about else None,
        Pair("flags=", Call("", flags)) if flags else None,
        f"answer={string(answer)}" if answer != "json" else None,
        Pair("returns=", returned) if returned else None,
        Pair("job=", job) if job else None,
        "repeatable=True" if method.idempotency_header else None,
        "deprecated=True" if operation.doc.deprecated else None,
    ]
    node = Call("Command", tuple(item for item in items if item is not None))
    constant = statement(f"{constants[operation.id]}: Final = ", node)
    return CommandView(name=name, constant=constant, node=node)


def _told(method: Method) -> tuple[str, str]:
    """Return the title of an operation, and what else is said of it."""
    doc = method.operation.doc
    summary = " ".join(plain(doc.summary.raw).split()) if doc.summary else ""
    text = said(doc)
    if summary and text.startswith(summary):
        text = text.removeprefix(summary).strip()
    title = summary or prose.title(method.operation.words)
    return title.removesuffix("."), text


def _flags(method: Method, shapes: Shapes) -> Iterator[Node]:
    """Yield the flags: those of the path, required ones, then the others by name."""
    upload = method.content is not None and method.content.kind is MediaKind.MULTIPART
    wanted = {
        number: (kebab(item.words), f"{kebab(item.words)}-{_place(item)}")
        for number, item in enumerate(method.arguments)
    }
    names = resolve(wanted, reserved={"help"}, escape="{}-value".format, numbered="{}-{}")
    ranked = sorted(enumerate(method.arguments), key=lambda pair: _rank(pair[1], names[pair[0]]))
    for number, item in ranked:
        yield _flag(item, names[number], method, shapes, upload=upload)


def _rank(item: Argument, name: str) -> tuple[int, str]:
    """Rank a flag: what is required keeps its order."""
    if item.source and _place(item) == "path":
        return 0, ""
    return (1, "") if item.required else (2, name)


def _place(item: Argument) -> str:
    if item.source:
        return item.source.place.value
    return "body" if item.member else "whole"


def _flag(item: Argument, name: Code, method: Method, shapes: Shapes, *, upload: bool) -> Node:
    wire = item.wire or item.name
    shape = shapes.node(item.type, "sent", upload=upload) if item.type else _body(method, shapes)
    more = ["required=True"] if item.required else []
    if name != wire.replace("_", "-"):
        more.append(f"flag={string(name)}")
    if item.name != name.replace("-", "_"):
        more.append(f"argument={string(item.name)}")
    place = _place(item)
    if place != "body":
        more.append(f"place={string(place)}")
    return member(wire, shape, shapes.about(item.doc, item.type), *more)


def _body(method: Method, shapes: Shapes) -> Node:
    """Return the shape of a body that is one flag."""
    content = method.content
    if content is None:
        return "ANY"
    if content.kind is MediaKind.TEXT:
        return "STRING"
    if content.kind in {MediaKind.BINARY, MediaKind.EVENTS}:
        return "BYTES"
    upload = content.kind is MediaKind.MULTIPART
    return shapes.node(content.type, "sent", upload=upload) if content.type else "ANY"


def _successes(method: Method) -> list[Response]:
    known = method.operation.responses
    found = [response for response in known if response.status.startswith("2")]
    return found or [response for response in known if response.status == "default"]


def _answer(method: Method) -> str:
    """Return how the answer is read: as it comes when events may."""
    contents = [content for item in _successes(method) for content in item.contents]
    if any(content.kind is MediaKind.EVENTS for content in contents):
        return "events"
    found = [content for item in _successes(method) if (content := chosen(item.contents))]
    if not found:
        return "nothing"
    kinds = {ANSWERS.get(content.kind, "bytes") for content in found}
    return next(kind for kind in ("json", "text", "bytes") if kind in kinds)


def _content(method: Method) -> Content | None:
    for response in _successes(method):
        content = chosen(response.contents)
        if content and content.type and content.kind in {MediaKind.JSON, MediaKind.EVENTS}:
            return content
    return None


def _answered(method: Method) -> TypeId | None:
    content = _content(method)
    return content.type if content else None


def _returns(method: Method, shapes: Shapes) -> Node | None:
    found = _answered(method)
    if found is None:
        return None
    shape = shapes.type(found)
    name = snake(shape.words) if shape.named and isinstance(shape, Record) else "answer"
    return member(name, shapes.node(found, "answered"), said(shape.doc), "required=True")


def _job(resource: Resource, method: Method) -> Node | None:
    """Return the work that a command starts or looks at."""
    jobs = resource.jobs
    if jobs is None or (method is not jobs.create and method is not jobs.get):
        return None
    outputs = jobs.outputs
    items = tuple(string(step) for step in outputs)
    return Call("Job", (string(jobs.state), *((Call("", items),) if outputs else ())))

"""What operations answer: what the runtime is told of it, and what a method gives."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

from tallystick.emit.targets.python.annotations import Annotations, Flavour
from tallystick.emit.targets.python.layout import Bar, Node, Sub, bar, text
from tallystick.emit.targets.python.literals import string
from tallystick.ir import Content, MediaKind, Operation
from tallystick.ir.streams import is_text, is_whole

JSON: Final = "application/json"
STREAM_OF: Final = "StreamOf"
"""What the runtime calls the contents of a stream."""

Choose: TypeAlias = Callable[[tuple[Content, ...]], Content | None]
"""Chooses the content of a response that a method reads."""


def answers(operation: Operation, choose: Choose) -> list[tuple[str, Content | None]]:
    """Return (literal of the status, the content that is read) of each success."""
    good = [item for item in operation.responses if item.status.startswith("2")]
    if not good:
        good = [replace(r, status="2XX") for r in operation.responses if r.status == "default"]
    found = [(_status(item.status), choose(item.contents)) for item in good]
    return found or [(string("2XX"), None)]


def _status(status: str) -> str:
    return status if status.isdecimal() else string(status.upper())


def kind(content: Content | None, types: Annotations) -> Node:
    """Return what the runtime is told of a body."""
    if content is None:
        return "None"
    if content.kind is MediaKind.JSON:
        return types.of(content.type, Flavour.RESPONSE) if content.type else "Any"
    if content.kind is not MediaKind.EVENTS:
        return "TEXT" if content.kind is MediaKind.TEXT else "BYTES"
    items: list[Node] = [_item(content, types)]
    items += ["text=True"] if is_text(types.api.types, content) else []
    items += ["whole=True"] if is_whole(types.api.types, content) else []
    return Sub(STREAM_OF, tuple(items), "()")


def _item(content: Content, types: Annotations) -> Node:
    return types.of(content.type, Flavour.RESPONSE) if content.type else "str"


def returned(content: Content | None, types: Annotations) -> Node:
    """Return what a method gives for a body."""
    if content is not None and content.kind is MediaKind.EVENTS:
        return Sub("EventStream", (_item(content, types),))
    node = kind(content, types)
    return {"TEXT": "str", "BYTES": "bytes"}.get(text(node), node)


def accepted(contents: list[Content]) -> str:
    """Return the media type that is asked for."""
    kinds = {item.kind for item in contents}
    if kinds == {MediaKind.EVENTS}:
        return contents[0].media_type
    return JSON if kinds <= {MediaKind.JSON} else "*/*"


def awaited(node: Node) -> Node:
    """Return what the awaited form of a method gives."""
    if isinstance(node, Sub) and node.head == "EventStream":
        return Sub("AsyncEventStream", node.items)
    return bar(*map(awaited, node.items)) if isinstance(node, Bar) else node

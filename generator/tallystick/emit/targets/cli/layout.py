"""Line breaks of the tables that commands are made of, as ruff and black put them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from tallystick.emit.code import WIDTH, Code
from tallystick.emit.targets.python.literals import string, strings

STEP: Final = 4


@dataclass(frozen=True, slots=True)
class Text:
    """Prose; a literal, over several lines when it is long."""

    raw: str


@dataclass(frozen=True, slots=True)
class Call:
    """``head(item, ...)``; without a head a tuple, or a dictionary with ``{}``."""

    head: str
    items: "tuple[Node, ...]"
    brackets: str = "()"


@dataclass(frozen=True, slots=True)
class Pair:
    """``name=value`` in a call, ``key: value`` in a dictionary."""

    prefix: str
    node: "Node"


Node: TypeAlias = str | Text | Call | Pair


def statement(prefix: str, node: Node) -> Code:
    """Lay out ``prefix node`` at the margin."""
    return Code("\n".join(_lines(prefix, node, "", 0)))


def flat(node: Node, room: int) -> str | None:
    """Return a node on one line, or None when it takes more than `room` columns."""
    if isinstance(node, Call):
        return _flat_call(node, room)
    if isinstance(node, Pair):
        text = flat(node.node, room - len(node.prefix))
        return None if text is None else node.prefix + text
    if isinstance(node, Text) and len(node.raw) > room:
        return None
    text = string(node.raw) if isinstance(node, Text) else node
    return text if len(text) <= room else None


def _flat_call(node: Call, room: int) -> str | None:
    lone = "," if not node.head and node.brackets == "()" and len(node.items) == 1 else ""
    room -= len(node.head) + len(lone) + 2
    parts: list[str] = []
    for item in node.items:
        text = flat(item, room)
        if text is None:
            return None
        parts.append(text)
        room -= len(text) + len(", ")
    inside = ", ".join(parts) + lone
    enough = room + len(", ") >= 0 if parts else room >= 0
    return f"{node.head}{node.brackets[0]}{inside}{node.brackets[1]}" if enough else None


def _lines(prefix: str, node: Node, suffix: str, indent: int) -> list[str]:
    pad = " " * indent
    line = flat(node, WIDTH - indent - len(prefix) - len(suffix))
    if line is not None or isinstance(node, str):
        return [f"{pad}{prefix}{node if line is None else line}{suffix}"]
    if isinstance(node, Pair):
        return _lines(prefix + node.prefix, node.node, suffix, indent)
    if isinstance(node, Text):
        return _prose(prefix, node, suffix, indent)
    first, last = f"{pad}{prefix}{node.head}{node.brackets[0]}", f"{pad}{node.brackets[1]}{suffix}"
    inner = flat(Call("-", node.items), WIDTH - indent - STEP + len("-()")) if node.head else None
    if inner is not None:
        return [first, " " * (indent + STEP) + inner[2:-1], last]
    body = [line for item in node.items for line in _lines("", item, ",", indent + STEP)]
    return [first, *body, last]


def _prose(prefix: str, node: Text, suffix: str, indent: int) -> list[str]:
    """Lay out a literal that is too long: in brackets behind a name, else as it stands."""
    pad = " " * indent
    if prefix:
        inner = indent + STEP
        pieces = strings(node.raw, inner, WIDTH - inner)
        return [f"{pad}{prefix}(", *(" " * inner + piece for piece in pieces), f"{pad}){suffix}"]
    pieces = strings(node.raw, indent, WIDTH - indent - len(suffix))
    lines = [pad + piece for piece in pieces]
    return [*lines[:-1], lines[-1] + suffix]


def names(node: Node) -> Iterator[str]:
    """Yield the names that a node refers to."""
    if isinstance(node, Call):
        yield node.head
        for item in node.items:
            yield from names(item)
    elif isinstance(node, Pair):
        yield from names(node.node)
    elif isinstance(node, str):
        yield node.partition("(")[0]

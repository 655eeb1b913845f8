"""Line breaks of the tables that commands are made of, as ruff and black put them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from tallystick.emit.code import Code
from tallystick.emit.targets.python.literals import WIDTH, string, strings

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


def flat(node: Node) -> str:
    """Return a node on one line."""
    if isinstance(node, str):
        return node
    if isinstance(node, Text):
        return string(node.raw)
    if isinstance(node, Pair):
        return node.prefix + flat(node.node)
    lone = "," if not node.head and node.brackets == "()" and len(node.items) == 1 else ""
    inside = ", ".join(flat(item) for item in node.items)
    return f"{node.head}{node.brackets[0]}{inside}{lone}{node.brackets[1]}"


def _lines(prefix: str, node: Node, suffix: str, indent: int) -> list[str]:
    pad = " " * indent
    line = f"{pad}{prefix}{flat(node)}{suffix}"
    if len(line) <= WIDTH or isinstance(node, str):
        return [line]
    if isinstance(node, Pair):
        return _lines(prefix + node.prefix, node.node, suffix, indent)
    if isinstance(node, Text):
        return _prose(prefix, node, suffix, indent)
    first, last = f"{pad}{prefix}{node.head}{node.brackets[0]}", f"{pad}{node.brackets[1]}{suffix}"
    inner = " " * (indent + STEP) + ", ".join(flat(item) for item in node.items)
    if len(inner) <= WIDTH and node.head:
        return [first, inner, last]
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

"""Line breaks of generated Python, as ruff and black put them.

An annotation is a small tree: text, a head with brackets (`Sub`), or alternatives (`Bar`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tallystick.emit.code import WIDTH, Code


@dataclass(frozen=True, slots=True)
class Sub:
    """``head[item, ...]``, ``head(item, ...)`` for a call; without a head, a display.

    A last item ``""`` is the comma of a tuple with one item.
    """

    head: str
    items: "tuple[Node, ...]"
    brackets: str = "[]"


@dataclass(frozen=True, slots=True)
class Bar:
    """``A | B | ...``; at least two."""

    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Named:
    """``name=value`` in a call, ``key: value`` in a display."""

    prefix: str
    node: "Node"


Node: TypeAlias = str | Sub | Bar | Named

NONE = " = None"
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_NAME = re.compile(r"(?<![.\w])[^\W\d]\w*(?!=)")


def names(node: Node) -> Iterator[str]:
    """Yield the names that a node refers to, those a module must define or import."""
    if isinstance(node, str):
        yield from _NAME.findall(_QUOTED.sub("", node))
    elif isinstance(node, Named):
        yield from names(node.node)
    else:
        if isinstance(node, Sub):
            yield from _NAME.findall(node.head)
        for item in node.items:
            yield from names(item)


def bar(*items: Node) -> Node:
    """Join alternatives, nested ones flattened, each once and None last."""
    flat: dict[str, Node] = {}
    literals: dict[str, Node] = {}
    for item in items:
        for part in item.items if isinstance(item, Bar) else (item,):
            if isinstance(part, Sub) and part.head == "Literal":
                literals.update({text(value): value for value in part.items})
                part = "Literal"  # noqa: PLW2901 - stands for all of them
            flat.setdefault(text(part), part)
    if literals:
        flat["Literal"] = Sub("Literal", tuple(literals.values()))
    none = flat.pop("None", None)
    parts = (*flat.values(), *(("None",) if none else ()))
    return parts[0] if len(parts) == 1 else Bar(parts)


def bare(node: Node) -> Node:
    """Return an annotation without null and without the checks of what it annotates."""
    plain = _unchecked(node)
    return (
        bar(*(item for item in plain.items if item != "None")) if isinstance(plain, Bar) else plain
    )


def _unchecked(node: Node) -> Node:
    """Return an annotation without checks, also of what it is made of; null stays."""
    if isinstance(node, Sub) and node.head == "Annotated":
        return _unchecked(node.items[0])
    if isinstance(node, Sub):
        return Sub(node.head, tuple(_unchecked(item) for item in node.items), node.brackets)
    if isinstance(node, Bar):
        return bar(*(_unchecked(item) for item in node.items))
    return node


def text(node: Node) -> str:
    """Return a node on one line."""
    if isinstance(node, str):
        return node
    if isinstance(node, Named):
        return node.prefix + text(node.node)
    if isinstance(node, Bar):
        return " | ".join(text(item) for item in node.items)
    opening, closing = node.brackets[0], node.brackets[1]
    return (
        f"{node.head}{opening}{', '.join(text(item) for item in node.items).rstrip(' ')}{closing}"
    )


def assignment(prefix: str, node: Node, suffix: str, indent: int) -> Code:
    """Lay out ``prefix node suffix`` as a statement: a field or an alias.

    Args:
        prefix: ``name: `` or ``Name: TypeAlias = ``.
        node: The annotation or value.
        suffix: ``""`` or `` = None``.
        indent: Columns before it.
    """
    pad = " " * indent
    line = f"{pad}{prefix}{text(node)}{suffix}"
    if len(line) <= WIDTH:
        return Code(line)
    if suffix == NONE and len(line) - len("None") + 1 <= WIDTH:
        return Code(f"{line.removesuffix('None')}(\n{pad}    None\n{pad})")
    if isinstance(node, Bar) or (isinstance(node, str) and prefix.endswith("= ")):
        inner = " " * (indent + 4)
        flat = inner + text(node)
        body = [flat] if len(flat) <= WIDTH else _lines("", node, "", indent + 4)
        return Code("\n".join([f"{pad}{prefix}(", *body, f"{pad}){suffix}"]))
    return Code("\n".join(_lines(prefix, node, suffix, indent)))


def arguments(
    head: str, items: Sequence[tuple[str, Node | None, str]], returns: Node, indent: int
) -> Code:
    """Lay out the head of a function.

    Args:
        head: ``def name``, without the bracket.
        items: (prefix, node, suffix) of each argument; a prefix alone is one too (``*``).
        returns: Annotation of the result.
        indent: Columns before it.
    """
    tail = f" -> {text(returns)}:"
    pad, inner = " " * indent, " " * (indent + 4)
    flat = ", ".join(f"{a}{text(b) if b is not None else ''}{c}" for a, b, c in items)
    line = f"{pad}{head}({flat}){tail}"
    if len(line) <= WIDTH:
        return Code(line)
    if len(inner) + len(flat) <= WIDTH and indent + 1 + len(tail) <= WIDTH:
        return Code(f"{pad}{head}(\n{inner}{flat}\n{pad}){tail}")
    body = [
        line
        for prefix, node, suffix in items
        for line in _lines(prefix, "" if node is None else node, f"{suffix},", indent + 4)
    ]
    end = assignment(") -> ", returns, ":", indent)
    return Code("\n".join([f"{pad}{head}(", *body, end]))


def constant(name: str, annotation: Node, call: Sub) -> Code:
    """Lay out ``name: annotation = call`` at the margin."""
    head = f"{name}: {text(annotation)} = "
    if len(head) + len(call.head) < WIDTH:
        return assignment(head, call, "", 0)
    if len(head) < WIDTH:
        return Code("\n".join([f"{head}(", *_lines("", call, "", 4), ")"]))
    items = [line for item in call.items for line in _lines("", item, ",", 4)]
    start = _lines(f"{name}: ", annotation, f" = {call.head}(", 0)
    return Code("\n".join([*start, *items, ")"]))


def collection(prefix: str, items: Sequence[str], brackets: str, suffix: str, indent: int) -> Code:
    """Lay out a list, set, dict or tuple display; `items` are whole, one line each."""
    pad, inner = " " * indent, " " * (indent + 4)
    opening, closing = brackets[0], brackets[1]
    lone = "," if brackets == "()" and len(items) == 1 else ""
    line = f"{pad}{prefix}{opening}{', '.join(items)}{lone}{closing}{suffix}"
    if len(line) <= WIDTH and not any("\n" in item for item in items):
        return Code(line)
    body = [f"{inner}{item}," for item in items]
    return Code("\n".join([f"{pad}{prefix}{opening}", *body, f"{pad}{closing}{suffix}"]))


def lone_tuple(items: Iterable[Node]) -> Node:
    """Return a tuple, with a comma after a lone item."""
    found = tuple(items)
    lone = (*found, "") if len(found) == 1 else found
    return Sub("", lone, "()")


def _lines(prefix: str, node: Node, suffix: str, indent: int) -> list[str]:
    pad = " " * indent
    line = f"{pad}{prefix}{text(node)}{suffix}"
    if len(line) <= WIDTH or isinstance(node, str):
        return [line]
    if isinstance(node, Named):
        return _lines(prefix + node.prefix, node.node, suffix, indent)
    if isinstance(node, Bar):
        return _alternatives(node, prefix, suffix, indent)
    opening, closing = node.brackets[0], node.brackets[1]
    first, last = f"{pad}{prefix}{node.head}{opening}", f"{pad}{closing}{suffix}"
    inner = " " * (indent + 4) + ", ".join(text(item) for item in node.items)
    if len(inner) <= WIDTH and node.head:
        return [first, inner, last]
    comma = "," if len(node.items) > 1 or node.brackets != "[]" else ""
    items = [item for item in node.items if item != ""]
    body = [line for item in items for line in _lines("", item, comma, indent + 4)]
    return [first, *body, last]


def _alternatives(node: Bar, prefix: str, suffix: str, indent: int) -> list[str]:
    last = len(node.items) - 1
    return [
        line
        for number, item in enumerate(node.items)
        for line in _lines(
            "| " if number else prefix, item, suffix if number == last else "", indent
        )
    ]

"""Conditions of rules turned into "this is wrong if", and broken into lines."""

import ast
from collections.abc import Iterator
from typing import Final

from tallystick.emit.code import WIDTH

_OPPOSITE: Final[dict[type[ast.cmpop], str]] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
_LENGTHS: Final[dict[type[ast.cmpop], str]] = {
    ast.Lt: ">=",
    ast.LtE: ">",
    ast.Gt: "<=",
    ast.GtE: "<",
}
"""Opposites among lengths, which are ordered; numbers might be no number."""


def broken_if(source: str, indent: int) -> list[str]:
    """Return the lines of an ``if`` that is taken when a condition does not hold.

    Args:
        source: The condition, one line of Python.
        indent: Columns before the ``if``.
    """
    whole = Source(source)
    opposite = Source(_negated(whole, whole.tree))
    return opposite.statement(indent)


class Source:
    """One line of Python that can be broken where it branches."""

    def __init__(self, source: str) -> None:
        """Parse `source`."""
        self.source = source.encode()
        self.tree = ast.parse(source, mode="eval").body

    def text(self, node: ast.expr) -> str:
        """Return the source of a node, without brackets around it."""
        return self.source[node.col_offset : node.end_col_offset].decode()

    def bracketed(self, node: ast.expr) -> bool:
        """Whether a node stands in brackets of its own."""
        return self.source[: node.col_offset].endswith(b"(") and self.source[
            node.end_col_offset or 0 :
        ].startswith(b")")

    def statement(self, indent: int) -> list[str]:
        """Return ``if <source>:`` as ruff breaks it."""
        pad, tree = " " * indent, self.tree
        line = f"{pad}if {self.source.decode()}:"
        if len(line) <= WIDTH:
            return [line]
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.operand, ast.BoolOp):
            return [f"{pad}if not (", *self.lines(tree.operand, "", indent + 4), f"{pad}):"]
        if isinstance(tree, ast.BoolOp) and len(tree.values) == 2:  # noqa: PLR2004 - two operands
            hugged = self._hugged(tree, indent)
            if hugged:
                return hugged
        if isinstance(tree, ast.BoolOp):
            return [f"{pad}if (", *self._operands(tree, "", indent + 4), f"{pad}):"]
        *lines, last = self.lines(tree, "if ", indent)
        return [*lines, last + ":"]

    def _hugged(self, tree: ast.BoolOp, indent: int) -> list[str] | None:
        """Break inside the brackets of the last operand, where these can serve the whole."""
        first, last = tree.values
        if isinstance(first, ast.BoolOp) and not self.bracketed(first):
            return None
        pad, word = " " * indent, "and" if isinstance(tree.op, ast.And) else "or"
        start = f"if ({self.text(first)})" if self.bracketed(first) else f"if {self.text(first)}"
        if self.bracketed(last):
            head = [f"{pad}{start} {word} ("]
            if len(head[0]) > WIDTH:
                head = [f"{pad}if (", *self.lines(first, "", indent + 4), f"{pad}) {word} ("]
            return [*head, *self.lines(last, "", indent + 4), f"{pad}):"]
        called = last.operand if isinstance(last, ast.UnaryOp) else last
        lines = self.lines(last, f"{start} {word} ", indent)
        if isinstance(called, ast.Call) and len(lines) > 1 and len(lines[0]) <= WIDTH:
            return [*lines[:-1], lines[-1] + ":"]
        return None

    def lines(self, node: ast.expr, prefix: str, indent: int) -> list[str]:
        """Return a node's lines, the first after `prefix`."""
        pad, text = " " * indent, self.text(node)
        if indent + len(prefix) + len(text) <= WIDTH:
            return [pad + prefix + text]
        if isinstance(node, ast.BoolOp):
            return list(self._operands(node, prefix, indent))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self._not(node.operand, prefix, indent)
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            return list(self._call(node, prefix, indent))
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Call):
            *first, last = self.lines(node.left, prefix, indent)
            rest = self.source[node.left.end_col_offset or 0 : node.end_col_offset].decode()
            return [*first, last + rest]
        return [pad + prefix + text]

    def _not(self, operand: ast.expr, prefix: str, indent: int) -> list[str]:
        if not isinstance(operand, ast.BoolOp):
            return self.lines(operand, f"{prefix}not ", indent)
        pad, inner = " " * indent, self.lines(operand, "", indent + 4)
        return [f"{pad}{prefix}not (", *inner, f"{pad})"]

    def _operands(self, node: ast.BoolOp, prefix: str, indent: int) -> Iterator[str]:
        word = "and " if isinstance(node.op, ast.And) else "or "
        pad = " " * indent
        for number, operand in enumerate(node.values):
            start = prefix if number == 0 else word
            if isinstance(operand, ast.BoolOp) and not self.bracketed(operand):
                yield from self._operands(operand, start, indent)
            elif self.bracketed(operand):
                line = f"{pad}{start}({self.text(operand)})"
                broken = (f"{pad}{start}(", *self.lines(operand, "", indent + 4), f"{pad})")
                yield from (line,) if len(line) <= WIDTH else broken
            else:
                yield from self.lines(operand, start, indent)

    def _call(self, node: ast.Call, prefix: str, indent: int) -> Iterator[str]:
        pad, argument = " " * indent, node.args[0]
        yield f"{pad}{prefix}{self.text(node.func)}("
        if isinstance(argument, ast.GeneratorExp):
            yield from self._generator(argument, indent + 4)
        else:
            yield from self.lines(argument, "", indent + 4)
        yield f"{pad})"

    def _generator(self, node: ast.GeneratorExp, indent: int) -> Iterator[str]:
        text = self.text(node)[1:-1]
        if indent + len(text) <= WIDTH:
            yield " " * indent + text
            return
        start = node.generators[0].target.col_offset
        loop = self.source[start : (node.end_col_offset or 0) - 1].decode()
        yield from self.lines(node.elt, "", indent)
        yield f"{' ' * indent}for {loop}"


def _negated(source: Source, node: ast.expr) -> str:
    """Return the opposite of a node."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return source.text(node.operand)
    if isinstance(node, ast.BoolOp):
        word = " and " if isinstance(node.op, ast.Or) else " or "
        return word.join(_operand(source, operand, word) for operand in node.values)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        opposite = _opposite(node)
        if opposite:
            return f"{_side(source, node.left)} {opposite} {_side(source, node.comparators[0])}"
    if isinstance(node, (ast.Compare, ast.IfExp)):
        return f"not ({source.text(node)})"
    return f"not {source.text(node)}"


def _operand(source: Source, node: ast.expr, word: str) -> str:
    text = _negated(source, node)
    mixed = isinstance(ast.parse(text, mode="eval").body, ast.BoolOp)
    inner = " or " if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) else " and "
    return f"({text})" if mixed and inner != word else text


def _side(source: Source, node: ast.expr) -> str:
    text = source.text(node)
    return f"({text})" if source.bracketed(node) else text


def _opposite(node: ast.Compare) -> str | None:
    kind = type(node.ops[0])
    left = node.left
    counted = isinstance(left, ast.Call) and isinstance(left.func, ast.Name)
    if counted and left.func.id in {"len", "sum"} and kind in _LENGTHS:  # type: ignore[attr-defined]  # a Name, as asked
        return _LENGTHS[kind]
    return _OPPOSITE.get(kind)

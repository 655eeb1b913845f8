"""Line breaks of conditions: an expression on one line becomes one that keeps to the width."""

import ast
from collections.abc import Iterator

from tallystick.emit.targets.python.literals import WIDTH


class Condition:
    """An expression that can be broken where it branches."""

    def __init__(self, source: str) -> None:
        """Parse `source`, one line of Python."""
        self.source = source.encode()
        self.tree = ast.parse(source, mode="eval").body

    def negated(self, indent: int) -> list[str]:
        """Return ``if not (...):``, or the plain opposite where that reads better."""
        if isinstance(self.tree, ast.UnaryOp) and isinstance(self.tree.op, ast.Not):
            operand = self.tree.operand
            text = self.text(operand)
            inner = _Part(self, operand)
        else:
            text = self.text(self.tree)
            inner = None
            if isinstance(self.tree, (ast.BoolOp, ast.Compare, ast.IfExp)):
                text = f"not ({text})"
            else:
                text = f"not {text}"
        line = f"{' ' * indent}if {text}:"
        if len(line) <= WIDTH:
            return [line]
        pad = " " * indent
        if inner is not None:
            return [f"{pad}if (", *inner.lines("", indent + 4), f"{pad}):"]
        if isinstance(self.tree, (ast.BoolOp, ast.IfExp)):
            body = _Part(self, self.tree).lines("", indent + 4)
            return [f"{pad}if not (", *body, f"{pad}):"]
        return _closed(_Part(self, self.tree).lines("if not ", indent), ":")

    def text(self, node: ast.expr) -> str:
        """Return the source of a node, without brackets around it."""
        return self.source[node.col_offset : node.end_col_offset].decode()


def _closed(lines: list[str], end: str) -> list[str]:
    return [*lines[:-1], lines[-1] + end]


class _Part:
    """One node of a condition."""

    def __init__(self, whole: Condition, node: ast.expr) -> None:
        self.whole = whole
        self.node = node
        self.text = whole.text(node)

    def lines(self, prefix: str, indent: int) -> list[str]:
        """Return the node's lines, the first after `prefix`."""
        pad = " " * indent
        if indent + len(prefix) + len(self.text) <= WIDTH:
            return [pad + prefix + self.text]
        node = self.node
        if isinstance(node, ast.BoolOp):
            return list(self._operands(node, prefix, indent))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self._inside(node.operand, indent)
            return [f"{pad}{prefix}not (", *inner, f"{pad})"]
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            return list(self._call(node, prefix, indent))
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Call):
            first = _Part(self.whole, node.left).lines(prefix, indent)
            start = node.left.end_col_offset or 0
            rest = self.whole.source[start : node.end_col_offset].decode()
            return [*first[:-1], first[-1] + rest]
        return [pad + prefix + self.text]

    def _inside(self, node: ast.expr, indent: int) -> list[str]:
        return _Part(self.whole, node).lines("", indent + 4)

    def _operands(self, node: ast.BoolOp, prefix: str, indent: int) -> Iterator[str]:
        word = "and " if isinstance(node.op, ast.And) else "or "
        for number, operand in enumerate(node.values):
            start = prefix if number == 0 else word
            if isinstance(operand, (ast.BoolOp, ast.IfExp)) and self._bracketed(operand):
                text = self.whole.text(operand)
                line = f"{' ' * indent}{start}({text})"
                if len(line) <= WIDTH:
                    yield line
                    continue
                yield f"{' ' * indent}{start}("
                yield from self._inside(operand, indent)
                yield f"{' ' * indent})"
            else:
                yield from _Part(self.whole, operand).lines(start, indent)

    def _bracketed(self, node: ast.expr) -> bool:
        return self.whole.source[: node.col_offset].rstrip().endswith(b"(")

    def _call(self, node: ast.Call, prefix: str, indent: int) -> Iterator[str]:
        pad, inner = " " * indent, " " * (indent + 4)
        function, argument = self.whole.text(node.func), node.args[0]
        yield f"{pad}{prefix}{function}("
        if isinstance(argument, ast.GeneratorExp) and not argument.generators[0].ifs:
            loop = argument.generators[0]
            text = self.whole.text(argument)[1:-1]
            if indent + 4 + len(text) <= WIDTH:
                yield inner + text
            else:
                yield from _Part(self.whole, argument.elt).lines("", indent + 4)
                target, items = (self.whole.text(n) for n in (loop.target, loop.iter))
                yield f"{inner}for {target} in {items}"
        else:
            yield from _Part(self.whole, argument).lines("", indent + 4)
        yield f"{pad})"

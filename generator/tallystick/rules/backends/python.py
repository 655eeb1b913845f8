"""Rules in Python: what users of this backend call."""

import ast
from functools import cache
from pathlib import Path
from typing import Final

from tallystick.rules.backends import Rendered, python_support
from tallystick.rules.backends.python_logic import Logician
from tallystick.rules.backends.python_spelling import Attributes, Mapping, Spelling
from tallystick.rules.expression import Expr
from tallystick.rules.shape import Shapes

__all__ = ["SUPPORT", "Attributes", "Mapping", "PythonBackend", "support_source"]

SUPPORT: Final = "_rules."
"""How generated code names the module of support functions."""


class PythonBackend:
    """Renders rules in Python, as conditions that a careful person would write.

    Attributes:
        shapes: Table of named shapes.
        spelling: How members are read: `Attributes` of models, or items of a `Mapping`.
        prefix: How support functions are named: a module with its dot, or "".
    """

    def __init__(self, shapes: Shapes, spelling: Spelling, prefix: str = SUPPORT) -> None:
        """Prepare for rules over shapes of one table."""
        self.shapes = shapes
        self.spelling = spelling
        self.prefix = prefix

    def render(self, rule: Expr) -> Rendered:
        """Return an expression that is True where the rule is satisfied, and False elsewhere."""
        printer = Logician(self.shapes, self.spelling, self.prefix)
        text = printer.truth(rule, result=True).text
        called = {
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for node in ast.walk(ast.parse(text, mode="eval"))
            if isinstance(node, ast.Call)
        }
        return Rendered(
            text=text,
            support=frozenset(printer.support & called),
            imports=frozenset(name for name in printer.imports if f"{name}." in text),
        )


@cache
def _support() -> tuple[str, tuple[tuple[str, str, frozenset[str]], ...]]:
    """Return the head of the support module, and (name, source, names used) of its parts."""
    text = Path(python_support.__file__).read_text("utf-8")
    lines = text.splitlines(keepends=True)
    parts: list[tuple[str, str, frozenset[str]]] = []
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            source = "".join(lines[node.lineno - 1 : node.end_lineno])
            used = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
            parts.append((node.name, source, frozenset(used)))
    first = next(node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef)))
    return "".join(lines[: first.lineno - 1]).rstrip() + "\n", tuple(parts)


def support_source(names: frozenset[str] | None = None) -> str:
    """Return the source of a module with support functions and all that they call.

    Args:
        names: `Rendered.support` of all rules of the package; None for every function.
    """
    head, parts = _support()
    known = {name: used for name, _, used in parts}
    wanted = set(known) if names is None else set(names)
    todo = list(wanted)
    while todo:
        new = (known[todo.pop()] & known.keys()) - wanted
        wanted |= new
        todo.extend(new)
    chosen = [source for name, source, _ in parts if name in wanted]
    return "\n\n".join([head, *chosen])

"""Annotations of generated Python, read back as types of a surface."""

import ast
from collections.abc import Iterator
from typing import Final

from tallystick.emit.targets.python.annotations import FORMATS
from tallystick.surface import Applied, Atom, Choice, Name, Type, Value

_PLAIN: Final = frozenset(FORMATS.values())
"""Texts of a form: to a type checker they are texts."""
_TRANSPARENT: Final = frozenset({"Annotated", "Required", "NotRequired", "Omissible"})
_LEFT_OUT: Final = frozenset({"Omit"})
"""What stands for an argument that is not given."""
_ANY: Final = Atom("Any")


class Hints:
    """Reads annotations.

    Attributes:
        declared: Names of the package's own types.
    """

    def __init__(self, declared: frozenset[str]) -> None:
        """Read annotations that may refer to `declared`."""
        self.declared = declared
        self._read: dict[str, Type] = {}

    def read(self, text: str) -> Type:
        """Return the type that the text of an annotation means."""
        if text not in self._read:
            self._read[text] = self.of(ast.parse(text, mode="eval").body)
        return self._read[text]

    def of(self, node: ast.expr | None) -> Type:
        """Return the type that an annotation means."""
        if node is None:
            return _ANY
        found = tuple(dict.fromkeys(self._options(node)))
        return found[0] if len(found) == 1 else Choice(found)

    def _options(self, node: ast.expr) -> Iterator[Type]:
        match node:
            case ast.BinOp(left=left, right=right):
                yield from self._options(left)
                yield from self._options(right)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield from self._named(name)
            case ast.Constant(value=None):
                yield Atom("None")
            case ast.Constant(value=str() as text):
                yield from self._options(ast.parse(text, mode="eval").body)
            case ast.Subscript(value=head, slice=inner):
                yield from self._applied(_last(head), _items(inner))
            case ast.Call(args=[_, quoted]):  # TypeAliasType("Name", "...")
                yield from self._options(quoted)
            case _:
                yield _ANY

    def _named(self, name: str) -> Iterator[Type]:
        if name in self.declared:
            yield Name(name)
        elif name not in _LEFT_OUT:
            yield Atom("str" if name in _PLAIN else name)

    def _applied(self, head: str, items: list[ast.expr]) -> Iterator[Type]:
        if head in _TRANSPARENT:
            yield from self._options(items[0])
        elif head == "Literal":
            for item in items:
                yield Value(ast.literal_eval(item))
        else:
            yield Applied(head, tuple(self.of(item) for item in items))


def _last(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _items(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]

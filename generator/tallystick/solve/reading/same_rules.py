"""Whether two rules of different documents say the same of the same value."""

from dataclasses import fields
from typing import Final

from tallystick.rules.expression import (
    Call,
    Comprehension,
    Expr,
    Has,
    Index,
    Node,
    Quantifier,
    Select,
)
from tallystick.rules.shape import (
    Concrete,
    ListShape,
    MapShape,
    MessageShape,
    Shape,
    Shapes,
    Simple,
    item_shape,
    variants,
)
from tallystick.solve.book import Placed

_ASIDE: Final = frozenset({"type", "offset", "fails", "certain", "partial"})
"""What follows from the rest of an expression and from the shapes."""
_NUMBERS: Final = frozenset({"int", "double", "any"})
_Open = dict[tuple[int, int], tuple[Shape, Shape]]


class SameRules:
    """Compares rules of two documents; remembers the shapes that are alike."""

    def __init__(self, left: Shapes, right: Shapes) -> None:
        """Compare rules over two tables of shapes."""
        self._left, self._right = left, right

    def __call__(self, left: Placed, right: Placed) -> bool:
        """Whether two rules judge every value alike.

        The shape decides how the runtime is given a value: an integer as an int or as a double.
        Where a rule only passes through an object to a member, the object's other members do not
        matter.
        """
        return self.expressions(left.expression, right.expression)

    def expressions(self, left: Expr, right: Expr) -> bool:
        """Whether two expressions are the same, and read values of the same names alike."""
        return self._same(left, right)

    def _same(self, left: object, right: object, *, passed: bool = False) -> bool:
        if isinstance(left, tuple) and isinstance(right, tuple):
            return len(left) == len(right) and all(
                self._same(one, other, passed=passed)
                for one, other in zip(left, right, strict=True)
            )
        if not isinstance(left, Node) or not isinstance(right, Node):
            return type(left) is type(right) and left == right
        if type(left) is not type(right):
            return False
        if not passed and not self._alike(left.type, right.type, {}):
            return False
        through = _passes(left)
        return all(
            self._same(getattr(left, name), getattr(right, name), passed=name == through)
            for name in (item.name for item in fields(left))
            if name not in _ASIDE
        )

    def _alike(self, left: Shape, right: Shape, open_: _Open) -> bool:
        """Whether the runtime is given values of two shapes alike."""
        key = (id(left), id(right))
        if key in open_:
            return True
        open_[key] = (left, right)
        ones, others = variants(left, self._left), variants(right, self._right)
        if _numbers(ones) != _numbers(others):
            return False
        compound = [[it for it in found if not isinstance(it, Simple)] for found in (ones, others)]
        return len(compound[0]) == len(compound[1]) and all(
            self._alike_parts(one, other, open_) for one, other in zip(*compound, strict=True)
        )

    def _alike_parts(self, left: Concrete, right: Concrete, open_: _Open) -> bool:
        if isinstance(left, ListShape) and isinstance(right, ListShape):
            return self._alike_lists(left, right, open_)
        if isinstance(left, ListShape | Simple) or isinstance(right, ListShape | Simple):
            return False
        return self._alike_objects(left, right, open_)

    def _alike_lists(self, left: ListShape, right: ListShape, open_: _Open) -> bool:
        return len(left.prefix) == len(right.prefix) and all(
            self._alike(one, other, open_)
            for one, other in zip(
                (*left.prefix, left.items, item_shape(left)),
                (*right.prefix, right.items, item_shape(right)),
                strict=True,
            )
        )

    def _alike_objects(
        self, left: MessageShape | MapShape, right: MessageShape | MapShape, open_: _Open
    ) -> bool:
        ones, others = _members(left), _members(right)
        return ones.keys() == others.keys() and all(
            self._alike(ones[name], others[name], open_) for name in ones
        )


def _members(shape: MessageShape | MapShape) -> dict[str | None, Shape]:
    """Return the shapes of members; of others under None."""
    if isinstance(shape, MapShape):
        return {None: shape.values}
    found: dict[str | None, Shape] = {it: at.shape for it, at in shape.members.items()}
    if shape.rest is not None:
        found[None] = shape.rest
    return found


def _numbers(shapes: tuple[Concrete, ...]) -> frozenset[str]:
    return _NUMBERS & {item.kind for item in shapes if isinstance(item, Simple)}


def _passes(node: Node) -> str | None:
    """Return the operand of which only parts, or the size, matter."""
    match node:
        case Select() | Has() | Index():
            return "operand"
        case Quantifier() | Comprehension():
            return "range"
        case Call(function="size"):
            return "arguments"
        case _:
            return None

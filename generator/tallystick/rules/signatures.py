"""What the operators and functions of CEL take and give, over shapes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from tallystick.rules.expression import Function
from tallystick.rules.shape import (
    ANY,
    BOOL,
    DOUBLE,
    INT,
    STRING,
    Concrete,
    ListShape,
    Shape,
    Shapes,
    Simple,
    family,
    item_shape,
    union,
    variants,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """The outcome of a signature.

    Attributes:
        type: Type of the result.
        fails: Some combination of the arguments' variants has no overload.
    """

    type: Shape
    fails: bool


Overload: TypeAlias = Callable[[Concrete, Concrete], Shape | None]
"""Result type for two concrete operands, None when there is no overload; never sees ``any``."""

OPERATORS: Final[Mapping[str, Function]] = {
    "_==_": "==",
    "_!=_": "!=",
    "_<_": "<",
    "_<=_": "<=",
    "_>_": ">",
    "_>=_": ">=",
    "_+_": "+",
    "_-_": "-",
    "_*_": "*",
    "_/_": "/",
    "_%_": "%",
    "@in": "in",
}
"""Binary operators as the parser names them."""

STRING_TESTS: Final[Mapping[str, Function]] = {
    "startsWith": "startsWith",
    "endsWith": "endsWith",
    "contains": "contains",
}
CONVERSIONS: Final[Mapping[str, Function]] = {"int": "int", "double": "double", "string": "string"}


def kind(shape: Concrete) -> str:
    """Return the kind of a simple shape, the family of another."""
    return shape.kind if isinstance(shape, Simple) else family(shape)


def is_any(shape: Concrete) -> bool:
    """Whether nothing is known of the value."""
    return isinstance(shape, Simple) and shape.kind == "any"


def combine(left: Shape, right: Shape, shapes: Shapes, function: Function) -> Typed | None:
    """Apply a binary function to every pair of variants; None when no pair has an overload."""
    overload = BINARY[function]
    results: list[Shape] = []
    fails = False
    for one in variants(left, shapes):
        for other in variants(right, shapes):
            dynamic = is_any(one) or is_any(other)
            result = DYNAMIC.get(function, BOOL) if dynamic else overload(one, other)
            fails |= dynamic or result is None
            if result is not None:
                results.append(result)
    return Typed(union(results), fails) if results else None


def ordering(one: Concrete, other: Concrete) -> Shape | None:
    """``< <= > >=``: numbers of either kind, or strings by code point."""
    families = {family(one), family(other)}
    return BOOL if families in ({"number"}, {"string"}) else None


def addition(one: Concrete, other: Concrete) -> Shape | None:
    """``+``: numbers of one kind, strings, lists."""
    if isinstance(one, ListShape) and isinstance(other, ListShape):
        return ListShape(items=union((item_shape(one), item_shape(other))))
    if kind(one) == kind(other) == "string":
        return STRING
    return arithmetic(one, other)


def arithmetic(one: Concrete, other: Concrete) -> Shape | None:
    """``- * /``: numbers of one kind."""
    kinds = {kind(one), kind(other)}
    return INT if kinds == {"int"} else DOUBLE if kinds == {"double"} else None


def remainder(one: Concrete, other: Concrete) -> Shape | None:
    """``%``: two integers."""
    return INT if kind(one) == kind(other) == "int" else None


def text(one: Concrete, other: Concrete) -> Shape | None:
    """``startsWith endsWith contains``: two strings."""
    return BOOL if kind(one) == kind(other) == "string" else None


BINARY: Final[Mapping[Function, Overload]] = {
    "<": ordering,
    "<=": ordering,
    ">": ordering,
    ">=": ordering,
    "+": addition,
    "-": arithmetic,
    "*": arithmetic,
    "/": arithmetic,
    "%": remainder,
    "startsWith": text,
    "endsWith": text,
    "contains": text,
}

DYNAMIC: Final[Mapping[Function, Shape]] = {"+": ANY, "-": ANY, "*": ANY, "/": ANY, "%": INT}
"""Result when an operand is dynamic, where it is not a bool."""

UNARY: Final[Mapping[Function, tuple[tuple[str, ...], Shape | None]]] = {
    "!": (("bool",), BOOL),
    "neg": (("int", "double"), None),
    "size": (("string", "list", "object"), INT),
    "int": (("int", "double", "string"), INT),
    "double": (("int", "double", "string"), DOUBLE),
    "string": (("int", "bool", "string"), STRING),
}
"""Kinds that an operand may have, and the result; None: the kind of the operand itself."""


def unary(function: Function, operand: Shape, shapes: Shapes) -> Typed | None:
    """Apply a unary function to every variant; None when no variant has an overload.

    A conversion wants to know all of them: the runtime has conversions (of a bool to an int, of a
    double to a string) that other backends do not share.
    """
    kinds, result = UNARY[function]
    results: list[Shape] = []
    fails = False
    for one in variants(operand, shapes):
        taken = kind(one) in kinds
        if function in CONVERSIONS and not taken and kind(one) != "null":
            return None
        fails |= not taken
        if taken or is_any(one):
            results.append(result or (one if is_any(one) else _plain(one)))
    return Typed(union(results), fails) if results else None


def _plain(shape: Concrete) -> Shape:
    return INT if kind(shape) == "int" else DOUBLE

"""The typed syntax tree of a rule, the same for every backend.

Macros stand as what the author wrote, not as the loops they expand to; ``&&`` and ``||`` are
flat; a member is named as on the wire, however the rule spelled it. Whether a node can end in an
error is part of the tree, so that a backend may print the plain form wherever it is exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from tallystick.rules.regex import Pattern
from tallystick.rules.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every node has.

    Attributes:
        type: Static type of the result.
        offset: Characters into the rule's text: where a person would point.
        fails: Evaluation may end in an error on some valid value: a member that may be absent,
            an index out of range, an overflow, a value of the wrong type where it is dynamic.
            Errors that ``&&``, ``||``, ``all`` and ``exists`` may absorb count.
    """

    type: Shape
    offset: int
    fails: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Node):
    """A constant; the type tells 1 (int) from 1.0 (double)."""

    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable(Node):
    """``self``, or the variable of an enclosing macro; an inner one hides an outer one."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(Node):
    """A read of a member.

    Attributes:
        member: Wire name.
        certain: The member is given wherever this read is evaluated: required and not nullable,
            or guarded by `Has`.
    """

    operand: "Expr"
    member: str
    certain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Has(Node):
    """Whether a member is given and not null; fails where its operand does, or is no object."""

    operand: "Expr"
    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Node):
    """``list[int]``, or ``map[key]`` with a key that is computed.

    A constant key is a `Select`.
    """

    operand: "Expr"
    index: "Expr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logic(Node):
    """``&&`` or ``||`` over two or more operands.

    One operand that decides (false for ``&&``, true for ``||``) decides whatever the others are,
    an error among them and to its left included.
    """

    operator: OneOf["&&", "||"]
    operands: tuple["Expr", ...]


Function: TypeAlias = OneOf[
    "!",
    "neg",
    "+",
    "-",
    "*",
    "/",
    "%",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "size",
    "startsWith",
    "endsWith",
    "contains",
    "int",
    "double",
    "string",
]
"""Operators and functions of `Call`; ``neg`` is the unary minus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """An operator or function whose operands are all evaluated; an error in one is its error.

    Attributes:
        partial: The operation itself may fail on operands of these types: an overflow, a division
            by zero, a text that is no number, a dynamic value of the wrong type.
    """

    function: Function
    arguments: tuple["Expr", ...]
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches(Node):
    """``operand.matches(pattern)``: whether the pattern is found anywhere in the string.

    Attributes:
        partial: The operand may be something other than a string.
    """

    operand: "Expr"
    pattern: Pattern
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLiteral(Node):
    """``[a, b]``."""

    items: tuple["Expr", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLiteral(Node):
    """``{"a": b}``: keys are distinct constant strings."""

    entries: tuple[tuple[str, "Expr"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional(Node):
    """``test ? then : otherwise``; only the chosen branch is evaluated."""

    test: "Expr"
    then: "Expr"
    otherwise: "Expr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantifier(Node):
    """``range.all(variable, condition)`` and its kin, over a list or the keys of a map.

    ``all`` and ``exists`` absorb errors as ``&&`` and ``||`` do; ``exists_one`` does not.
    """

    macro: OneOf["all", "exists", "exists_one"]
    variable: str
    range: "Expr"
    condition: "Expr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comprehension(Node):
    """``range.filter(variable, condition)`` or ``range.map(variable, [condition,] result)``.

    Attributes:
        condition: None when every item is taken.
        result: None for ``filter``: the item itself.
    """

    variable: str
    range: "Expr"
    condition: "Expr | None"
    result: "Expr | None"


Expr: TypeAlias = (
    Literal
    | Variable
    | Select
    | Has
    | Index
    | Logic
    | Call
    | Matches
    | ListLiteral
    | MapLiteral
    | Conditional
    | Quantifier
    | Comprehension
)
"""A rule, or a part of one."""


def children(node: Expr) -> tuple[Expr, ...]:  # noqa: C901, PLR0911 - one case for each kind of node
    """Return the direct parts of a node, in the order of the text."""
    match node:
        case Literal() | Variable():
            return ()
        case Select() | Has() | Matches():
            return (node.operand,)
        case Index():
            return (node.operand, node.index)
        case Logic():
            return node.operands
        case Call():
            return node.arguments
        case ListLiteral():
            return node.items
        case MapLiteral():
            return tuple(value for _, value in node.entries)
        case Conditional():
            return (node.test, node.then, node.otherwise)
        case Quantifier():
            return (node.range, node.condition)
        case Comprehension():
            parts = (node.range, node.condition, node.result)
            return tuple(part for part in parts if part is not None)


def walk(node: Expr) -> Iterator[Expr]:
    """Yield a node and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def path(node: Expr) -> tuple[str, ...] | None:
    """Return ``("self", "video", "loop")`` for a chain of member reads, None for other nodes.

    The first step is the variable; a member called like a variable cannot be mistaken for one.
    """
    if isinstance(node, Variable):
        return (node.name,)
    if isinstance(node, Select):
        above = path(node.operand)
        return None if above is None else (*above, node.member)
    return None

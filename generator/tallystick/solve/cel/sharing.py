"""Conditions that two rules make of the same values: encoded once, so that what is open cancels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.rules.expression import Comprehension, Expr, Index, Quantifier, Variable, walk
from tallystick.rules.shape import Shapes
from tallystick.solve.cel.values import Given, Value
from tallystick.solve.cel.verdicts import Verdict
from tallystick.solve.encoding.schema import Edge
from tallystick.solve.encoding.world import World
from tallystick.solve.reading.same_rules import SameRules

_OPEN: Final = (Quantifier, Comprehension, Index)
"""What may look at more than is spelled out."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was encoded.

    Attributes:
        shapes: The table that its shapes are looked up in.
        edges: The bounds that it draws.
    """

    expr: Expr
    shapes: Shapes
    verdict: Verdict
    edges: tuple[Edge, ...]


def once(
    world: World,
    expr: Expr,
    scope: Mapping[str, Value],
    shapes: Shapes,
    make: Callable[[], Condition],
) -> Condition:
    """Return what is made of a condition, the same as before for the same of the same values.

    Args:
        world: Of the values.
        expr: The condition.
        scope: What its variables stand for.
        shapes: The table that its shapes are looked up in.
        make: Encodes it.
    """
    key = _key(expr, scope)
    if key is None:
        return make()
    found: list[Condition] = world.conditions.setdefault(key, [])
    for other in found:
        if other.expr is expr or SameRules(other.shapes, shapes).expressions(other.expr, expr):
            return other
    made = make()
    found.append(made)
    return made


def _key(expr: Expr, scope: Mapping[str, Value]) -> object:
    """Return what same conditions have in common; None for what is not worth remembering."""
    parts = list(walk(expr))
    if not any(isinstance(part, _OPEN) for part in parts):
        return None
    names = {part.name for part in parts if isinstance(part, Variable)} & scope.keys()
    values = [(name, scope[name]) for name in sorted(names)]
    places = tuple((name, it.node.id) for name, it in values if isinstance(it, Given))
    return (type(expr), places) if len(places) == len(values) else None

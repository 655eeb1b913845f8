"""Macros, read back from the loops that the parser expanded them to."""

from dataclasses import dataclass
from typing import Final

from tallystick.rules.tree import Apply, Constant, Fold, Ident, Items, Tree

_RESULT: Final = "@result"


@dataclass(frozen=True, slots=True)
class Macro:
    """One macro call.

    Attributes:
        name: ``all``, ``exists``, ``exists_one``, ``filter`` or ``map``.
        condition: The predicate; None for the ``map`` of two arguments.
        result: The transformation of ``map``, None for the others.
    """

    at: int
    name: str
    variable: str
    range: Tree
    condition: Tree | None
    result: Tree | None


def macro(fold: Fold) -> Macro | None:
    """Return the macro that expands to this loop, or None when none does."""
    shape = _recognise(fold)
    if shape is None:
        return None
    name, condition, result = shape
    return Macro(fold.at, name, fold.variable, fold.range, condition, result)


def _recognise(fold: Fold) -> tuple[str, Tree | None, Tree | None] | None:
    match fold.start, fold.step:
        case Constant(kind="bool", value=True), Apply(function="_&&_", arguments=(_, condition)):
            return "all", condition, None
        case Constant(kind="bool", value=False), Apply(function="_||_", arguments=(_, condition)):
            return "exists", condition, None
        case Constant(kind="int"), Apply(function="_?_:_", arguments=(condition, _, _)):
            return "exists_one", condition, None
        case Items(items=()), Apply(function="_?_:_", arguments=(condition, added, _)):
            return _collected(fold, condition, added)
        case Items(items=()), added:
            return _collected(fold, None, added)
        case _:
            return None


def _collected(
    fold: Fold, condition: Tree | None, added: Tree
) -> tuple[str, Tree | None, Tree | None] | None:
    match added:
        case Apply(function="_+_", arguments=(Ident(name=name), Items(items=(item,)))):
            if name != _RESULT:
                return None
        case _:
            return None
    if condition is not None and isinstance(item, Ident) and item.name == fold.variable:
        return "filter", condition, None
    return "map", condition, item

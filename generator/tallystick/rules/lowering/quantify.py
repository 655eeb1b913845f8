"""Formulas over items made formulas over their list."""

from collections.abc import Callable
from typing import Final

from tallystick.rules.lowering.formula import (
    FALSE,
    TRUE,
    All,
    Any,
    Atom,
    Bound,
    Count,
    Distinct,
    Every,
    Formula,
    Holds,
    Not,
    Once,
    Place,
    atoms,
    both,
    either,
    roots,
)
from tallystick.rules.lowering.simplify import simplify
from tallystick.rules.lowering.verdicts import smaller

MOST_CASES: Final = 4
"""Atoms about the rest of the message that a condition on items is split by."""


class MixedError(ValueError):
    """A condition relates an item to the rest of the message in too many ways."""


def every(  # noqa: PLR0911 - one return for each form
    place: Place, root: int, part: Formula
) -> Formula:
    """Return that all items of a list, if it is one, fulfil a formula.

    Raises:
        MixedError: It cannot be said.
    """
    part = smaller(part)
    if part == TRUE:
        return TRUE
    if part == Holds(Place(root), Once(place)):
        return Holds(place, Distinct())
    if isinstance(part, All):
        return both(*(every(place, root, item) for item in part.parts))
    if root not in roots(part):
        return either(part, Holds(place, Bound("array", "maxItems", 0)))
    if isinstance(part, Any):
        outside = [item for item in part.parts if root not in roots(item)]
        if outside:
            inside = [item for item in part.parts if root in roots(item)]
            return either(*outside, every(place, root, either(*inside)))
    atom = _outer(part, root)
    if atom is None:
        _check(part)
        return Holds(place, Every(root, part))
    return _split(part, atom, lambda case: every(place, root, case))


def some(place: Place, root: int, part: Formula) -> Formula:
    """Return that an item of a list fulfils a formula.

    Raises:
        MixedError: It cannot be said.
    """
    return counted(place, root, part, 1, None)


def counted(place: Place, root: int, part: Formula, least: int, most: int | None) -> Formula:
    """Return that so many items of a list fulfil a formula.

    Raises:
        MixedError: It cannot be said.
    """
    part = smaller(part)
    if part == FALSE:
        return TRUE if least == 0 else FALSE
    if part == TRUE:
        low = Holds(place, Bound("array", "minItems", least)) if least else TRUE
        return both(low, TRUE if most is None else Holds(place, Bound("array", "maxItems", most)))
    if isinstance(part, Any) and (least, most) == (1, None):
        return either(*(some(place, root, item) for item in part.parts))
    atom = _outer(part, root)
    if atom is None:
        _check(part)
        return Holds(place, Count(root, part, least, most))
    return _split(part, atom, lambda case: counted(place, root, case, least, most))


def _split(part: Formula, atom: Atom, then: Callable[[Formula], Formula]) -> Formula:
    """Say a formula for both truths of an atom about the rest of the message."""
    true = then(simplify(part, {atom: True}))
    false = then(simplify(part, {atom: False}))
    return either(both(atom, true), both(Not(atom), false))


def _outer(part: Formula, root: int) -> Atom | None:
    """Return an atom that is not about the item."""
    found = [item for item in atoms(part) if root not in roots(item)]
    if len(set(found)) > MOST_CASES:
        raise MixedError
    return found[0] if found else None


def _check(part: Formula) -> None:
    """Refuse what looks at two items at once.

    Raises:
        MixedError: It does.
    """
    once = any(isinstance(item, Holds) and isinstance(item.test, Once) for item in atoms(part))
    if once or len(roots(part)) > 1:
        raise MixedError

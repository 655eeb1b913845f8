"""Schemas that are compared with other ones than themselves.

Where a reference of the old version leads elsewhere in the new one, two schemas meet that may both
be what they were. Nothing follows then from their not having changed.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from tallystick.diagnostics import unescape
from tallystick.diff.unchanged.units import METHODS, Standing, Unit, is_path
from tallystick.text import Json

IN_PLACE: Final = frozenset(
    {"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"}
)
"""Keywords whose schemas say something of the same value."""


def is_in_place(unit: Unit, place: str) -> bool:
    """Whether a place in a unit says something of the same value as the unit itself."""
    steps = place.split("/")[len(unit) :]
    return all(it in IN_PLACE or it.isdecimal() for it in steps)


def crossed(standing: Standing, changed: Iterable[Unit]) -> set[Unit]:
    """Return the units that meet others where some have changed, and all below those.

    Args:
        standing: Two versions.
        changed: Units of them.
    """
    todo: list[Unit] = []
    wanted = set(changed)
    for units, others in (standing.units, standing.units[::-1]):
        for unit in wanted & units.edges.keys():
            known = set(others.edges.get(unit, ()))
            fresh = [it for it in units.edges[unit] if it not in known]
            todo += [it.target for it in fresh if not _is_unmet(others.values, unit, it.place)]
    found = set(todo)
    while todo:
        unit = todo.pop()
        for units in standing.units:
            below = {it.target for it in units.edges.get(unit, ())} - found
            found |= below
            todo += below
    return found


def _is_unmet(others: Mapping[Unit, Json], unit: Unit, place: str) -> bool:
    """Whether the other version has nothing that a reference could be compared with.

    So it is below a member or operation that it does not have, where members have names only.
    """
    if unit not in others:
        return True
    value = others[unit]
    steps = [unescape(it) for it in place.split("/")[len(unit) :]]
    for step, following in zip(steps, [*steps[1:], ""], strict=True):
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
            continue
        if not isinstance(value, dict) or not IN_PLACE.isdisjoint(value):
            return False
        members = value.get(step)
        if step == "properties" and isinstance(members, dict) and following not in members:
            rest = value.get("additionalProperties", True)
            return isinstance(rest, bool) and "patternProperties" not in value
        if members is None:
            return step in METHODS and is_path(unit)
        value = members
    return False

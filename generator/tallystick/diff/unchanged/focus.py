"""Which places may differ for those who write code: what is more than a change of words."""

from collections.abc import Callable, Iterator
from typing import Final

from tallystick.diagnostics import Span
from tallystick.diff.unchanged.units import METHODS, Standing, Unit, Units, is_path
from tallystick.diff.unchanged.words import changes

_SCHEMAS: Final = ("components", "schemas")
_METHODS: Final = [[it] for it in METHODS]


def focus(standing: Standing) -> tuple[frozenset[Unit], Callable[[Span], bool]]:
    """Return the units that changed in more than words, and what tells whether a place did.

    A place did when something at it, below it, or that it is in is another.

    Args:
        standing: Two versions, unit by unit.
    """
    found = {unit: places for unit in standing.changed if (places := _changed(standing, unit))}
    files: dict[str, Units] = {uri: it for it in standing.units for uri in it.resolved.documents}
    above = {
        unit: {it for place in places for it in _above(place)} for unit, places in found.items()
    }
    below = {unit: tuple(f"{it}/" for it in places) for unit, places in found.items()}

    def differs(span: Span) -> bool:
        units = files.get(span.uri)
        unit = units.of(span.uri, span.pointer) if units else None
        if unit is None or unit not in found:
            return unit is None
        rest = _inside(unit, span.pointer)
        return rest in above[unit] or f"{rest}/".startswith(below[unit])

    return frozenset(found), differs


def _inside(unit: Unit, pointer: str) -> str:
    """Return the steps of a pointer that are inside of a unit."""
    return "".join(f"/{it}" for it in pointer.split("/", len(unit))[len(unit) :])


def _above(pointer: str) -> Iterator[str]:
    """Yield a pointer and those of all that holds it."""
    yield pointer
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def _changed(standing: Standing, unit: Unit) -> frozenset[str]:
    """Return where a unit that changed did so in more than words, as pointers inside of it."""
    before, after = (it.values for it in standing.units)
    if unit in standing.alike or unit not in before or unit not in after:
        return frozenset({""})
    places = set(changes(before[unit], after[unit]))
    if is_path(unit):  # beside the methods: for all of them
        return frozenset(it if it.split("/")[1:2] in _METHODS else "" for it in places)
    # What uses a shared parameter or response is not told by a place in it.
    return frozenset(places if unit[1:3] == _SCHEMAS or not places else {""})

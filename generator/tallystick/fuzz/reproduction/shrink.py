"""Smaller requests that show the same finding."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tallystick.fuzz.bodies.judging import Broken, compact
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.model import Case, Finding, Path
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import MISSING
from tallystick.text import Json

MOST: Final = 40
"""Requests for one finding."""
PLACED: Final = 12
"""The same, where a resource is made for each of them."""


def shrink(
    scene: Scene, item: Finding, again: Callable[[Case], Sequence[Finding]]
) -> Finding | None:
    """Return the same finding with a smaller body, on a smaller resource; None without one.

    Args:
        scene: The API.
        item: The finding.
        again: Sends a case and returns what is found.
    """
    case = item.case
    body = scene.operations[case.operation].body
    type_id = body.contents[0].type if body else None
    best = _same(item, again(case)) if case.takes else None
    if not case.has_value or type_id is None or (case.takes and best is None):
        return best
    wanted = scene.judging.broken(type_id, case.value)
    left = PLACED if case.takes else MOST
    progress = True
    while progress and left:
        progress = False
        for path in _members(case.value):
            value = changed(case.value, path, MISSING)
            if not left or _other(scene.judging.broken(type_id, value), wanted):
                continue
            left -= 1
            smaller = replace(case, value=value, message=replace(case.message, body=compact(value)))
            same = _same(item, again(smaller))
            if same is not None:
                best, case, progress = same, smaller, True
                break
    return best


def _same(item: Finding, found: Sequence[Finding]) -> Finding | None:
    return next((each for each in found if each.key == item.key), None)


def _other(found: Broken, wanted: Broken) -> bool:
    return found.keywords != wanted.keywords or found.rules != wanted.rules


def _members(value: Json) -> Iterator[Path]:
    """Yield the ways to the members of a body, the outer ones first."""
    todo: list[tuple[Path, Json]] = [((), value)]
    while todo:
        path, part = todo.pop(0)
        if path:
            yield path
        if isinstance(part, dict):
            todo += [((*path, name), inner) for name, inner in part.items()]
        elif isinstance(part, list) and len(part) <= 4:  # noqa: PLR2004 - long lists are edges
            todo += [((*path, index), inner) for index, inner in enumerate(part)]

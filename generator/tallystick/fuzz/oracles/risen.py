"""Numbers that only grow, as words say: *never goes down*, *one more with every change*."""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.documented import told
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.counted import number
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Operation, TypeId
from tallystick.text import Json

_GROWS: Final = re.compile(
    r"\bnever (?:goes down|goes back|falls|decreases|shrinks|drops)\b"
    r"|\bonly (?:ever )?(?:grows|increases|goes up)\b|\bmonoton"
)
_COUNTS: Final = (
    r"(?:one more|increment\w*|increas\w*|raised|rises|grows|goes up|counts?)\b[^.;]*?"
    r"\b(?:every|each|any)\b[^.;]*?"
    r"\b(?P<what>change|update|replace\w*|edit|modification|write|put|patch|sav)"
)
"""That a number counts changes; behind its name, or in its own description."""
_COUNTED: Final = re.compile(rf"\b{_COUNTS}")
_REPLACES: Final = ("put", "replac")
"""Begins of words for changes that a PATCH makes none of."""


def judge(
    scene: Scene, case: Case, reply: Reply, shown: TypeId | None, values: tuple[Json, Json]
) -> Iterator[Finding]:
    """Yield a warning for each number that is less than it was, and is said never to be.

    Args:
        scene: The API.
        case: What asked for the resource.
        reply: The answer.
        shown: Its type.
        values: The resource before, and now.
    """
    for member in scene.once(("grows", shown), lambda: _growing(scene, shown)):
        was, now = (number(it, (member,)) for it in values)
        if was is not None and now is not None and now < was:
            said = f"{member} went from {was:g} to {now:g}, and is said never to do so"
            claim = about(case, "response:grows", member=member)
            yield finding("went-down", said, case, reply, claim=claim, weight=Weight.WARNING)


def _growing(scene: Scene, shown: TypeId | None) -> tuple[str, ...]:
    fields = scene.api.fields(shown)
    return tuple(it.wire for it in fields if _GROWS.search(told(it.doc.description)))


def changed(
    scene: Scene, case: Case, reply: Reply, shown: TypeId, values: tuple[Json, Json]
) -> Iterator[Finding]:
    """Yield a warning for each number that is said to count changes, and did not count one.

    Args:
        scene: The API.
        case: What asked for the resource, after what changed it.
        reply: The answer.
        shown: Type of the resource.
        values: The resource before the change, and now: another one.
    """
    by = case.after.operation if case.after is not None else ""
    change = scene.operations.get(by)
    if change is None:
        return
    for member in scene.once(("counts", by, shown), lambda: _counting(scene, change, shown)):
        was, now = (number(it, (member,)) for it in values)
        if was is not None and now is not None and now <= was:
            text = f"{member} is {now:g} after a change and was {was:g}, and is said to count them"
            claim = about(case, "update:counts", member=member)
            yield finding("uncounted", text, case, reply, claim=claim, weight=Weight.WARNING)


def _counting(scene: Scene, change: Operation, shown: TypeId) -> tuple[str, ...]:
    """Return the members of a resource that words say count what an operation does to it."""
    words = told(change.doc.description)
    found: list[str] = []
    for each in scene.api.fields(shown):
        name = rf"\b{re.escape(each.wire.lower())}\b\W{{1,3}}(?:is |are |gets |will be )?{_COUNTS}"
        hit = re.search(name, words) or _COUNTED.search(told(each.doc.description))
        if hit is not None and not (change.method == "patch" and hit["what"].startswith(_REPLACES)):
            found.append(each.wire)
    return tuple(found)

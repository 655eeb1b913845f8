"""Numbers that only grow, as their description says: *never goes down*."""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.documented import told
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.counted import number
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import TypeId
from tallystick.text import Json

_GROWS: Final = re.compile(
    r"\bnever (?:goes down|goes back|falls|decreases|shrinks|drops)\b"
    r"|\bonly (?:ever )?(?:grows|increases|goes up)\b|\bmonoton"
)


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

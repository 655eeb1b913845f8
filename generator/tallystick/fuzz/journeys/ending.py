"""Whether a resource that has not ended is lost, or waits its turn."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import success
from tallystick.fuzz.model import Weight
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Enumeration, Record
from tallystick.text import Json

Kind = frozenset[tuple[str, Json]]
"""(member, value) of what tells a resource from others, its state aside."""

AHEAD: Final = 32
"""Resources by which another one is surely younger: that many are made at once."""
WITNESSES: Final = 3
"""Younger resources that must have ended before one counts as lost."""
SLOWER: Final = 4
"""A lost resource is overtaken so many times as long as any that was overtaken and ended."""
LATE: Final = 2.5
"""Seconds that a lost resource has been overtaken for at the least."""


class Seen(NamedTuple):
    """What is known of one resource.

    Attributes:
        number: Which creation of its operation it was.
        kind: What tells it from others.
        state: The last one seen.
        waited: Seconds that it was followed for without an end.
        ended: Seconds since its end was seen, None when it was not.
        waiting: Seconds since it was last asked for and seen to wait, None when it never was.
    """

    number: int
    kind: Kind
    state: str
    waited: float
    ended: float | None = None
    waiting: float | None = 0.0


def features(scene: Scene, chain: Chain, value: Json) -> Kind:
    """Return the choices that an answer shows, the state aside.

    Args:
        scene: The API.
        chain: How the resource was made.
        value: The answer to its creation.
    """
    made = success(chain.create)
    declared = scene.api.types.get(made) if made is not None else None
    if not isinstance(declared, Record) or not isinstance(value, dict):
        return frozenset()
    state = declared.lifecycle.member if declared.lifecycle else None
    return frozenset(
        (field.wire, shown)
        for field in declared.fields
        if field.wire != state and isinstance(scene.api.types[field.type], Enumeration)
        if isinstance(shown := value.get(field.wire), str | int)
    )


def weigh(mine: Seen, others: Sequence[Seen], quiet: float | None) -> tuple[Weight, str] | None:
    """Return how much it weighs that a resource has not ended, and what was seen; None for nothing.

    Lost is what several others have overtaken for long: others of its kind, since kinds may wait in
    queues of their own. Where nothing moves any more, or never did, somebody should look. Else the
    server is at work, and it is this one's turn later.

    Args:
        mine: The resource.
        others: All others that were followed.
        quiet: Seconds for which nothing has moved; None when something still does.
    """
    ended = sorted(each.ended for each in others if each.ended is not None)
    younger = [each for each in others if each.number > mine.number + AHEAD]
    younger = [each for each in younger if each.ended is not None]
    shared = {pair for each in younger for pair in each.kind}
    said = f"the state was still {mine.state} after {mine.waited:.0f} seconds"
    if len(younger) >= WITNESSES and mine.kind <= shared:
        since = sorted((each.ended or 0.0 for each in younger), reverse=True)[WITNESSES - 1]
        overtaken = since - (mine.waiting or 0.0)
        if overtaken > max(LATE, SLOWER * _disorder(others)):
            told = f"{len(younger)} that were made well after it have ended"
            return Weight.ERROR, f"{said}, and {told}, {WITNESSES} of them {since:.0f} s ago"
    if quiet is None:
        return None
    if not ended:
        return Weight.WARNING, f"{said}, and no other was seen to end"
    slowest = max(each.waited for each in others if each.ended is not None)
    if quiet < slowest or len(ended) < WITNESSES:
        return None
    return Weight.WARNING, f"{said}, and nothing else had moved for {quiet:.0f} seconds"


def _disorder(others: Sequence[Seen]) -> float:
    """Return for how many seconds at most one that ended waited after one made well after it."""
    ended = [(each.number, each.ended) for each in others if each.ended is not None]
    late = [0.0]
    for each in others:
        before = [ago for number, ago in ended if number > each.number + AHEAD]
        if each.ended is not None and each.waiting is not None and before:
            late.append(max(before) - each.waiting)
    return max(late)

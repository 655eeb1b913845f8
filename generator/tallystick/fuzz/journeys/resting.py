"""Resources that have ended, and are looked at again well after it."""

from collections.abc import Sequence
from typing import Final

from tallystick.fuzz.chains import SAFE, Chain
from tallystick.fuzz.documented import success
from tallystick.fuzz.journeys.journey import Journey
from tallystick.fuzz.oracles.lifecycle import lifecycle_of
from tallystick.fuzz.oracles.scene import Scene

ENDED: Final = 4
"""Resources of one chain that are looked at again."""


def rested(journeys: Sequence[Journey]) -> list[Journey]:
    """Return a few that have ended: one at each end, then one of each kind.

    Args:
        journeys: Those of one chain.
    """
    ended = (each for each in journeys if each.moved and each.ends)
    there = [each for each in ended if not (each.gone or each.made.moved)]
    ends = {each.state: each for each in there}
    kinds = {each.kind: each for each in there if each not in ends.values()}
    return [*ends.values(), *kinds.values()][:ENDED]


def untouched(scene: Scene, chain: Chain) -> bool:
    """Whether ends are declared, and nothing can be done to resources but to look at them."""
    path = chain.get.path.rstrip("/")
    below = (it for it in scene.api.operations if it.path.startswith(path))
    declared = lifecycle_of(scene, success(chain.get)) is not None
    return declared and all(it.method in SAFE for it in below)

"""Larger bounds, where an answer stands on the ones there are."""

from collections.abc import Iterable
from dataclasses import replace

from tallystick.solve.bound import Bound
from tallystick.solve.encoding.node import any_items
from tallystick.solve.encoding.world import MOST_SPELLED, Bounds, World


def larger(
    world: World, bounds: Bounds, used: Iterable[Bound], *, anyone: bool = False
) -> Bounds | None:
    """Return bounds in which what a proof stood on is larger; None when it cannot be.

    Args:
        world: Encoded within `bounds`; it knows which counts the document speaks of.
        bounds: The bounds so far.
        used: Those that the proof stood on.
        anyone: First let some parts stand for those that are not spelled out.
    """
    used = tuple(used)
    if anyone:
        wholes = {any_items(it.pointer) for it in used if it.kind in ("items", "extras")}
        if not wholes <= bounds.anyone:
            return replace(bounds, anyone=bounds.anyone | wholes)
    grown, alike = dict(bounds.grown), set(bounds.alike)
    places = [it for it in used if it.kind in ("items", "extras")]
    sizes = {size for it in places for size in world.sizes.get(it.pointer, ())}
    wanted = max((it for it in sizes if it <= MOST_SPELLED), default=0)
    for bound in places:
        if bound.value < wanted:
            grown[bound.pointer] = wanted
            if bound.kind == "items" and bound.pointer not in world.apart:
                alike.add(bound.pointer)
    if grown == dict(bounds.grown):
        return None
    return replace(bounds, grown=tuple(sorted(grown.items())), alike=frozenset(alike))

"""Valid bodies that are at many bounds at once, so that few requests show all of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from tallystick.fuzz.bodies import bounds
from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.bodies.search import Search
from tallystick.fuzz.bodies.valid import Found
from tallystick.ir import Missing, Type, TypeId
from tallystick.text import Json

MOST: Final = 8
"""Such bodies."""
FEWEST: Final = 3
"""Bounds that one is at beside those of the others, at least."""
LONGEST: Final = 300
"""Bytes of a part: longer ones stand alone."""
TRIED: Final = 400
"""Bodies that are judged."""


class _Edge(NamedTuple):
    """A value at a bound of its place, or a text in another script.

    Attributes:
        at: The place.
        goals: What it reaches.
        value: What stands there.
    """

    at: str
    goals: frozenset[str]
    value: Json


def packed(
    search: Search, types: Mapping[TypeId, Type], known: Sequence[Found]
) -> Iterator[tuple[Json, frozenset[str]]]:
    """Yield bodies that put what many known ones show into one, and the goals that this reaches.

    Args:
        search: Judges bodies.
        types: Of the API.
        known: Valid bodies.
    """
    edges = list(_edges(search, types, known))
    hosts = [found.value for found in known if len(compact(found.value)) <= LONGEST * MOST]
    hosts.sort(key=lambda value: -len(search.spots(value)))
    left, tried = {edge.goals for edge in edges}, 0
    seen = {compact(found.value) for found in known}
    for value in hosts[:MOST]:
        host, reached = value, set[frozenset[str]]()
        taken: set[str] = set()
        for edge in (it for it in edges if it.goals in left):
            apart = not any(_touch(edge.at, at) for at in taken)
            fresh = _with(search, host, edge) if apart and tried < TRIED else None
            tried += fresh is not None
            if fresh is not None and search.valid(fresh):
                host = fresh
                reached.add(edge.goals)
                taken.add(edge.at)
        if len(reached) >= FEWEST and compact(host) not in seen:
            seen.add(compact(host))
            left -= reached
            yield host, frozenset().union(*reached)


def _edges(search: Search, types: Mapping[TypeId, Type], known: Sequence[Found]) -> Iterator[_Edge]:
    """Yield the bounds that known bodies are at, each once."""
    seen: set[frozenset[str]] = set()
    for found in known:
        for spot in search.spots(found.value):
            if not spot.path or isinstance(spot.value, Missing | dict):
                continue
            goals = set(bounds.met(types, [spot]))
            if found.edge.startswith(f"{spot.at} "):
                goals.add(found.edge)
            reached = frozenset(goals)
            if reached and reached not in seen and len(compact(spot.value)) <= LONGEST:
                seen.add(reached)
                yield _Edge(spot.at, reached, spot.value)


def _with(search: Search, host: Json, edge: _Edge) -> "Json | None":
    """Return a body with a value at its place, None where it has no such place."""
    spot = next((it for it in search.spots(host) if it.at == edge.at), None)
    return None if spot is None else changed(host, spot.path, edge.value)


def _touch(one: str, other: str) -> bool:
    """Whether a place is another one, or lies in it."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")

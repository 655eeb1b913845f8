"""Valid bodies that have what others lack: each member, in each kind of body that may have it.

Whatever is to stand at a place needs a body with that place. Known bodies have what was chosen, or
what chance has put together; here the others are made of them, one member more each time. That
takes some judgements of small bodies, where the solver would look at all of a message.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import Final, TypeAlias

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Moves, Spot, changed
from tallystick.fuzz.bodies.search import Search, Start
from tallystick.fuzz.bodies.valid import LARGE
from tallystick.ir import Missing, TypeId
from tallystick.text import Json

MOST: Final = 600
"""Bodies of one type that are made so."""
HOSTS: Final = 4
"""Bodies to which one member is added in vain."""
VALUES: Final = 3
"""Values of it that are tried."""
MENDING: Final = 12
"""Bodies judged to mend one that has it."""

_Key: TypeAlias = tuple[str, TypeId]
"""A place, and the variant of a union that it is in."""


def with_members(search: Search, moves: Moves, known: Iterable[Json]) -> Iterator[Json]:
    """Yield valid bodies, for each member of each kind one with as little else as there can be.

    Args:
        search: Judges bodies.
        moves: Changes of them.
        known: Valid bodies; they are not among those that are yielded.
    """
    hosting = _Hosting(search, moves)
    for value in known:
        hosting.put(value)
    yield from islice(hosting.more(), MOST)


class _Hosting:
    """Makes them, the smallest first."""

    def __init__(self, search: Search, moves: Moves) -> None:
        self._search = search
        self._moves = moves
        self._had: set[_Key] = set()
        self._tried: Counter[_Key] = Counter()
        self._queue: list[tuple[int, int, Json]] = []
        self._order = count()
        self._seen: set[bytes] = set()

    def put(self, value: Json) -> bool:
        """Let others be made of a body; whether it was not known."""
        spelt = compact(value)
        fresh = spelt not in self._seen
        self._seen.add(spelt)
        if fresh and len(spelt) <= LARGE:
            heapq.heappush(self._queue, (len(spelt), next(self._order), value))
        return fresh

    def more(self) -> Iterator[Json]:
        """Yield further ones."""
        while self._queue:
            entry = heapq.heappop(self._queue)
            spots = self._search.spots(value := entry[-1])
            held = {(it.at, it.variant) for it in spots if _holds(it)}
            if not held <= self._had and self.put(bare := self._search.shrunk(value)):
                heapq.heappush(self._queue, entry)
                yield bare
                continue
            self._had |= held
            yield from self._around(value, spots)

    def _around(self, value: Json, spots: Iterable[Spot]) -> Iterator[Json]:
        """Yield bodies with one thing more than one."""
        for spot in spots:
            key = f"{spot.at}/*" if spot.value == [] else spot.at, spot.variant
            if _holds(spot) or key in self._had or self._tried[key] == HOSTS:
                continue
            self._tried[key] += 1
            fresh = self._with(value, spot)
            if fresh is not None:
                self._had.add(key)
                if self.put(fresh):
                    yield fresh

    def _with(self, value: Json, spot: Spot) -> "Json | None":
        """Return a body with a member, or with an item in a list; None where that is not valid."""
        values = (it.value for it in self._moves.sound(spot))
        some = (it for it in values if it is not None and it != [] and not isinstance(it, Missing))
        made = [changed(value, spot.path, it) for it in islice(some, VALUES)]
        found = next((it for it in made if self._search.valid(it)), None)
        if found is not None or not self._search.rules:
            return found
        starts = [Start(it, spot.path, given=True) for it in made[:1]]
        return self._search.find(starts, frozenset(), MENDING)


def _holds(spot: Spot) -> bool:
    """Whether something stands at a place; of an empty list it is asked for items."""
    return not isinstance(spot.value, Missing) and spot.value != []

"""Bodies in which what breaks a keyword is the last of several items.

A server that judges the first item of a list only takes them, and it refuses a list that holds
nothing but what is wrong.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.broken import Bad
from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Spot, changed, part_at
from tallystick.fuzz.bodies.search import Search
from tallystick.fuzz.bodies.valid import LARGE
from tallystick.fuzz.model import Path
from tallystick.text import Json

HOSTS: Final = 6
"""Valid lists that what is wrong is put into, one after the other."""

Hosts = Mapping[str, Sequence[tuple[Json, Spot]]]
"""Place -> valid bodies that have it."""


class Lasting:
    """Moves what is wrong behind what is right."""

    def __init__(self, search: Search, hosts: Callable[[], Hosts]) -> None:
        """Take what is right from valid bodies.

        Args:
            search: Judges bodies.
            hosts: Returns them; asked for once there is a list.
        """
        self._search = search
        self._hosts = hosts
        self._known: dict[str, list[list[Json]]] = {}

    def some(self, made: Sequence[Bad]) -> Iterator[Bad]:
        """Yield bodies that break keywords, every other one of a claim with the wrong item last.

        Args:
            made: The bodies; those that break no more than they did when the item is the last are
                replaced, from the first of each claim on.
        """
        number: Counter[tuple[str, str, str]] = Counter()
        for bad in made:
            yield bad if number[bad.claim] % 2 else self._last(bad)
            number[bad.claim] += 1

    def _last(self, bad: Bad) -> Bad:
        """Return a body in which each item around what is wrong is the last of several."""
        for depth in reversed(range(len(bad.path))):
            if isinstance(bad.path[depth], int):
                bad = self._behind(bad, depth)
        return bad

    def _behind(self, bad: Bad, depth: int) -> Bad:
        """Return a body in which the item at one step of the path is the last of several."""
        path, number = bad.path[:depth], bad.path[depth]
        items = part_at(bad.value, path)
        if not isinstance(items, list) or not isinstance(number, int) or number >= len(items):
            return bad
        if 0 < number == len(items) - 1:
            return bad
        wanted = self._search.broken(bad.value)
        wrong, others = items[number], [*items[:number], *items[number + 1 :]]
        for before in (*([others] if others else []), *self._right(path)):
            fresh = changed(bad.value, path, [*before, wrong])
            if self._search.broken(fresh) == wanted and len(compact(fresh)) <= LARGE:
                last: Path = (*path, len(before), *bad.path[depth + 1 :])
                return bad._replace(value=fresh, path=last)
        return bad

    def _right(self, path: Path) -> list[list[Json]]:
        """Return what may stand before the last item of a list, short lists first."""
        at = "".join("/*" if isinstance(step, int) else f"/{escape(step)}" for step in path)
        if at not in self._known:
            lists = [spot.value for _, spot in self._hosts().get(at, ())]
            found = {
                compact(some): some
                for items in lists
                if isinstance(items, list) and items
                for some in (items[:1], items[-1:], items[:-1])
                if some
            }
            self._known[at] = sorted(found.values(), key=lambda it: len(compact(it)))[:HOSTS]
        return self._known[at]

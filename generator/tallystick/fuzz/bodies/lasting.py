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
        for fresh, to in self._moved(bad.value, path, number):
            if self._search.broken(fresh) != wanted or len(compact(fresh)) > LARGE:
                continue
            if not wanted.rules or self._mends(fresh, to):
                return bad._replace(value=fresh, path=(*to, *bad.path[depth + 1 :]))
        return bad

    def _moved(self, body: Json, path: Path, number: int) -> Iterator[tuple[Json, Path]]:
        """Yield bodies with an item of a list behind others, each with the way to it.

        Args:
            body: The body.
            path: Of the list.
            number: Of the item.
        """
        items = part_at(body, path)
        if not isinstance(items, list):
            return
        wrong, others = items[number], [*items[:number], *items[number + 1 :]]
        for before in (*([others] if others else []), *self._right(path)):
            yield changed(body, path, [*before, wrong]), (*path, len(before))
        for host, spot in self._hosts().get(_place(path), ()):
            if isinstance(spot.value, list) and len(spot.value) > 1:
                to = (*spot.path, len(spot.value) - 1)
                yield changed(host, to, wrong), to

    def _mends(self, body: Json, path: Path) -> bool:
        """Whether a body is valid with a right item in the place of a wrong one.

        Else a rule is broken by more than that: the list is not as long as one beside it, say.
        """
        known = {compact(it): it for some in self._right(path[:-1]) for it in some}
        return any(self._search.valid(changed(body, path, it)) for it in known.values())

    def _right(self, path: Path) -> list[list[Json]]:
        """Return what may stand before the last item of a list, short lists first."""
        at = _place(path)
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


def _place(path: Path) -> str:
    """Return where in bodies of the type a path leads."""
    return "".join("/*" if isinstance(step, int) else f"/{escape(step)}" for step in path)

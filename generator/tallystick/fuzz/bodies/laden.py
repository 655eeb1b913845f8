"""Rules broken in bodies that say much else.

Who judges a rule only where nothing is in the way of it (``and not has(resolution)``) takes them: a
member that the rule does not read opens the hole. So what breaks a rule alone is sent with as much
else as the rest of the contract allows, and once more with other choices.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.bodies.search import Place, Search
from tallystick.ir import Enumeration, Missing
from tallystick.text import Json

PACKS: Final = 2
"""Bodies of one rule."""
VALUES: Final = 4
"""Values of a choice that are put beside a rule."""
GROUP: Final = 8
"""Members that are put there together at first; fewer where they do not go together."""
Choice = tuple[str, Json]
"""A place of a body, and what may stand there."""


class Laden:
    """Loads bodies that break a rule."""

    def __init__(self, search: Search, valid: Sequence[Json]) -> None:
        """Load them with what valid bodies hold."""
        self._search = search
        self._held: dict[str, list[Json]] = {}
        for spot in (it for body in valid for it in search.spots(body) if it.path):
            if not isinstance(spot.value, Missing | dict | list | None):
                choice = isinstance(search.declared(spot.type), Enumeration)
                most = VALUES if choice or isinstance(spot.value, bool) else 1
                known = self._held.setdefault(spot.at, [])
                known += [spot.value] if spot.value not in known and len(known) < most else []

    def bodies(self, where: Place, broken: Json) -> Iterator[Json]:
        """Yield a few bodies that break a rule alone, and have much beside it.

        Args:
            where: The rule.
            broken: A body that breaks it alone.
        """
        names = self._search.reads(where)
        left = [
            (at, value)
            for at, values in self._held.items()
            if at.rpartition("/")[2] not in names
            for value in values
        ]
        for _ in range(PACKS):
            body, taken = broken, set[str]()
            for start in range(0, len(left), GROUP):
                body = self._put(where, body, left[start : start + GROUP], taken)
            if compact(body) == compact(broken):
                return
            yield body
            shown = [(it.at, it.value) for it in self._search.spots(body)]
            left = [choice for choice in left if choice not in shown]

    def _put(self, where: Place, body: Json, some: Sequence[Choice], taken: set[str]) -> Json:
        """Return a body with as many of some choices as it can have, one of each place."""
        fresh, places = body, set[str]()
        for at, value in some:
            spot = next((it for it in self._search.spots(fresh) if it.at == at), None)
            if spot is not None and at not in taken | places and spot.value != value:
                fresh = changed(fresh, spot.path, value)
                places.add(at)
        if not places:
            return body
        if self._search.broken_only(fresh, where):
            taken |= places
            return fresh
        if len(some) == 1:
            return body
        half = len(some) // 2
        return self._put(where, self._put(where, body, some[:half], taken), some[half:], taken)

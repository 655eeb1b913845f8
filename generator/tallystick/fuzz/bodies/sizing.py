"""Valid bodies whose lists, and objects with members of any name, are of every small size.

A server may fail with three items where it takes two and four. Each size of each list is met once,
and one body shows as many of them as go together.
"""

from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Spot, changed, part_at
from tallystick.fuzz.bodies.search import Search
from tallystick.fuzz.bodies.valid import LARGE, Found
from tallystick.fuzz.bodies.values import SMALL, Values, filled
from tallystick.fuzz.model import Path
from tallystick.ir import Array, Dictionary, Missing, Type, TypeId, Union
from tallystick.text import Json

ITEMS: Final = " items"
HOSTS: Final = 16
"""Known bodies with other members each that are tried."""
FAR: Final = 3
"""Items of a list of which the first and the last are no neighbours."""
NAMES: Final = tuple(f"key{number}" for number in range(1, SMALL + 1))
LETTERS: Final = ascii_lowercase[:SMALL]
"""Names of members, where any will do."""


def sized(
    search: Search, values: Values, known: Sequence[Found]
) -> Iterator[tuple[Json, frozenset[str]]]:
    """Yield bodies with lists of sizes that no known one has, and what they show.

    Args:
        search: Judges bodies.
        values: Makes items.
        known: Valid bodies.
    """
    sizing = _Sizing(search, values, [found.value for found in known])
    for size, host in sizing.tried():
        body, shown = sizing.into(host, size)
        if shown:
            sizing.shown |= shown
            yield body, shown


def apart(search: Search, values: Values, known: Sequence[Json]) -> Iterator[Json]:
    """Yield bodies with lists whose first and last item are no neighbours and differ.

    Only there it is seen whether each item is held against all others; of such lists alone in
    which every item must differ, and where no known body has one.

    Args:
        search: Judges bodies.
        values: Makes items.
        known: Valid bodies.
    """
    sizing = _Sizing(search, values, [it for it in known if len(compact(it)) <= LARGE])
    for host in sizing.hosts:
        wanted = sizing.short(host)
        body, shown = sizing.into(host, FAR) if wanted else (host, frozenset[str]())
        sizing.shown |= shown
        if not shown.isdisjoint(wanted):
            yield body


def met(spots: Iterable[Spot]) -> Iterator[str]:
    """Yield the goals that a body reaches by the sizes of its lists: small ones tell."""
    for spot in spots:
        if isinstance(spot.value, list) and len(spot.value) <= SMALL:
            yield _goal(spot.at, len(spot.value))


def is_outermost(goal: str) -> bool:
    """Whether a goal is the size of a list that lies in no other one."""
    return goal.endswith(ITEMS) and "/*" not in goal


def is_long(spot: Spot) -> bool:
    """Whether a list has several items, or what stands in one is not in its first."""
    several = isinstance(spot.value, list) and len(spot.value) > 1
    return several or any(isinstance(step, int) and step > 0 for step in spot.path)


class _Sizing:
    """Changes the sizes of what stands in bodies.

    Attributes:
        hosts: Small bodies, one for each set of places.
        shown: Goals that were reached.
    """

    def __init__(self, search: Search, values: Values, known: Sequence[Json]) -> None:
        self._search = search
        self._values = values
        self._items: dict[str, dict[bytes, Json]] = {}
        self._beside: dict[tuple[str, TypeId, int], dict[bytes, Json]] = {}
        self._longest: dict[str, list[Json]] = {}
        self._homes: dict[str, Json] = {}
        self.shown: set[str] = set()
        hosts: dict[frozenset[str], Json] = {}
        for body in sorted(known, key=lambda it: len(compact(it))):
            spots = self._lists(body)
            for spot in spots:
                self._note(spot, body)
            if len(compact(body)) > LARGE:
                continue
            if spots and len(hosts) < HOSTS:
                hosts.setdefault(frozenset(spot.at for spot in search.spots(body)), body)
        self.hosts = list(hosts.values())

    def _note(self, spot: Spot, body: Json) -> None:
        """Count the size of a list that a known body shows, and remember its items.

        Sizes of objects count for nothing where it is chosen what is sent: they are met anew.
        """
        value = spot.value
        if isinstance(value, list):
            self.shown.add(_goal(spot.at, len(value)))
            if len(value) > len(self._longest.get(spot.at, ())):
                self._longest[spot.at], self._homes[spot.at] = value, body
        if isinstance(value, list | dict):
            items = value.values() if isinstance(value, dict) else value
            self._items.setdefault(spot.at, {}).update((compact(it), it) for it in items)

    def tried(self) -> Iterator[tuple[int, Json]]:
        """Yield sizes, each with the bodies that may have lists of it, likely ones first."""
        for size in range(SMALL + 1):
            yield from ((size, host) for host in self.hosts)
        for size in range(SMALL + 1):
            yield from ((size, home) for home in self._homes_of(size))

    def _homes_of(self, size: int) -> list[Json]:
        """Return known bodies with the longest list of a place that none shows with a size."""
        return [
            body
            for at, body in self._homes.items()
            if len(self._longest[at]) > size and _goal(at, size) not in self.shown
        ]

    def _declared(self, spot: Spot) -> Type:
        """Return what a place is declared as: of a union the first list, or object, in it."""
        declared = self._search.declared(spot.type)
        if not isinstance(declared, Union):
            return declared
        kinds = (self._search.declared(it) for it in declared.variants)
        return next((it for it in kinds if isinstance(it, Array | Dictionary)), declared)

    def _lists(self, body: Json) -> list[Spot]:
        """Return the lists, and objects with members of any name, that a body may have."""
        found = (it for it in self._search.spots(body) if it.path)
        first = (it for it in found if all(not step for step in it.path if isinstance(step, int)))
        return [it for it in first if isinstance(self._declared(it), Array | Dictionary)]

    def short(self, host: Json) -> set[str]:
        """Return which lists of unlike items have too few in all known bodies, as goals."""
        unlike = (
            spot.at
            for spot in self._lists(host)
            if isinstance(declared := self._declared(spot), Array) and declared.unique
        )
        few = {at for at in unlike if len(self._longest.get(at, ())) < FAR}
        return {_goal(at, FAR) for at in few} - self.shown

    def into(self, host: Json, size: int) -> tuple[Json, frozenset[str]]:
        """Return a body with as many lists of a size as go together, and which are new in it."""
        body, reached = host, dict[Path, Spot]()
        beside: dict[object, list[Spot]] = {}
        for spot in self._lists(host):
            beside.setdefault(spot.path[:-1], []).append(spot)
        for spots in beside.values():
            fresh = [it for it in spots if _goal(it.at, size) not in self.shown]
            given = [it for it in spots if not isinstance(it.value, Missing | None)]
            alone = [[it] for it in fresh]
            # Rules bind lists that stand together, each to the other's size.
            bound = [[it, *(other for other in given if other is not it)] for it in fresh]
            for some in (fresh, *alone, *bound):
                new = any(it.path not in reached for it in some)
                other = self._with(body, some, size) if new else None
                if other is not None:
                    body = other
                    reached |= {it.path: it for it in some}
        met = (it for it in reached.values() if _size(part_at(body, it.path)) == size)
        return body, frozenset(_goal(it.at, size) for it in met) - self.shown

    def _with(self, body: Json, spots: Sequence[Spot], size: int) -> "Json | None":
        """Return a body in which some places have so many items, None where that is not valid."""
        for way in (self._kept, self._other, self._cut):
            fresh = body
            for spot in spots:
                value = way(spot, size)
                fresh = body if value is None else changed(fresh, spot.path, value)
                if value is None:
                    break
            if fresh is not body and self._search.valid(fresh):
                return fresh
        return None

    def _kept(self, spot: Spot, size: int) -> "Json | None":
        return self._of_size(spot, size, own=True)

    def _other(self, spot: Spot, size: int) -> "Json | None":
        return self._of_size(spot, size, own=False)

    def _cut(self, spot: Spot, size: int) -> "Json | None":
        """Return the first items of the longest list that is known: they go together."""
        longest = self._longest.get(spot.at, [])
        return longest[:size] if len(longest) > size else None

    def _of_size(self, spot: Spot, size: int, *, own: bool) -> "Json | None":
        """Return a value with so many items, those first that stand there if they are wanted."""
        declared = self._declared(spot)
        if isinstance(declared, Dictionary):
            known = self._items.get(spot.at, {}).values()
            made = (it for _, it in self._values.valid(declared.values, f"{spot.at}/*"))
            some = [*known, *made]
            given = [*spot.value] if isinstance(spot.value, dict) else []
            names = [*given, *NAMES] if own else [*LETTERS]
            numbered = enumerate(names[:size])
            return {name: some[n % len(some)] for n, name in numbered} if some else None
        if not isinstance(declared, Array) or declared.prefix or declared.items is None:
            return None
        there = list(spot.value) if own and isinstance(spot.value, list) else []
        first = {compact(it): it for it in there}
        others = self._others(spot.at, declared.items, size)
        each = [*first.values(), *(it for spelt, it in others.items() if spelt not in first)]
        return filled([], each, size, unique=declared.unique)

    def _others(self, at: str, items: TypeId, size: int) -> dict[bytes, Json]:
        """Return what a list may hold beside what it holds, as it is spelt: the same each time."""
        known = self._beside.get((at, items, size))
        if known is None:
            several = self._values.several(items, f"{at}/*", size)
            known = {**self._items.get(at, {}), **{compact(it): it for it in several}}
            self._beside[at, items, size] = known
        return known


def _size(value: Json) -> int:
    return len(value) if isinstance(value, list | dict) else -1


def _goal(at: str, size: int) -> str:
    return f"{at} {size}{ITEMS}"

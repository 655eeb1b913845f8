"""Filters and orders of lists: what is asked for comes, and comes in order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, TypeAlias

from tallystick.fuzz.journeys.items import Items
from tallystick.fuzz.journeys.listing import Filter, Listing
from tallystick.fuzz.journeys.sorting import Sort
from tallystick.fuzz.journeys.turning import Pages, Walk
from tallystick.fuzz.model import Finding
from tallystick.fuzz.oracles import listed
from tallystick.fuzz.requests.controls import composed
from tallystick.ir import Array, Enumeration
from tallystick.text import Json

ALL: Final = frozenset({"all", "any", "none", "every", "both", "default", "auto", "*", ""})
"""Values that mean no choice."""
VALUES, MOST_VALUES = 3, 8
"""Values of a filter that are tried, at first and in all."""
LOOKED_AT: Final = 3
"""Items that a filter seems to lose and that are asked for by their ids."""
PART: Final = 4
"""Of the requests that are left, one in so many may go into one walk."""
SMALL, FEW_PAGES = 3, 3
"""Items of a small page, and how many pages an order is looked at on."""
SORTS: Final = 6
"""Orders that are tried."""
TELLING: Final = 3
"""Characters that a text must have to be looked for."""


Choice: TypeAlias = tuple[Filter, Json]
"""A filter, and the value that is asked for."""


class Selecting:
    """Makes the checks of one list."""

    def __init__(self, pages: Pages, listing: Listing, items: Items) -> None:
        """Ask `pages`, and `items` by their ids."""
        self._pages = pages
        self._listing = listing
        self._items = items
        self._size = listing.paging.largest

    def checks(self, walk: Walk) -> Iterator[Callable[[], Iterator[Finding]]]:
        """Yield the checks.

        Args:
            walk: Items that are known.
        """
        filters = [(each, self._values(each, walk)) for each in self._listing.filters]
        for each, values in filters:
            for value in values[:VALUES]:
                yield self._filtering([(each, value)], walk)
        for order in self._listing.sorts[:SORTS]:
            yield self._ordering(order, walk)
        both = self._together(filters, walk)
        if both:
            yield self._filtering(both, walk)
        for each, values in filters:
            for value in values[VALUES:MOST_VALUES]:
                yield self._filtering([(each, value)], walk)

    def _together(self, filters: list[tuple[Filter, list[Json]]], walk: Walk) -> list[Choice]:
        """Return values of two filters that one item has, and not all items that have either."""
        for (one, values), (other, others) in combinations(filters, 2):
            for item in walk.items:
                both = [(it, item.get(it.member)) for it in (one, other)]
                told = both[0][1] in values and both[1][1] in others
                if told and any(_apart(both, it) for it in walk.items):
                    return both
        return []

    def _values(self, chosen: Filter, walk: Walk) -> list[Json]:
        """Return values to ask for: what an item has, what another one has, what none has."""
        judging = self._pages.judging
        shown = [item.get(chosen.member) for item in walk.items]
        have = _unique([value for value in shown if value is not None])
        declared = judging.api.types[chosen.control.type]
        if isinstance(declared, Array) and declared.items is not None:
            declared = judging.api.types[declared.items]
        known = [it.value for it in declared.members] if isinstance(declared, Enumeration) else []
        member = next(it.type for it in self._listing.item.fields if it.wire == chosen.member)
        types = judging.api.types
        other = types[member]
        if isinstance(other, Enumeration):
            possible = [it.value for it in other.members]
            known = [each for each in known if each in possible]
        elif known and not (set(map(repr, known)) & set(map(repr, have))):
            known = []
        if getattr(declared, "kind", None) == "boolean":
            known = [True, False]
        others = [value for value in known if value not in have]
        values = [value for value in have if not known or value in known]
        found = [*values[:1], *others[:1], *values[1:], *others[1:]]
        return [value for value in found if self._askable(chosen, value)][:MOST_VALUES]

    def _askable(self, chosen: Filter, value: Json) -> bool:
        if isinstance(value, str) and (value.casefold() in ALL or not value.isprintable()):
            return False
        if chosen.how == "within" and (not isinstance(value, str) or len(value) < TELLING):
            return False
        judging, listing = self._pages.judging, self._listing
        given = {**listing.base, **chosen.given(value)}
        return composed(judging, listing.operation, given) is not None

    def _filtering(self, chosen: Sequence[Choice], walk: Walk) -> Callable[[], Iterator[Finding]]:
        """Return a check of values of filters, all at once."""
        given = {name: told for each, value in chosen for name, told in each.given(value).items()}

        def check() -> Iterator[Finding]:
            most = 1 + self._items.budget.left // PART
            asked = self._pages.walk(self._listing, self._size, most, given)
            for page in asked.pages:
                wrong = next((it for item in page.items for it in _wrong(chosen, item)), None)
                if wrong is not None:
                    (each, value), got = wrong
                    at = (each.control.wire, each.member)
                    yield from listed.selected(page.shown, at, value, got, each.weight)
                    return
            if asked.whole and not any(self._moves(each) for each, _ in chosen):
                yield from self._kept(chosen, walk, asked)

        return check

    def _kept(self, chosen: Sequence[Choice], walk: Walk, asked: Walk) -> Iterator[Finding]:
        """See that a whole answer holds the items that are known to have the values."""
        name = self._listing.name
        known = {str(it.get(name)): it for it in walk.items}
        if not walk.whole:  # else what it lacks is not lost by the filter
            known = self._items.first(self._listing) | known
        missing = known.keys() - set(asked.names)
        likely = [it for it in known if it in missing and _has(known[it], chosen)]
        for own in likely[:LOOKED_AT]:
            now = self._items.now(self._listing, own)
            if now is not None and _has(now, chosen):
                each, value = chosen[0]
                at = (each.control.wire, each.member)
                yield from listed.left_out(asked.pages[-1].shown, at, value, own, each.weight)
                return

    def _moves(self, chosen: Filter) -> bool:
        """Whether the member is the state of a resource, which changes by itself."""
        machine = self._listing.item.lifecycle
        return machine is not None and machine.member == chosen.member

    def _ordering(self, order: Sort, walk: Walk) -> Callable[[], Iterator[Finding]]:
        small = next(iter(self._pages.sizes(self._listing, (SMALL,))), self._size)

        def check() -> Iterator[Finding]:
            large = [] if walk.whole else [(self._size, 1)]
            for size, most in (*large, (small, FEW_PAGES)):
                asked = self._pages.walk(self._listing, size, most, order.given)
                values = [item.get(order.member) for item in asked.items]
                for page in asked.pages[-1:]:
                    yield from listed.sorted_by(page.shown, order.at, values, down=order.down)

        return check


def _wrong(chosen: Sequence[Choice], item: Mapping[str, Json]) -> Iterator[tuple[Choice, Json]]:
    """Yield the filters that should have left out an item, and what it has."""
    for each, value in chosen:
        got = item.get(each.member)
        if got is not None and not _meets(each, got, value):
            yield (each, value), got


def _has(item: Mapping[str, Json], chosen: Sequence[Choice]) -> bool:
    """Whether an item has exactly the values."""
    return all(item.get(each.member) == value for each, value in chosen)


def _apart(chosen: Sequence[Choice], item: Mapping[str, Json]) -> bool:
    """Whether an item has one of two values, and not the other."""
    one, other = (item.get(each.member) == value for each, value in chosen)
    return one is not other


def _unique(values: list[Json]) -> list[Json]:
    found: list[Json] = []
    for value in values:
        if not any(type(each) is type(value) and each == value for each in found):
            found.append(value)
    return found


def _meets(chosen: Filter, got: Json, wanted: Json) -> bool:
    if chosen.how == "within" and isinstance(got, str) and isinstance(wanted, str):
        return wanted.casefold() in got.casefold() or got.casefold() in wanted.casefold()
    if isinstance(got, list):
        return wanted in got
    if isinstance(got, Mapping):
        return True
    return got == wanted

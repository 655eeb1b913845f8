"""Filters and orders of lists: what is asked for comes, and comes in order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, zip_longest
from typing import Final, TypeAlias

from tallystick.fuzz.journeys.choosing import Choice, Choosing
from tallystick.fuzz.journeys.items import Items
from tallystick.fuzz.journeys.leafing import counted
from tallystick.fuzz.journeys.listing import Listing
from tallystick.fuzz.journeys.sorting import Sort
from tallystick.fuzz.journeys.turning import Pages, Walk
from tallystick.fuzz.model import Finding
from tallystick.fuzz.oracles import listed, selected
from tallystick.fuzz.oracles.listed import measured
from tallystick.text import Json

VALUES, MOST_VALUES = 3, 8
"""Values of a filter that are tried, before two filters at once are, and in all."""
LOOKED_AT: Final = 3
"""Items that a filter seems to lose and that are asked for by their ids."""
PART: Final = 4
"""Of the requests that are left, one in so many may go into one walk."""
SMALL, FEW_PAGES = 3, 3
"""Items of a small page, and how many of them the first order is looked at on."""
SORTS: Final = 6
"""Orders that are tried."""

Known: TypeAlias = Sequence[Mapping[str, Json]]


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
        choosing = Choosing(self._pages.judging, self._listing)
        chosen = [choosing.choices(each, walk.items) for each in self._listing.filters]
        rounds = [[it for it in choices if it] for choices in zip_longest(*chosen)]
        for first in rounds[:1]:
            yield from (self._filtering([each], walk) for each in first)
        for number, order in enumerate(self._listing.sorts[:SORTS]):
            yield self._ordering(order, walk, turned=not number)
        for later in rounds[1:VALUES]:
            yield from (self._filtering([each], walk) for each in later)
        both = _together(chosen, walk.items)
        if both:
            yield self._filtering(both, walk)
        for later in rounds[VALUES:MOST_VALUES]:
            yield from (self._filtering([each], walk) for each in later)

    def _filtering(self, chosen: Sequence[Choice], walk: Walk) -> Callable[[], Iterator[Finding]]:
        """Return a check of values of filters, all at once."""
        given = {key: told for each in chosen for key, told in each.given.items()}

        def check() -> Iterator[Finding]:
            most = 1 + self._items.budget.left // PART
            asked = self._pages.walk(self._listing, self._size, most, given)
            for page in asked.pages:
                wrong = next((it for item in page.items for it in _wrong(chosen, item)), None)
                if wrong is not None:
                    yield from selected.kept_out(page.shown, wrong[0].asked, wrong[1])
                    return
            yield from counted(asked)
            if asked.whole and not any(self._moves(each) for each in chosen):
                yield from self._kept(chosen, walk, asked)

        return check

    def _kept(self, chosen: Sequence[Choice], walk: Walk, asked: Walk) -> Iterator[Finding]:
        """See that a whole answer holds the items that are known to have the values."""
        name = self._listing.name
        known = {str(it.get(name)): it for it in walk.items}
        if not walk.whole:  # else what it lacks is not lost by the filter
            known = self._items.first(self._listing) | known
        missing = known.keys() & self._items.made(self._listing).keys() - set(asked.names)
        likely = [it for it in known if it in missing and _has(known[it], chosen)]
        for own in likely[:LOOKED_AT]:
            now = self._items.now(self._listing, own)
            if now is not None and _has(now, chosen):
                first = chosen[0]
                shown = asked.pages[-1].shown
                yield from selected.left_out(shown, first.asked, own, first.by.of(now))
                return

    def _moves(self, chosen: Choice) -> bool:
        """Whether the member is the state of a resource, which changes by itself."""
        machine = self._listing.item.lifecycle
        return machine is not None and chosen.by.steps == (machine.member,)

    def _ordering(
        self, order: Sort, walk: Walk, *, turned: bool
    ) -> Callable[[], Iterator[Finding]]:
        """Return a check of an order: on a large page, and where it is turned on small ones."""
        small = next(iter(self._pages.sizes(self._listing, (SMALL,))), self._size)

        def check() -> Iterator[Finding]:
            sizes = [(self._size, 1), *([(small, FEW_PAGES)] if turned else [])]
            for size, most in dict.fromkeys(sizes):
                asked = self._pages.walk(self._listing, size, most, order.given)
                values = [item.get(order.member) for item in asked.items]
                for page in asked.pages[-1:]:
                    yield from listed.sorted_by(page.shown, order.at, values, down=order.down)
                if asked.items and walk.whole and order.down is not None:
                    yield from self._begun(order, walk, asked)

        return check

    def _begun(self, order: Sort, walk: Walk, asked: Walk) -> Iterator[Finding]:
        """See that an order begins with the first of all items, as it still is."""
        known = {
            str(it.get(self._listing.name)): measured(it.get(order.member)) for it in walk.items
        }
        keys = {name: key for name, key in known.items() if key is not None}
        first = measured(asked.items[0].get(order.member))
        if first is None or len(keys) < len(walk.items):
            return
        best = (max if order.down else min)(keys, key=lambda name: keys[name])
        if keys[best] == first or (keys[best] < first) == order.down:
            return
        now = self._items.now(self._listing, best)
        if now is not None and measured(now.get(order.member)) == keys[best]:
            shown = asked.pages[0].shown
            yield from selected.begun(shown, order.at, best, down=order.down is True)


def _together(
    chosen: Sequence[Sequence[Choice]], items: Sequence[Mapping[str, Json]]
) -> list[Choice]:
    """Return values of two filters that one item has, and not all items that have either."""
    for one, other in combinations(chosen, 2):
        for pair in ((left, right) for left in one[:VALUES] for right in other[:VALUES]):
            found = [tuple(each.meets(item) for each in pair) for item in items]
            if (True, True) in found and {(True, False), (False, True)} & set(found):
                return list(pair)
    return []


def _wrong(chosen: Sequence[Choice], item: Mapping[str, Json]) -> Iterator[tuple[Choice, Json]]:
    """Yield the conditions that should have left out an item, and what it has."""
    yield from ((each, each.by.of(item)) for each in chosen if each.meets(item) is False)


def _has(item: Mapping[str, Json], chosen: Sequence[Choice]) -> bool:
    """Whether an item surely meets all conditions."""
    return all(each.meets(item) for each in chosen)

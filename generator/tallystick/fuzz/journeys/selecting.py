"""Filters and orders of lists: what is asked for comes, and comes in order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import combinations, product, zip_longest
from typing import Final

from tallystick.fuzz.journeys.choosing import Choice, Choosing
from tallystick.fuzz.journeys.items import Items
from tallystick.fuzz.journeys.leafing import counted, promised
from tallystick.fuzz.journeys.listing import Listing
from tallystick.fuzz.journeys.sorting import Sort, folds, ties
from tallystick.fuzz.journeys.turning import Pages, Walk
from tallystick.fuzz.model import Finding, Weight
from tallystick.fuzz.oracles import listed, selected
from tallystick.fuzz.oracles.listed import measured
from tallystick.fuzz.requests.controls import Given
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


class Selecting:
    """Makes the checks of one list."""

    def __init__(self, pages: Pages, listing: Listing, items: Items) -> None:
        """Ask `pages`, and `items` by their ids."""
        self._pages = pages
        self._listing = listing
        self._items = items
        self._size = listing.paging.largest
        self._counts: dict[int, Given] = {}
        api, operation = pages.judging.api, listing.operation
        self._folds, self._ties = folds(operation), ties(api, operation, listing.item)

    def checks(self, walk: Walk) -> Iterator[Callable[[], Iterator[Finding]]]:
        """Yield the checks.

        Args:
            walk: Items that are known.
        """
        known = list(self._known(walk).values())
        choosing = Choosing(self._pages.judging, self._listing)
        chosen = [choosing.choices(each, known) for each in self._listing.filters]
        rounds = [[it for it in choices if it] for choices in zip_longest(*chosen)]
        for first in rounds[:1]:
            yield from (self._filtering([each], walk) for each in first)
        for number, order in enumerate(self._listing.sorts[:SORTS]):
            yield self._ordering(order, walk, turned=not number)
        yield partial(self._brimming, walk)
        for between in choosing.ranges(known):
            yield self._filtering(between, walk)
        for later in rounds[1:VALUES]:
            yield from (self._filtering([each], walk) for each in later)
        both = _together(chosen, known)
        if both:
            yield self._filtering(both, walk)
        for later in rounds[VALUES:MOST_VALUES]:
            yield from (self._filtering([each], walk) for each in later)

    def _known(self, walk: Walk) -> dict[str, Mapping[str, Json]]:
        """Return items by name, those that a walk did not come to or was not to show too."""
        known = self._walked(walk)
        if walk.whole and not self._listing.scoped:  # else what it lacks is not lost by a filter
            return known
        return self._items.first(self._listing) | known

    def _walked(self, walk: Walk) -> dict[str, Mapping[str, Json]]:
        return {str(it.get(self._listing.name)): it for it in walk.items}

    def _filtering(self, chosen: Sequence[Choice], walk: Walk) -> Callable[[], Iterator[Finding]]:
        """Return a check of values of filters, all at once."""
        given = {key: told for each in chosen for key, told in each.given.items()}

        def check() -> Iterator[Finding]:
            most = 1 + self._items.budget.left // PART
            asked = self._pages.walk(self._listing, self._size, most, given)
            if asked.whole and len(asked.pages) == 1:
                self._counts.setdefault(len(asked.items), given)
            for page in asked.pages:
                wrong = next((it for item in page.items for it in _wrong(chosen, item)), None)
                if wrong is not None:
                    yield from selected.kept_out(page.shown, wrong[0].asked, wrong[1])
                    return
            yield from counted(asked)
            if asked.whole and not any(self._moves(each) for each in chosen):
                yield from self._kept(chosen, walk, asked)

        return check

    def _brimming(self, walk: Walk) -> Iterator[Finding]:
        """Ask for just as many items as there are: nothing follows a page that holds them all."""
        if walk.whole and len(walk.pages) == 1:
            self._counts.setdefault(len(walk.items), {})
        counts = sorted(self._pages.sizes(self._listing, tuple(self._counts)))
        for count in counts[-1:]:
            asked = self._pages.walk(self._listing, count, 2, self._counts[count])
            yield from promised(asked)

    def _kept(self, chosen: Sequence[Choice], walk: Walk, asked: Walk) -> Iterator[Finding]:
        """See that a whole answer holds the items that are known to have the values.

        Where more is selected than that, nobody knows it of others than those that were seen.
        """
        told = {key for each in chosen for key in each.given}
        apart = bool(self._listing.scoped - told)
        known = self._walked(walk) if apart else self._known(walk)
        missing = known.keys() & self._items.made(self._listing).keys() - set(asked.names)
        likely = [it for it in known if it in missing and _has(known[it], chosen)]
        for own in likely[:LOOKED_AT]:
            now = self._items.now(self._listing, own)
            if now is not None and _has(now, chosen):
                yield from _left_out(chosen, asked, own, now)
                return
        others = self._walked(walk).keys() - self._items.made(self._listing).keys()
        yield from self._listed(chosen, walk, asked, others - set(asked.names))

    def _listed(
        self, chosen: Sequence[Choice], walk: Walk, asked: Walk, lost: AbstractSet[str]
    ) -> Iterator[Finding]:
        """See that a whole answer holds what the list itself shows, before and after.

        Args:
            chosen: The conditions.
            walk: The list without them.
            asked: With them.
            lost: What that does not show.
        """
        before = self._walked(walk)
        if any(_has(before[it], chosen) for it in lost):
            self._pages.forget()
            after = self._walked(self._pages.walk(self._listing, self._size, len(walk.pages)))
            for name, item in after.items():
                if name in lost and _has(before[name], chosen) and _has(item, chosen):
                    yield from _left_out(chosen, asked, name, item)
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
                alike: dict[bytes, list[Json]] = {}
                for item in asked.items:
                    alike.setdefault(order.kind(item), []).append(order.of(item))
                for page, values in product(asked.pages[-1:], alike.values()):
                    told = [_folded(it) for it in values] if self._folds else values
                    yield from listed.sorted_by(
                        page.shown, order.at, told, down=order.down, sure=order.sure
                    )
                yield from self._tied(order, asked)
                if asked.items and walk.whole and order.down is not None:
                    yield from self._begun(order, walk, asked)

        return check

    def _tied(self, order: Sort, asked: Walk) -> Iterator[Finding]:
        """See that items that are alike stand in the order that words tell of these."""
        if self._ties is None or order.member == self._ties[0]:
            return
        member, down = self._ties
        alike: dict[str, list[Json]] = {}
        for item in asked.items:
            alike.setdefault(repr(order.of(item)), []).append(item.get(member))
        at = f"of those with the same {order.member}"
        for page, times in product(asked.pages[-1:], alike.values()):
            yield from listed.sorted_by(page.shown, at, times, down=down, sure=False)

    def _begun(self, order: Sort, walk: Walk, asked: Walk) -> Iterator[Finding]:
        """See that an order begins with the first of all items, as it still is."""
        first = asked.items[0]
        value = order.of(first)
        for item in walk.items:
            pair = (value, order.of(item)) if order.down else (order.of(item), value)
            if order.kind(item) != order.kind(first) or not listed.before(*pair):
                continue
            name = str(item.get(self._listing.name))
            now = self._items.now(self._listing, name)
            if now is not None and order.of(now) == order.of(item):
                shown = asked.pages[0].shown
                sure = order.sure and measured(value) is not None
                weight = Weight.ERROR if sure else Weight.WARNING
                down = order.down is True
                yield from selected.begun(shown, order.at, name, down=down, weight=weight)
            return


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


def _left_out(
    chosen: Sequence[Choice], asked: Walk, name: str, item: Mapping[str, Json]
) -> Iterator[Finding]:
    """Yield that an item is not where it should be."""
    first = chosen[0]
    shown = asked.pages[-1].shown
    yield from selected.left_out(shown, first.asked, name, first.by.of(item))


def _has(item: Mapping[str, Json], chosen: Sequence[Choice]) -> bool:
    """Whether an item surely meets all conditions."""
    return all(each.meets(item) for each in chosen)


def _folded(value: Json) -> Json:
    return value.casefold() if isinstance(value, str) and measured(value) is None else value

"""Filters and orders of lists: what is asked for comes, and comes in order."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tallystick.fuzz.journeys.listing import Filter, Listing
from tallystick.fuzz.journeys.sorting import Sort
from tallystick.fuzz.journeys.turning import Page, Pages, Walk
from tallystick.fuzz.model import Finding
from tallystick.fuzz.oracles import listed
from tallystick.fuzz.requests.parameters import sendable
from tallystick.ir import Array, Enumeration
from tallystick.text import Json

ALL: Final = frozenset({"all", "any", "none", "every", "both", "default", "auto", "*", ""})
"""Values that mean no choice."""
VALUES: Final = 3
"""Values of a filter that are tried."""
SORTS: Final = 6
"""Orders that are tried."""
TELLING: Final = 3
"""Characters that a text must have to be looked for."""


class Selecting:
    """Makes the checks of one list."""

    def __init__(self, pages: Pages, listing: Listing) -> None:
        """Ask `pages`."""
        self._pages = pages
        self._listing = listing
        sizes = listing.paging.sizes
        self._size = sizes[-1] if sizes else None

    def checks(self, walk: Walk) -> Iterator[Callable[[], Iterator[Finding]]]:
        """Yield the checks.

        Args:
            walk: Items that are known.
        """
        for each in self._listing.filters:
            for value in self._values(each, walk):
                yield self._filtering(each, value, walk)
        for order in self._listing.sorts[:SORTS]:
            yield self._ordering(order)

    def _values(self, chosen: Filter, walk: Walk) -> list[Json]:
        """Return values to ask for: what an item has, what another one has, what none has."""
        judging = self._pages.judging
        shown = [item.get(chosen.member) for item in walk.items]
        have = _unique([value for value in shown if value is not None])
        declared = judging.api.types[chosen.parameter.type]
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
        return [value for value in found if self._askable(chosen, value)][:VALUES]

    def _askable(self, chosen: Filter, value: Json) -> bool:
        if isinstance(value, str) and (value.casefold() in ALL or not value.isprintable()):
            return False
        if chosen.how == "within" and (not isinstance(value, str) or len(value) < TELLING):
            return False
        given: Json = [value] if chosen.many else value
        parameter = chosen.parameter
        return self._pages.judging.fits(parameter.type, given) and sendable(parameter, given)

    def _filtering(
        self, chosen: Filter, value: Json, walk: Walk
    ) -> Callable[[], Iterator[Finding]]:
        """Return a check of one value of a filter."""

        def check() -> Iterator[Finding]:
            asked = self._pages.walk(self._listing, self._size, 1, chosen.given(value))
            at = (chosen.parameter.wire, chosen.member)
            for page in asked.pages:
                for item in page.items:
                    got = item.get(chosen.member)
                    if got is not None and not _meets(chosen, got, value):
                        yield from listed.selected(page.shown, at, value, got, chosen.weight)
                        return
                yield from self._kept(chosen, value, walk, asked, page)

        return check

    def _kept(
        self, chosen: Filter, value: Json, walk: Walk, asked: Walk, page: Page
    ) -> Iterator[Finding]:
        """See that a whole answer holds the items that are known to have the value."""
        name = self._listing.name
        if not asked.whole or self._moves(chosen):
            return
        shown = {str(item.get(name)) for item in page.items}
        fresh = self._pages.walk(self._listing, self._size, 1)
        now = {str(item.get(name)): item for item in fresh.items}
        at = (chosen.parameter.wire, chosen.member)
        for item in walk.items:
            own = str(item.get(name))
            still = now.get(own, {}).get(chosen.member)
            if item.get(chosen.member) == value == still and own not in shown:
                yield from listed.left_out(page.shown, at, value, own, chosen.weight)
                return

    def _moves(self, chosen: Filter) -> bool:
        """Whether the member is the state of a resource, which changes by itself."""
        machine = self._listing.item.lifecycle
        return machine is not None and machine.member == chosen.member

    def _ordering(self, order: Sort) -> Callable[[], Iterator[Finding]]:
        def check() -> Iterator[Finding]:
            asked = self._pages.walk(self._listing, self._size, 1, order.given)
            for page in asked.pages:
                values = [item.get(order.member) for item in page.items]
                yield from listed.sorted_by(page.shown, order.at, values, down=order.down)

        return check


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

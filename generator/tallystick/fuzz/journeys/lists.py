"""Lists of resources: their pages, what stands on them, and what filters and orders make of them.

It happens at the end of a campaign, when nothing is made any more. What seems wrong is asked for
again after a while, more than once: a list may be a little late, a resource may have changed. Only
what stays wrong is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from tallystick.fuzz.documented import success
from tallystick.fuzz.holders import type_at
from tallystick.fuzz.journeys.deeds import deeds
from tallystick.fuzz.journeys.defaulting import Defaulting
from tallystick.fuzz.journeys.dividing import Dividing
from tallystick.fuzz.journeys.doing import Doing
from tallystick.fuzz.journeys.expanding import Expanding
from tallystick.fuzz.journeys.items import Items
from tallystick.fuzz.journeys.leafing import Leafing, counted, promised
from tallystick.fuzz.journeys.listing import Listing, listings
from tallystick.fuzz.journeys.removing import Removing
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.rooms import Rooms
from tallystick.fuzz.journeys.selecting import Selecting
from tallystick.fuzz.journeys.subjects import Subjects
from tallystick.fuzz.journeys.turning import MOST_PAGES, Pages, Walk, names
from tallystick.fuzz.journeys.updating import Updating
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Finding
from tallystick.fuzz.oracles import listed
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.oracles.updated import EMPTY
from tallystick.fuzz.sending.credentials import protected
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.statuses import BARRED
from tallystick.ir import TypeId

SHORT_PAGES: Final = 4
"""Small pages that are compared with a large one."""
SMALL: Final = {1: 3, 3: MOST_PAGES}
"""Size of the pages on which a short list is turned, and how many of them."""
PART: Final = 4
"""Of the requests for a list, one in so many may go into walking it once."""
DEFAULTS: Final = 5
"""Of the requests for lists, one in so many may see what parameters are by default."""
KEPT: Final = 10
"""Requests that filters and orders leave to those who look at the whole list."""
EACH: Final = 3
"""Resources of each sort that are looked for."""


class Lists:
    """Looks at the lists of an API."""

    def __init__(  # noqa: PLR0913, PLR0917 - what lists are of, and how things are changed
        self,
        scene: Scene,
        sender: Sender,
        ledger: Ledger,
        resources: Resources,
        subjects: Subjects,
        means: tuple[Doing, Updating],
    ) -> None:
        """Ask over `sender`, telling `ledger`; `means` change what stands in lists."""
        self._scene = scene
        self._sender = sender
        self._resources = resources
        self._budget = subjects.budget
        self._pages = Pages(scene, sender, ledger, self._budget)
        self._leafing = Leafing(self._pages)
        self._items = Items(ledger, subjects, resources)
        self._defaulting = Defaulting(scene, sender, ledger, resources, self._items)
        known = deeds(scene.api, resources.chains)
        self._expanding = Expanding(scene.api, subjects, resources, self._items)
        self._dividing = Dividing(scene.judging, subjects, resources, self._items)
        self._rooms = Rooms(subjects, resources, self._items, known, (*means, self._dividing))
        every = (subjects, self._items, self._rooms)
        self._removing = Removing(scene, self._pages, resources, every)

    def run(self, most: int, only: Sequence[str] = ()) -> None:
        """Look at every list, each with its share of the requests.

        Args:
            most: Requests at most.
            only: Operation ids; empty for all.
        """
        self._budget.left = most
        self._defaulting.run(most // DEFAULTS, only)
        self._expanding.run(only)
        most = max(0, self._budget.left)
        found = map(self._placed, listings(self._scene.judging, self._resources.chains))
        wanted = [it for it in found if it and (not only or _ids(it) & set(only))]
        # Those that take least come first: the others get what they leave.
        wanted.sort(key=lambda it: len(it.filters) + len(it.sorts))
        for number, listing in enumerate(wanted):
            parts = sum(map(_weight, wanted[number:]))
            share = most * _weight(listing) // parts
            self._budget.left = share
            self._look(listing)
            most -= share - max(0, self._budget.left)

    def _placed(self, listing: Listing) -> Listing | None:
        """Return a list with what its path needs; None when nothing was made there."""
        if not listing.chain.scope:
            return listing
        for made in self._resources.of(listing.chain.create.id)[:1]:
            return replace(listing, within=made.case, scope=made.given)
        return None

    def _look(self, listing: Listing) -> None:
        """Make all checks of a list, those first that find what matters most."""
        size = listing.paging.smallest
        if not self._items.sure(partial(self._leafing.sizes, listing)):
            return
        self._items.sure(partial(self._leafing.turning, listing, size, SHORT_PAGES))
        self._items.sure(partial(self._leafing.choices, listing))
        if not listing.scoped:
            self._items.sure(partial(self._strangers, listing))
        walk = self._first(listing)
        known = self._items.known(listing, walk)
        self._items.sure(partial(self._same, listing, known[:1]))
        if listing.chain.items is not None:
            self._each(listing, self._budget.left // PART)
        apart = listing.chain.scope and not listing.scoped
        room = self._rooms.furnished(listing) if apart else None
        if room is not None:
            for size, pages in SMALL.items():
                for fitting in self._pages.sizes(room.listing, (size,)):
                    self._items.sure(partial(self._leafing.turning, room.listing, fitting, pages))
            self._selected(room.listing, MOST_PAGES, self._first(room.listing))
            self._removing.parent(room)
            self._items.sure(partial(self._holding, listing))
        else:
            self._selected(listing, self._budget.left // PART, walk)
        self._items.sure(partial(self._same, listing, self._telling(listing)[: EACH - 1]))

    def _each(self, listing: Listing, most: int) -> None:
        """Ask for what was not made but seen, each by its id."""
        for made in list(self._items.made(listing).values())[:most]:
            self._items.look(listing, made)

    def _first(self, listing: Listing) -> Walk:
        """Ask for one page, as large as can be."""
        return self._pages.walk(listing, listing.paging.largest, 1)

    def _selected(self, listing: Listing, most: int, walk: Walk) -> None:
        """Change items of a list, and look at it in the ways in which it can be looked at.

        Args:
            listing: The list.
            most: Pages of it at most.
            walk: One of its pages.
        """
        if not listing.chain.scope and listing.chain.items is None:
            self._dividing.divide(listing, walk.items)
        if not listing.searches:
            changed = self._rooms.stirred(listing, walk)
            self._items.sure(partial(self._same, listing, changed))
        walk = self._pages.walk(listing, listing.paging.largest, most)
        self._items.sure(partial(self._ended, listing, most, [walk]))
        for check in Selecting(self._pages, listing, self._items).checks(walk):
            if self._budget.left > KEPT:
                self._items.sure(check)
        if not listing.scoped:
            if walk.whole:
                self._items.sure(partial(self._holding, listing))
            self._removing.listed(listing)
            self._items.sure(partial(self._holding, listing))

    def _ended(self, listing: Listing, most: int, known: list[Walk]) -> Iterator[Finding]:
        """See what the last page says; at first of a walk that is known."""
        walk = known.pop() if known else self._pages.walk(listing, listing.paging.largest, most)
        yield from counted(walk)
        yield from promised(walk)
        if walk.beyond:
            yield from listed.beyond(walk.pages[-1].shown)

    def _whole(self, listing: Listing) -> Walk:
        """Turn large pages to the end, or as far as is sensible."""
        return self._pages.walk(listing, listing.paging.largest, self._budget.left)

    def _same(self, listing: Listing, chosen: Sequence[str]) -> Iterator[Finding]:
        """Compare items with the resources by their ids; where they differ, asked for again."""
        ours = self._items.made(listing)
        first = {name: self._items.now(listing, name) for name in chosen if name in ours}
        page = self._pages.page(listing, listing.turn()) if first else None
        types = (listing.item, self._type(listing))
        for item in page.items if page is not None else ():
            name = str(item.get(listing.name))
            seen = first.get(name)
            if seen is None or page is None:
                continue
            shown = page.behind(self._items.asking(listing, ours[name]))
            if any(listed.same(self._scene, shown, item, (seen, seen), types)):
                later = self._items.now(listing, name)
                if later is not None:
                    yield from listed.same(self._scene, shown, item, (seen, later), types)

    def _telling(self, listing: Listing) -> list[str]:
        """Return the names on a page of what was made, those first that had most members."""
        page = self._pages.page(listing, listing.turn())
        first = self._items.first(listing)
        names = (str(it.get(listing.name)) for it in (page.items if page is not None else ()))
        said = {
            it: sum(each not in EMPTY for each in first[it].values()) for it in names if it in first
        }
        return sorted(said, key=lambda name: -said[name])

    def _type(self, listing: Listing) -> TypeId | None:
        return type_at(self._scene.api, success(listing.chain.get), listing.inner)

    def _holding(self, listing: Listing) -> Iterator[Finding]:
        """Look for the first and last resources in the whole list."""
        ours = self._items.made(listing)
        chosen = list(ours)[:EACH] + list(ours)[-EACH:]
        walk = self._whole(listing)
        if not walk.whole:
            return
        last = walk.pages[-1]
        shown = set(walk.names)
        if listing.searches and not shown & set(ours):
            return  # who searches for nothing may find nothing, or later
        if listing.narrow(self._scene.api):
            return
        for name in dict.fromkeys(chosen):
            reply = None if name in shown else self._items.get(listing, ours[name])
            if reply is not None and accepted(reply):
                path = listing.operation.path
                yield from listed.absent(last.behind(ours[name].case), name, path=path)
                return

    def _strangers(self, listing: Listing) -> Iterator[Finding]:
        """See that what another caller is refused by its id is not in their list either."""
        if not self._sender.signer.has_second or not protected(listing.operation):
            return
        ours = self._items.made(listing)
        walk = self._pages.walk(listing, listing.paging.largest, EACH, caller="second")
        for page in walk.pages:
            for name in [each for each in names(listing, page) if each in ours][:1]:
                reply = self._items.get(listing, ours[name], second=True)
                if reply is not None and reply.status in BARRED:
                    yield from listed.strange(page.behind(ours[name].case), name)
                    return


def _weight(listing: Listing) -> int:
    """Return how many parts of the requests a list gets.

    One in a resource is looked at twice, and each condition and order takes some.
    """
    asked = bool(listing.filters or listing.sorts)
    return (2 if listing.chain.scope else 1) * (2 if asked else 1)


def _ids(listing: Listing) -> set[str]:
    return {listing.operation.id, listing.chain.create.id, listing.chain.get.id}

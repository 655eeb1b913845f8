"""Pages as such: how large they are, how they follow each other, what they say of themselves."""

from collections.abc import Generator, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from tallystick.fuzz.documented import success
from tallystick.fuzz.holders import DEEPEST
from tallystick.fuzz.journeys.listing import Listing
from tallystick.fuzz.journeys.turning import Page, Pages, Walk, names
from tallystick.fuzz.model import Finding
from tallystick.fuzz.oracles import listed
from tallystick.fuzz.requests.controls import Control, controls, sole
from tallystick.fuzz.requests.paging import Turn, more, plain, steps, total
from tallystick.ir import MISSING, Api, Enumeration, Record, Scalar, TypeId
from tallystick.text import Json

OTHERS: Final = 2
"""Values of one choice that are asked for to see whether pages tell it."""


class Echo(NamedTuple):
    """A member of an answer that says what was asked for.

    Attributes:
        control: What asks for it.
        way: Steps from the answer to the member.
    """

    control: Control
    way: tuple[str, ...]

    def asked(self, api: Api, page: Page) -> Json:
        """Return what was asked for, or holds by default; None when nobody knows."""
        if page.given is None:
            return None
        default = api.types[self.control.type].default
        return page.given.get(self.control.key, None if default is MISSING else default)


class Leafing:
    """Makes the checks of pages."""

    def __init__(self, pages: Pages) -> None:
        """Ask for `pages`."""
        self._pages = pages
        self._api = pages.judging.api

    def sizes(self, listing: Listing) -> Iterator[Finding]:
        """Ask for pages of some sizes."""
        paging = listing.paging
        chosen = list(dict.fromkeys((*paging.sizes[:1], *paging.sizes[-1:])))
        most = 0
        for size in chosen:
            got = yield from self._sized(listing, size)
            most = max(most, got)
        if chosen and 1 < most <= chosen[0]:  # nothing was cut off yet
            for size in self._pages.sizes(listing, (most - 1,)):
                yield from self._sized(listing, size)
        if not chosen:
            self._pages.walk(listing, None, 1)

    def _sized(self, listing: Listing, size: int) -> Generator[Finding, None, int]:
        """Ask for a page of a size; returns how many items it has."""
        got = 0
        for page in self._pages.walk(listing, size, 1).pages:
            got = len(_all(listing, page))
            limit = _limit(listing, size)
            yield from listed.size(page.shown, limit, got, sure=listing.paging.sure)
        return got

    def turning(self, listing: Listing, size: int | None, most: int) -> Iterator[Finding]:
        """Turn pages of a list that has an order: asked twice, a page is the same."""
        found = list(self._turned(listing, size, most))
        if found and self._steady(listing, size):
            yield from found

    def _steady(self, listing: Listing, small: int | None) -> bool:
        for size in {small, listing.paging.largest}:
            first = self._pages.walk(listing, size, 1)
            self._pages.forget()
            if first.names != self._pages.walk(listing, size, 1).names:
                return False
        return True

    def _turned(self, listing: Listing, size: int | None, most: int) -> Iterator[Finding]:
        """Turn a few small pages, and compare them with a large one."""
        largest = listing.paging.largest
        short = self._pages.walk(listing, size, most)
        if not short.pages:
            return
        last = short.pages[-1]
        if short.again:
            yield from listed.endless(last.shown)
            return
        yield from listed.twice(last.shown, short.names)
        for page, after in pairwise(short.pages if listing.paging.counts else ()):
            if after.items and size is not None:
                asked = _limit(listing, size)
                yield from listed.meagre(page.shown, asked, len(_all(listing, page)))
        yield from counted(short)
        yield from self._told(listing, short.pages)
        if size == largest:  # which cannot be compared
            return
        large = self._pages.walk(listing, largest, 1)
        for page in large.pages:
            known = set(short.names)
            beside = names(listing, page)
            if len(short.pages) > 1 or short.whole:
                upto = len(beside) if short.whole else len(short.names)
                missing = [each for each in beside[:upto] if each not in known]
                yield from listed.gap(last.shown, missing)
                if not missing and beside[:upto] != short.names[:upto]:
                    yield from listed.reordered(last.shown)

    def choices(self, listing: Listing) -> Iterator[Finding]:
        """Ask for a few values of what pages say that they were asked for."""
        types = self._api.types
        for echo in _echoes(self._api, listing):
            declared = types[sole(self._api, echo.control.type)]
            others = (it.value for it in getattr(declared, "members", ()))
            turns = [Turn({}), *(Turn({echo.control.key: it}) for it in others)][: OTHERS + 2]
            if len(turns) > 1:
                found = (self._pages.page(listing, turn) for turn in turns)
                yield from self._told(listing, [page for page in found if page is not None])

    def _told(self, listing: Listing, pages: Sequence[Page]) -> Iterator[Finding]:
        """See that what pages say is what was asked for, where one of them says it."""
        for echo in _echoes(self._api, listing):
            told = [
                (page, echo.asked(self._api, page), steps(page.value, echo.way)) for page in pages
            ]
            known = [each for each in told if each[1] is not None and each[2] is not None]
            wrong = next((each for each in known if each[1] != each[2]), None)
            if wrong is not None and any(asked == got for _, asked, got in known):
                page, asked, got = wrong
                at = echo.control.wire, echo.control.at
                yield from listed.echoed(page.shown, at, asked, got)


def counted(walk: Walk) -> Iterator[Finding]:
    """See that no page says that there are fewer items than were seen, or others in all."""
    seen = 0
    for page in walk.pages:
        seen += len(_all(walk.listing, page))
        said = total(page.value, walk.listing.items, page.reply)
        if said is not None and (said < seen or (walk.whole and said != len(walk.items))):
            number = len(walk.items) if walk.whole else seen
            yield from listed.counted(page.shown, said, number, whole=walk.whole)
            return


def promised(walk: Walk) -> Iterator[Finding]:
    """See that a page which says that there is another one is followed by something."""
    for page, after in pairwise(walk.pages):
        if not after.items and more(page.value, walk.listing.items):
            yield from listed.promised(page.shown)


def _limit(listing: Listing, size: int) -> listed.Limit:
    limit = listing.paging.limit
    return listed.Limit(limit.wire if limit else "", limit.at if limit else "", size)


def _all(listing: Listing, page: Page) -> Sequence[Json]:
    items = steps(page.value, listing.items)
    return items if isinstance(items, list) else ()


def _echoes(api: Api, listing: Listing) -> Iterator[Echo]:
    """Yield members of the answers that have name and kind of what a list can be told.

    How many items a page has at most may be told otherwise: ``count`` may be how many there are.
    """
    limit = listing.paging.limit
    loose = None if limit is None or listing.paging.sure else limit.key
    members = dict(_members(api, success(listing.operation), listing.items, ()))
    for control in controls(api, listing.operation):
        way = members.get((control.plain, _kind(api, control.type)))
        if way is not None and control.key != loose:
            yield Echo(control, way)


def _members(
    api: Api, type_id: TypeId | None, items: tuple[str, ...], at: tuple[str, ...]
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Yield ((plain name, kind), steps) of members of an answer, its items left out."""
    declared = api.types[type_id] if type_id is not None else None
    if not isinstance(declared, Record) or len(at) == DEEPEST:
        return
    for field in declared.fields:
        here = (*at, field.wire)
        if here != items:
            yield from _members(api, field.type, items, here)
            kind = _kind(api, field.type)
            if kind:
                yield (plain(field.wire), kind), here


def _kind(api: Api, type_id: TypeId) -> str:
    """Return the kind of values that nobody spells in another way, "" for others."""
    declared = api.types[sole(api, type_id)]
    if isinstance(declared, Enumeration):
        return "choice"
    whole = isinstance(declared, Scalar) and declared.kind in {"integer", "number"}
    return "number" if whole else ""

"""A finding about the pages of a long list, shown by a few small pages of a short one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import unquote_plus

from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.listing import Listing, listings
from tallystick.fuzz.model import Case, Finding
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.reproduction.courses import QUERIED
from tallystick.fuzz.reproduction.trail import Trail, items
from tallystick.ir import Place

TURNED: Final = frozenset(f"list:{it}" for it in ("once", "whole", "order", "ends", "total"))
"""Claims about how pages follow each other; one page shows all others."""
UNSEEN: Final = "list:holds"
"""The claim about what no page shows."""
MOST: Final = 3
"""Pages that are turned."""


class Small:
    """Knows how lists are divided."""

    def __init__(self, scene: Scene, trail: Trail) -> None:
        """Fill lists with what `trail` knows."""
        self._scene = scene
        self._trail = trail

    def of(self, item: Finding, case: Case, room: int = MOST) -> Case:
        """Return the request for the page that shows a finding about a list.

        Args:
            item: The finding.
            case: The request, behind those for the pages before.
            room: Pages that are turned at most.
        """
        pages = _pages(case)
        if item.claim.name not in {*TURNED, UNSEEN}:
            return pages[0]
        pages = pages[:room]
        listing = self._listing(case.operation)
        size = _told(pages[0], listing) if listing is not None else None
        if listing is None or size is None:
            return _linked(pages)
        shown = len(items(answer(item.reply)))
        small = listing.paging.smallest or size
        if len(pages) > 1 or shown >= size > small:
            pages = [_sized(each, listing, size, small) for each in pages]
            size = small
        case = _linked(pages)
        needed = size * max(1, len(pages) - 1) + 1
        return self._filled(case, listing, needed) if shown >= size or pages[1:] else case

    def _filled(self, case: Case, listing: Listing, needed: int) -> Case:
        """Return a request before which some things are made, in all."""
        first = case
        while first.after is not None:
            first = first.after
        known = [*first.before, first] if first.operation in self._trail.makers else first.before
        makers = {each.operation for each in known} or {listing.chain.create.id}
        if listing.chain.create.id not in makers or listing.chain.scope:
            return case
        more = self._trail.of(listing.chain.create.id, needed)
        used = {each.message for each in known}
        more = [it for it in more if it.message not in used][: needed - len(known)]
        return _begun(case, (*first.before, *more)[:needed])

    def _listing(self, operation: str) -> Listing | None:
        known = self._scene.once("lists for reproductions", self._listings)
        return known.get(operation)

    def _listings(self) -> dict[str, Listing]:
        scene = self._scene
        return {it.operation.id: it for it in listings(scene.judging, scene.chains)}


def _pages(case: Case) -> list[Case]:
    """Return the requests for the pages of a list up to one."""
    found = [case]
    while (before := found[0].after) is not None and before.operation == case.operation:
        found.insert(0, before)
    return found


def _linked(pages: list[Case]) -> Case:
    """Return the last of some pages, each behind the one before, at the position that gives."""
    last = pages[0]
    for each in pages[1:]:
        last = _positioned(replace(each, after=last))
    return last


def _positioned(case: Case) -> Case:
    """Return the request for a page with its position taken of the answer before."""
    if case.led is None:
        return case
    name, pointer = case.led
    mark = QUERIED + name
    query = _changed(case.message.query, name, "{" + mark + "}")
    message = replace(case.message, query=query)
    return replace(case, message=message, binds=(*case.binds, (mark, pointer)), led=None)


def _sized(case: Case, listing: Listing, size: int, small: int) -> Case:
    """Return the request for a page of another size, at the same place among the pages."""
    paging, query = listing.paging, case.message.query
    if paging.limit is not None:
        query = _changed(query, paging.limit.wire, str(small))
    if paging.offset is not None:
        at = _value(query, paging.offset.wire)
        if at is not None and at.isdecimal():
            query = _changed(query, paging.offset.wire, str(int(at) // size * small))
    return replace(case, message=replace(case.message, query=query))


def _told(case: Case, listing: Listing | None) -> int | None:
    """Return the size of a page that a query asks for, None where none does."""
    limit = listing.paging.limit if listing is not None else None
    if limit is None or limit.key != (Place.QUERY, limit.wire):
        return None
    value = _value(case.message.query, limit.wire)
    return int(value) if value is not None and value.isdecimal() and int(value) else None


def _value(query: str, name: str) -> str | None:
    parts = (it.partition("=") for it in query.split("&"))
    return next((unquote_plus(value) for at, _, value in parts if unquote_plus(at) == name), None)


def _changed(query: str, name: str, value: str) -> str:
    """Return a query with another value of a parameter, as it is to be sent."""
    parts = (it.partition("=") for it in query.split("&"))
    told = ((at, value if unquote_plus(at) == name else old) for at, _, old in parts)
    return "&".join(f"{at}={it}" for at, it in told)


def _begun(case: Case, some: Iterable[Case]) -> Case:
    if case.after is None:
        return replace(case, before=tuple(some))
    return replace(case, after=_begun(case.after, some))

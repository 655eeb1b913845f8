"""Pages of lists, asked for one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tallystick.fuzz.chains import pointer_of
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.listing import Listing
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import LIST, Caller, Case, Expectation, Message, Reply
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.listed import Shown
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests import paging
from tallystick.fuzz.requests.composing import json_content, read_back, with_body
from tallystick.fuzz.requests.controls import Given, composed
from tallystick.fuzz.requests.paging import Turn
from tallystick.fuzz.requests.parameters import travelling
from tallystick.fuzz.sending.sender import Sender
from tallystick.ir import MISSING, Place
from tallystick.text import Json

MOST_PAGES: Final = 20


@dataclass(slots=True)
class Budget:
    """Requests that are left.

    Attributes:
        left: How many.
        again: Grows when who looks again wants to see all anew: pages that were seen are old then.
    """

    left: int
    again: int = 0

    def take(self) -> bool:
        """Take one, if there is one."""
        self.left -= 1
        return self.left >= 0

    def renew(self) -> None:
        """Have all pages asked for anew from now on."""
        self.again += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page.

    Attributes:
        case: What asked for it.
        reply: The answer.
        items: Its items that are objects.
        value: The whole answer.
        given: What was asked for; None when a link that an answer gave says it.
    """

    case: Case
    reply: Reply
    items: tuple[Mapping[str, Json], ...]
    value: Json
    given: Given | None = None

    @property
    def shown(self) -> Shown:
        """What asked for it, and the answer."""
        return Shown(self.case, self.reply)

    def behind(self, before: Case) -> Shown:
        """Return the same, for those who do it again, behind what must be done before."""
        return Shown(replace(self.case, after=before, binds=before.binds), self.reply)


@dataclass(slots=True)
class Walk:
    """Pages, one after the other.

    Attributes:
        listing: The list.
        pages: In order.
        whole: The last one is surely the last one.
        again: The answer led to a page that was there before.
        beyond: The last page is empty, and its answer leads to another one.
    """

    listing: Listing
    pages: list[Page] = field(default_factory=list)
    whole: bool = False
    again: bool = False
    beyond: bool = False

    @property
    def items(self) -> list[Mapping[str, Json]]:
        """All items, in order."""
        return [item for page in self.pages for item in page.items]

    @property
    def names(self) -> list[str]:
        """What names the items, in order."""
        return [name for page in self.pages for name in names(self.listing, page)]

    def page_of(self, name: str) -> int | None:
        """Return the number of the page that shows an item, None when none does."""
        shown = (number for number, it in enumerate(self.pages) if name in names(self.listing, it))
        return next(shown, None)


def names(listing: Listing, page: Page) -> list[str]:
    """Return what names the items of a page."""
    found = (item.get(listing.name) for item in page.items)
    return [str(each) for each in found if isinstance(each, str | int)]


class Pages:
    """Asks for pages, and has each answer judged as any other.

    Attributes:
        judging: Of the API.
    """

    def __init__(self, scene: Scene, sender: Sender, ledger: Ledger, budget: Budget) -> None:
        """Ask over `sender` within `budget`, telling `ledger`."""
        self.judging = scene.judging
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._budget = budget
        self._filled: set[tuple[str, int]] = set()
        self._seen: dict[tuple[object, ...], Page] = {}

    def forget(self) -> None:
        """Ask for all pages anew from now on."""
        self._budget.renew()

    def sizes(self, listing: Listing, wanted: tuple[int, ...]) -> tuple[int, ...]:
        """Return the sizes that pages of a list may have, of some that are wanted."""
        limit = listing.paging.limit
        fits = self.judging.fits
        return () if limit is None else tuple(it for it in wanted if fits(limit.type, it))

    def page(
        self,
        listing: Listing,
        turn: Turn,
        *,
        caller: Caller = "own",
        after: Case | None = None,
        hopeful: bool = True,
    ) -> Page | None:
        """Return a page; None when it was refused, or there is no request left.

        It is not asked for twice where nothing changed between.

        Args:
            listing: The list.
            turn: Which page.
            caller: Who asks.
            after: What came before, for those who do it again.
            hopeful: It must be answered.
        """
        case = self._asking(listing, turn, caller) if self._budget.left > 0 else None
        if case is None:
            return None
        known = self._seen.get(self._key(listing, case))
        if known is not None:
            return known
        self._budget.take()
        expect: Expectation = "accepted" if caller == "own" and hopeful else "documented"
        case = replace(case, expect=expect, after=after, led=turn.led)
        if listing.within is not None:
            case = replace(case, after=after or listing.within, binds=listing.within.binds)
        reply = self._sender.send([case], [listing.scope], log=False)[0]
        self._ledger.judge(case, reply)
        value = answer(reply)
        items = paging.steps(value, listing.items)
        if not accepted(reply) or not isinstance(items, list):
            return None
        shown = tuple(item for item in items if isinstance(item, dict))
        given = None if turn.query else {**listing.base, **turn.given}
        page = Page(case=case, reply=reply, items=shown, value=value, given=given)
        self._seen[self._key(listing, case)] = page
        return page

    def _key(self, listing: Listing, case: Case) -> tuple[object, ...]:
        """Return what tells a page as it is now from all others."""
        now = self._sender.changes, self._budget.again
        return now, tuple(listing.scope.items()), case.message

    def _asking(self, listing: Listing, turn: Turn, caller: Caller) -> Case | None:
        """Return the request for a page; None when nothing valid asks for it."""
        operation = listing.operation
        told = composed(self.judging, operation, {**listing.base, **turn.given})
        if told is None:
            return None
        parts = travelling(operation, told.parameters)
        message = Message(
            method=operation.method.upper(),
            path=parts.path,
            query=turn.query or parts.query,
            headers=parts.headers,
            caller=caller,
        )
        case = Case(operation=operation.id, kind=LIST, expect="documented", message=message)
        content = json_content(operation)
        if content is None or told.body is MISSING:
            return case
        return with_body(case, content, told.body, self.judging.api)

    def walk(
        self,
        listing: Listing,
        size: int | None,
        most: int,
        given: Given | None = None,
        *,
        caller: Caller = "own",
    ) -> Walk:
        """Ask for page after page.

        Args:
            listing: The list.
            size: Items of a page; None for what the server likes.
            most: Pages at most.
            given: Further parameters, of every page.
            caller: Who asks.
        """
        fixed = dict(given or {}) | (listing.paging.sized(size) if size else {})
        walk = Walk(listing)
        turn: Turn | None = Turn(fixed)
        seen: set[str] = set()
        while turn is not None and len(walk.pages) < min(most, MOST_PAGES):
            before = walk.pages[-1].case if walk.pages else None
            page = self.page(listing, turn, caller=caller, after=before)
            if page is None:
                return walk
            walk.pages.append(page)
            seen.add(_spelled(turn))
            turn = self._next(walk, turn, fixed, size)
            if turn is not None and _spelled(turn) in seen:
                walk.again = bool(page.items)
                return walk
            turn = turn and turn._replace(led=_position(listing, page, turn))
        return walk

    def _next(self, walk: Walk, turn: Turn, fixed: Given, size: int | None) -> Turn | None:
        """Return how the next page is asked for, None when there is none, or nobody knows."""
        page, listing = walk.pages[-1], walk.listing
        found = listing.paging
        more = paging.more(page.value, listing.items)
        if more is False:
            walk.whole = True
            return None
        lost = False
        for pointer in paging.pointers(page.value, listing.items, page.reply):
            led = self._led(listing, pointer.text, fixed)
            lost = lost or (led is None and pointer.sure)
            if led is not None and pointer.sure and _past(walk):
                walk.whole = walk.beyond = True
                return None
            if led is not None and (pointer.sure or _spelled(led) != _spelled(turn)):
                return led
        told = listing.tells or paging.leads(page.value, listing.items, page.reply)
        if told and more is None:
            walk.whole = not lost
            return None
        if found.cursor is not None and more and found.cursor.plain in paging.BEHIND:
            last = names(listing, page)
            return Turn({**fixed, found.cursor.key: last[-1]}) if last else None
        return self._counted(walk, fixed, size)

    def _counted(self, walk: Walk, fixed: Given, size: int | None) -> Turn | None:
        """Return the next page by counting items or pages."""
        page, found = walk.pages[-1], walk.listing.paging
        if not page.items:
            walk.whole = found.cursor is None
        elif size is not None and found.counts and self._short(walk, size):
            walk.whole = True
        elif found.offset is not None:
            return Turn({**fixed, found.offset.key: len(walk.items)})
        elif found.page is not None and found.base is not None:
            number = found.base + len(walk.pages)
            return Turn({**fixed, found.page.key: number})
        elif found.page is None and found.cursor is None:
            fewer = size is not None and len(page.items) < size and found.bounded
            walk.whole = fewer or found.limit is None
        return None

    def _short(self, walk: Walk, size: int) -> bool:
        """Whether a page is not full where others of the size were: nothing follows it."""
        operation = walk.listing.operation.id
        got = len(walk.pages[-1].items)
        if got == size:
            self._filled.add((operation, size))
        return got < size and (operation, size) in self._filled

    def _led(self, listing: Listing, pointer: str, fixed: Given) -> Turn | None:
        """Return the page that an answer leads to: by a link, or by a position."""
        if paging.is_link(pointer):
            query = paging.query_of(pointer, listing.operation.path)
            return None if query is None else Turn({}, query)
        found = listing.paging
        taker = found.cursor or found.page or found.offset
        if taker is None:
            return None
        return Turn({**fixed, taker.key: read_back(self.judging, taker.type, pointer)})


def _position(listing: Listing, page: Page, turn: Turn) -> tuple[str, str] | None:
    """Return where the position of the next page stands in a page, as of `Case.led`."""
    taker = listing.paging.cursor
    text = turn.given.get(taker.key) if taker is not None else None
    if taker is None or not isinstance(text, str) or taker.key != (Place.QUERY, taker.wire):
        return None
    known = paging.place_of(page.value, listing.items, text)
    if known is None and names(listing, page)[-1:] == [text]:
        known = (*listing.items, "-1", listing.name)
    return None if known is None else (taker.wire, pointer_of(known))


def _past(walk: Walk) -> bool:
    """Whether the last page is one behind the end: those of numbered pages are never empty."""
    found = walk.listing.paging
    numbered = found.cursor is None and (found.offset or found.page) is not None
    return numbered and len(walk.pages) > 1 and not walk.pages[-1].items


def _spelled(turn: Turn) -> str:
    return turn.query or repr(sorted(turn.given.items(), key=lambda told: told[0]))

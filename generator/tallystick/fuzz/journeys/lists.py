"""Lists of resources: their pages, what stands on them, and what filters and orders make of them.

It happens at the end of a campaign, when nothing is made any more. What seems wrong is asked for
again after a while, more than once: a list may be a little late, a resource may have changed. Only
what stays wrong is told.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.journeys.following import poll
from tallystick.fuzz.journeys.listing import Listing, listings, type_at
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.selecting import Selecting
from tallystick.fuzz.journeys.turning import Budget, Page, Pages, Walk, names
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding, Message, Reply
from tallystick.fuzz.oracles import listed
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.paging import steps, total
from tallystick.fuzz.sending.credentials import protected
from tallystick.fuzz.sending.sender import Sender
from tallystick.ir import Operation, TypeId
from tallystick.text import Json

LATER: Final = (0.05, 0.2, 0.6)
"""Seconds after which what seems wrong is looked at again, each time."""
SHORT_PAGES: Final = 4
"""Small pages that are compared with a large one."""
EACH: Final = 3
"""Resources of each sort that are looked for."""
HIDDEN: Final = frozenset({401, 403, 404, 410})
GONE: Final = frozenset({404, 410})
ACCEPTED_FOR_LATER: Final = 202

Check = Callable[[], Iterator[Finding]]


class Lists:
    """Looks at the lists of an API."""

    def __init__(self, scene: Scene, sender: Sender, ledger: Ledger, resources: Resources) -> None:
        """Ask over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self._budget = Budget(0)
        self._pages = Pages(scene, sender, ledger, self._budget)

    def run(self, most: int, only: Sequence[str] = ()) -> None:
        """Look at every list, each with an equal share of the requests.

        Args:
            most: Requests at most.
            only: Operation ids; empty for all.
        """
        found = map(self._placed, listings(self._scene.judging, self._resources.chains))
        wanted = [it for it in found if it and (not only or _ids(it) & set(only))]
        for number, listing in enumerate(wanted):
            share = most // (len(wanted) - number)
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
        sizes = listing.paging.sizes
        if not self._sure(partial(self._sizes, listing)):
            return
        self._sure(partial(self._turning, listing))
        if not listing.scoped:
            self._sure(partial(self._strangers, listing))
        walk = self._pages.walk(listing, sizes[-1] if sizes else None, 1)
        for name in self._known(listing, walk)[:1]:
            self._sure(partial(self._same, listing, name))
        for check in Selecting(self._pages, listing).checks(walk):
            self._sure(check)
        if not listing.scoped:
            self._deleted(listing)
            self._sure(partial(self._holding, listing))
        for name in self._known(listing, walk)[1:EACH]:
            self._sure(partial(self._same, listing, name))

    def _sure(self, check: Check) -> bool:
        """Tell what a check finds each time that it is made; whether it could be made at all."""
        before = self._budget.left
        found = {item.key: item for item in check()}
        for pause in LATER if found else ():
            time.sleep(pause)
            again = {item.key for item in check()}
            found = {key: item for key, item in found.items() if key in again}
        self._ledger.add(found.values())
        return self._budget.left < before

    # --- Pages ----------------------------------------------------------------------------------

    def _sizes(self, listing: Listing) -> Iterator[Finding]:
        """Ask for pages of some sizes."""
        paging = listing.paging
        name = paging.limit.wire if paging.limit else ""
        chosen = list(dict.fromkeys((*paging.sizes[:2], *paging.sizes[-1:])))
        for size in chosen:
            for page in self._pages.walk(listing, size, 1).pages:
                got = len(_all(listing, page))
                yield from listed.size(page.shown, (name, size), got, sure=paging.sure)
        if not chosen:
            self._pages.walk(listing, None, 1)

    def _turning(self, listing: Listing) -> Iterator[Finding]:
        """Turn pages of a list that has an order: asked twice, a page is the same."""
        found = list(self._turned(listing))
        if found and self._steady(listing):
            yield from found

    def _steady(self, listing: Listing) -> bool:
        sizes = listing.paging.sizes
        for size in {sizes[0], sizes[-1]} if sizes else {None}:
            first = self._pages.walk(listing, size, 1)
            if first.names != self._pages.walk(listing, size, 1).names:
                return False
        return True

    def _turned(self, listing: Listing) -> Iterator[Finding]:
        """Turn a few small pages, and compare them with a large one."""
        sizes = listing.paging.sizes
        short = self._pages.walk(listing, sizes[0] if sizes else None, SHORT_PAGES)
        if not short.pages:
            return
        last = short.pages[-1]
        if short.again:
            yield from listed.endless(last.shown)
            return
        yield from listed.twice(last.shown, short.names)
        if len(sizes) < 2:  # noqa: PLR2004 - one size cannot be compared
            return
        large = self._pages.walk(listing, sizes[-1], 1)
        for page in large.pages:
            known = set(short.names)
            beside = names(listing, page)
            if len(short.pages) > 1 or short.whole:
                upto = len(beside) if short.whole else len(short.names)
                missing = [each for each in beside[:upto] if each not in known]
                yield from listed.gap(last.shown, missing)

    def _whole(self, listing: Listing) -> Walk:
        """Turn large pages to the end, or as far as is sensible."""
        sizes = listing.paging.sizes
        return self._pages.walk(listing, sizes[-1] if sizes else None, self._budget.left)

    # --- What stands on them ----------------------------------------------------------------------

    def _names(self, listing: Listing) -> dict[str, Made]:
        """Return the resources that were made, by what names them."""
        chain = listing.chain
        found = {}
        for made in self._resources.of(chain.create.id):
            bindings = made.bindings(chain)
            if bindings is not None and _within(bindings, listing.scope):
                found[bindings[chain.values[-1][0]]] = made
        return found

    def _known(self, listing: Listing, walk: Walk) -> list[str]:
        ours = self._names(listing)
        return [name for name in walk.names if name in ours]

    def _get(self, listing: Listing, made: Made, *, second: bool = False) -> Reply | None:
        """Ask for a resource by its id."""
        bindings = made.bindings(listing.chain)
        if bindings is None or not self._budget.take():
            return None
        case = poll(listing.chain, made.case)
        if second:
            case = replace(case, message=replace(case.message, caller="second"))
        return self._sender.send([case], [bindings], log=False)[0]

    def _same(self, listing: Listing, name: str) -> Iterator[Finding]:
        """Compare an item with the resource by its id, asked for before and after."""
        made = self._names(listing).get(name)
        sizes = listing.paging.sizes
        first = self._get(listing, made) if made else None
        walk = self._pages.walk(listing, sizes[-1] if sizes else None, 1)
        later = self._get(listing, made) if made else None
        if made is None or first is None or later is None or not walk.pages:
            return
        got = [steps(answer(each), listing.inner) for each in (first, later) if accepted(each)]
        seen = [each for each in got if isinstance(each, dict)]
        page = walk.pages[0]
        item = next((it for it in page.items if str(it.get(listing.name)) == name), None)
        if item is not None and len(seen) == 2:  # noqa: PLR2004 - before and after
            types = (listing.item, self._type(listing))
            shown = page.behind(poll(listing.chain, made.case))
            yield from listed.same(self._scene, shown, item, seen, types)

    def _type(self, listing: Listing) -> TypeId | None:
        return type_at(self._scene.api, success(listing.chain.get), listing.inner)

    def _holding(self, listing: Listing) -> Iterator[Finding]:
        """Look for the first and last resources in the whole list."""
        ours = self._names(listing)
        chosen = list(ours)[:EACH] + list(ours)[-EACH:]
        walk = self._whole(listing)
        if not walk.whole:
            return
        last = walk.pages[-1]
        shown = set(walk.names)
        said = total(last.value, listing.items)
        if said is not None:
            yield from listed.counted(last.shown, said, len(walk.items))
        for name in dict.fromkeys(chosen):
            reply = None if name in shown else self._get(listing, ours[name])
            if reply is not None and accepted(reply):
                path = listing.operation.path
                yield from listed.absent(last.behind(ours[name].case), name, path=path)
                return

    def _strangers(self, listing: Listing) -> Iterator[Finding]:
        """See that what another caller is refused by its id is not in their list either."""
        if not self._sender.signer.has_second or not protected(listing.operation):
            return
        ours = self._names(listing)
        sizes = listing.paging.sizes
        walk = self._pages.walk(listing, sizes[-1] if sizes else None, EACH, caller="second")
        for page in walk.pages:
            for name in [each for each in names(listing, page) if each in ours][:1]:
                reply = self._get(listing, ours[name], second=True)
                if reply is not None and reply.status in HIDDEN:
                    yield from listed.strange(page.behind(ours[name].case), name)
                    return

    # --- Deletion ---------------------------------------------------------------------------------

    def _deleted(self, listing: Listing) -> None:
        """Delete a resource that is listed, and look at its page again."""
        delete = deletes(self._scene, listing.chain)
        ours = self._names(listing)
        sizes = listing.paging.sizes
        walk = self._pages.walk(listing, sizes[-1] if sizes else None, EACH)
        known = [name for name in walk.names if name in ours]
        if delete is None or not known:
            return
        name = next((each for each in known if ours[each].spare), known[-1])
        made = ours[name]
        bindings = made.bindings(listing.chain)
        if bindings is None or not self._budget.take():
            return
        message = Message(method="DELETE", path=listing.chain.get.path)
        case = replace(
            poll(listing.chain, made.case),
            operation=delete.id,
            kind="delete",
            expect="documented",
            message=message,
        )
        reply = self._sender.send([case], [bindings], log=False)[0]
        if not accepted(reply) or reply.status == ACCEPTED_FOR_LATER:
            return
        self._resources.of(listing.chain.create.id).remove(made)
        seen = self._get(listing, made)
        if seen is not None and seen.status in GONE:
            at = walk.page_of(name) or 0
            self._sure(partial(self._still, listing, name, case, at + 1))

    def _still(self, listing: Listing, name: str, case: Case, most: int) -> Iterator[Finding]:
        sizes = listing.paging.sizes
        walk = self._pages.walk(listing, sizes[-1] if sizes else None, most)
        for page in walk.pages:
            if name in names(listing, page):
                yield from listed.gone(page.behind(case), name)
                return


def _within(bindings: Mapping[str, str], scope: Mapping[str, str]) -> bool:
    return all(bindings.get(name) == value for name, value in scope.items())


def _ids(listing: Listing) -> set[str]:
    return {listing.operation.id, listing.chain.create.id, listing.chain.get.id}


def _all(listing: Listing, page: Page) -> Sequence[Json]:
    items = steps(page.value, listing.items)
    return items if isinstance(items, list) else ()


def deletes(scene: Scene, chain: Chain) -> Operation | None:
    """Return the operation that deletes a resource, when it needs nothing else."""
    for operation in scene.api.operations:
        if operation.method == "delete" and operation.path == chain.get.path:
            needed = any(it.required and it.place != "path" for it in operation.parameters)
            if not needed and (operation.body is None or not operation.body.required):
                return operation
    return None

"""Resources that are deleted: gone from their lists, gone with what is in them, gone for good."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import response
from tallystick.fuzz.journeys.items import Items
from tallystick.fuzz.journeys.listing import Listing
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.rooms import Room, Rooms
from tallystick.fuzz.journeys.subjects import Subject, Subjects, deletion
from tallystick.fuzz.journeys.turning import Pages, names
from tallystick.fuzz.model import Case, Finding
from tallystick.fuzz.oracles import listed, updated
from tallystick.fuzz.oracles.acceptance import accepted, done
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.statuses import GONE
from tallystick.ir import Operation

FIRST_PAGES: Final = 3
"""Pages on which something is looked for to be deleted."""
LATE: Final = 2
"""Requests that try to change what is gone."""


class Removing:
    """Deletes resources, and looks at what is left of them."""

    def __init__(
        self, scene: Scene, pages: Pages, resources: Resources, known: tuple[Subjects, Items, Rooms]
    ) -> None:
        """Delete `resources`.

        Args:
            scene: The API.
            pages: Of lists.
            resources: What was made.
            known: How something is done to resources, which of them lists show, and how they
                are changed.
        """
        self._scene = scene
        self._pages = pages
        self._resources = resources
        self._subjects, self._items, self._rooms = known

    def listed(self, listing: Listing) -> None:
        """Delete a resource that is listed, look at its page again, and touch it once more."""
        delete = deletes(self._scene, listing.chain)
        ours = self._items.made(listing)
        walk = self._pages.walk(listing, listing.paging.largest, FIRST_PAGES)
        known = [name for name in walk.names if name in ours]
        if delete is None or not known or listing.chain.items is not None:
            return
        name = next((each for each in known if ours[each].spare), known[-1])
        made = ours[name]
        subject = self._items.subject(listing, made)
        if subject is None or self._items.budget.left <= 0:
            return
        case = deletion(listing.chain, delete, made.changed or made.case)
        reply = self._subjects.ask(case, subject)
        if accepted(reply):
            self._items.forget(listing, made)
        if not done(reply):
            return
        seen = self._items.get(listing, made)
        if seen is not None and seen.status in GONE:
            at = walk.page_of(name) or 0
            self._items.sure(partial(self._still, listing, name, case, at + 1))
            self._items.sure(partial(self._late, listing, subject, case))

    def _still(self, listing: Listing, name: str, case: Case, most: int) -> Iterator[Finding]:
        walk = self._pages.walk(listing, listing.paging.largest, most)
        for page in walk.pages:
            if name in names(listing, page):
                yield from listed.gone(page.behind(case), name)
                return

    def _late(self, listing: Listing, subject: Subject, case: Case) -> Iterator[Finding]:
        """Delete again, which is to be answered as documented, and change what is gone."""
        if self._items.budget.left <= LATE:
            return
        self._subjects.send(replace(case, after=case), subject)
        for late, _ in zip(self._rooms.late(listing, subject), range(LATE), strict=False):
            after = replace(late, after=case)
            reply = self._subjects.send(after, subject)
            if accepted(reply):
                yield from updated.too_late(after, reply)

    def parent(self, room: Room) -> None:
        """Delete the resource that a list is in: what is in it is gone, too."""
        chain = next((it for it in self._resources.chains if _makes(it, room.chain)), None)
        delete = deletes(self._scene, chain) if chain is not None else None
        ours = self._items.made(room.listing)
        values = chain.bindings(room.parent.first, room.parent.bindings) if chain else None
        if chain is None or delete is None or values is None or not ours:
            return
        parent = Subject(
            chain=chain, made=room.parent.made, bindings=values, first=room.parent.first
        )
        case = deletion(chain, delete, parent.made)
        if self._items.budget.left <= 0:
            return
        reply = self._subjects.ask(case, parent)
        if done(reply):
            seen = self._subjects.ask(self._subjects.asking(parent, after=case), parent)
            for made in list(ours.values())[:1] if seen.status in GONE else ():
                self._items.sure(partial(self._orphan, room, made, case))
        for made in ours.values() if accepted(reply) else ():
            self._items.forget(room.listing, made)

    def _orphan(self, room: Room, made: Made, case: Case) -> Iterator[Finding]:
        """Ask for what was in a deleted resource, by its id and in its list."""
        subject = self._items.subject(room.listing, made)
        reply = self._items.get(room.listing, made)
        if subject is not None and reply is not None and accepted(reply):
            asked = poll(room.listing.chain, made.case)
            yield from updated.orphan(replace(asked, after=replace(case, after=made.case)), reply)
        page = self._pages.page(room.listing, room.listing.turn(), hopeful=False)
        if page is not None and (left := names(room.listing, page)):
            yield from listed.orphans(page.behind(case), left[0])


def _makes(chain: Chain, inside: Chain) -> bool:
    """Whether a chain asks for what another one makes something in."""
    return chain.polls and chain.create is inside.create


def deletes(scene: Scene, chain: Chain) -> Operation | None:
    """Return the operation that deletes a resource, when it needs nothing else."""
    for operation in scene.api.operations:
        if operation.method == "delete" and operation.path == chain.get.path:
            needed = any(it.required and it.place != "path" for it in operation.parameters)
            if not needed and (operation.body is None or not operation.body.required):
                return operation
    return None


def deleted_again(
    subjects: Subjects, subject: Subject, case: Case, delete: Operation
) -> Iterator[Finding]:
    """See that what is gone is not deleted once more, where it is documented how that is refused.

    Args:
        subjects: Sends.
        subject: What is gone.
        case: Deleted it.
        delete: The operation.
    """
    if any(response(delete, status) for status in GONE):
        again = replace(case, after=case)
        reply = subjects.send(again, subject)
        if accepted(reply):
            yield from updated.nothing_left(again, reply)

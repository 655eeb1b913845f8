"""Lists of a few items that are all known: in a resource of their own, and after changes.

Where ``/shops/{shop_id}/orders`` lists orders, a new shop gets a few, and its list must show these
and nothing else, whole, in every order, by every filter, on small pages and on large ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.dividing import Dividing
from tallystick.fuzz.journeys.doing import Doing
from tallystick.fuzz.journeys.items import Items
from tallystick.fuzz.journeys.listing import Listing
from tallystick.fuzz.journeys.resources import Resources, binds, varied
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.journeys.turning import Walk
from tallystick.fuzz.journeys.updating import Updating
from tallystick.fuzz.model import Case
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.requests.paging import steps
from tallystick.text import Json

FEW: Final = 8
"""Items that are made in a resource of their own."""
CHANGED: Final = 4
"""Items of a list that are changed."""


class Room(NamedTuple):
    """A list in a resource of its own.

    Attributes:
        listing: The list there.
        parent: The resource.
        chain: What makes it, and makes something in it.
    """

    listing: Listing
    parent: Subject
    chain: Chain


class Rooms:
    """Makes such lists, and changes what stands in lists."""

    def __init__(
        self,
        subjects: Subjects,
        resources: Resources,
        items: Items,
        known: Sequence[Deed],
        means: tuple[Doing, Updating, Dividing],
    ) -> None:
        """Make resources as `subjects` are made.

        Args:
            subjects: Makes them.
            resources: What was made.
            items: Of lists.
            known: What can be done to resources.
            means: How actions and updates are asked for, and what differs is made.
        """
        self._subjects = subjects
        self._resources = resources
        self._items = items
        self._deeds = known
        self._doing, self._updating, self._dividing = means

    def furnished(self, listing: Listing) -> Room | None:
        """Return a new resource with a few things of as many kinds as can be, None for none.

        Args:
            listing: A list in resources of the kind.
        """
        chain = next((it for it in self._resources.chains if _holds(it, listing)), None)
        parent = self._subjects.fresh(chain) if chain is not None else None
        if chain is None or parent is None:
            return None
        create = listing.chain.create
        known = [it for it in self._resources.of(create.id) if not keyed(create, it.case)]
        alone = [it for it in known if not it.case.names]
        known = alone if len(alone) >= FEW // 2 else known  # what others name may be elsewhere
        chosen = varied(known, FEW)
        shown = (steps(answer(it.reply), listing.inner) for it in chosen)
        items = [it for it in shown if isinstance(it, dict)]
        others = self._dividing.designed(listing, (chosen, known), items)
        apart = [case for _, case in others]
        within: Case | None = None
        for number, made in enumerate(chosen):
            tried = [*apart[number : number + 1], made.case]
            within = self._placed(tried, parent, chain) or within
        if within is None:
            return None
        return Room(replace(listing, within=within, scope=parent.bindings), parent, chain)

    def _placed(self, tried: Sequence[Case], parent: Subject, chain: Chain) -> Case | None:
        """Make one thing in a resource, as the first of some requests that is taken does it."""
        for one in tried:
            case = replace(one, after=parent.made, binds=binds(chain, parent.made))
            if any(each.status == "409" for each in chain.get.responses):
                case = replace(case, expect="documented")  # what it says may be taken by now
            reply = self._subjects.send(case, parent) if self._items.budget.left > 0 else None
            if reply is not None and accepted(reply):
                self._resources.add(case, reply, parent.bindings)
                return case
        return None

    def stirred(self, listing: Listing, walk: Walk) -> list[str]:
        """Do what can be done to the items of a list, each to another one; returns their names.

        Args:
            listing: The list.
            walk: Some of its pages.
        """
        made = self._items.made(listing)
        shown = {str(item.get(listing.name)): item for item in walk.items}
        free = sorted((it for it in shown if it in made), key=lambda it: not made[it].spare)
        changed: list[str] = []
        for deed in [it for it in self._deeds if it.chain is listing.chain][:CHANGED]:
            if not free or self._items.budget.left <= 0:
                break
            name = free[0]
            subject = self._items.subject(listing, made[name])
            sample = self._sample(deed, shown[name])
            if subject is None or sample is None:
                continue
            case = self._subjects.case(deed, subject, sample)
            if accepted(self._subjects.send(case, subject)):
                made[name].changed = case
                changed.append(free.pop(0))
        return changed

    def _sample(self, deed: Deed, now: Mapping[str, Json]) -> Case | None:
        """Return a request that does something to a resource, None when nobody knows one."""
        if deed.kind == "action":
            return next(iter(self._doing.samples(deed)), None)
        bodies = self._updating.bodies(deed)
        return max(bodies, key=lambda it: _shows(it.value, now), default=None)

    def late(self, listing: Listing, gone: Subject) -> Iterator[Case]:
        """Yield requests that change a resource; after its end each must be refused.

        Args:
            listing: Where it was listed.
            gone: The resource.
        """
        for deed in self._deeds:
            # A PUT may make it anew.
            apart = deed.chain is not listing.chain or deed.kind == "put"
            sample = None if apart else self._sample(deed, {})
            if sample is not None:
                yield self._subjects.case(deed, gone, sample)


def _shows(asked: Json, now: Mapping[str, Json]) -> int:
    """Return how many plain members of a resource an update changes: lists show these."""
    told = asked.items() if isinstance(asked, dict) else ()
    plain = ((name, value) for name, value in told if isinstance(value, str | int | float))
    return sum(now.get(name) != value for name, value in plain)


def _holds(chain: Chain, listing: Listing) -> bool:
    """Whether a chain makes what a list is in."""
    return chain.items is None and chain.inside and chain.get is listing.chain.create

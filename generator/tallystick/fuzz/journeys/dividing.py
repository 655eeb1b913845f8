"""A few items that differ in what a list can be asked for: else no condition divides them.

Campaigns make much of one kind: of one day, of one owner. A bound that nobody heeds then shows as
little as one that is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.journeys.designing import FEWEST, Designing, Way, telling, weight
from tallystick.fuzz.journeys.items import Items
from tallystick.fuzz.journeys.listing import Listing
from tallystick.fuzz.journeys.members import types_of
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.subjects import Subject, Subjects, with_value
from tallystick.fuzz.ledger import smaller_first
from tallystick.fuzz.model import Case, Named
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.counted import NUMBERS
from tallystick.fuzz.oracles.mirrored import OWN
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import steps
from tallystick.ir import Scalar
from tallystick.ir.words import words
from tallystick.text import Json

MOST: Final = 4
"""Items that are made for one list."""
MODELS: Final = 3
"""Items that others are made like."""


class Dividing:
    """Makes such items."""

    def __init__(
        self, judging: Judging, subjects: Subjects, resources: Resources, items: Items
    ) -> None:
        """Make what `judging` accepts as `subjects` are made, beside `resources`."""
        self._judging = judging
        self._subjects = subjects
        self._resources = resources
        self._items = items

    def divide(self, listing: Listing, shown: Sequence[Mapping[str, Json]]) -> None:
        """Make items that have other values of what a list can be asked for, where all are alike.

        Args:
            listing: The list.
            shown: Some of its items.
        """
        known = [*shown, *self._items.first(listing).values()]
        create = listing.chain.create
        made = {
            id(each.case): each
            for each in self._resources.of(create.id)
            if not keyed(create, each.case) and isinstance(each.case.value, dict)
        }
        models = [made[id(case)] for case in smaller_first(each.case for each in made.values())]
        chosen = (models[:MODELS] * MOST)[:MOST]
        for like, case in self.designed(listing, (chosen, models), known):
            if self._items.budget.left <= 0:
                return
            self._make(listing, like, case)

    def _make(self, listing: Listing, like: Made, case: Case) -> None:
        like_it = Subject(chain=listing.chain, made=case, bindings=like.given, first=None)
        reply = self._subjects.send(case, like_it)
        if accepted(reply):
            self._resources.add(case, reply, like.given)

    def designed(
        self,
        listing: Listing,
        models: tuple[Sequence[Made], Sequence[Made]],
        known: Sequence[Mapping[str, Json]],
    ) -> Iterator[tuple[Made, Case]]:
        """Yield creations like some that were made, with other values of what is all alike.

        Args:
            listing: The list.
            models: What they are like, one after the other; and what else was made.
            known: Items that are there, or will be.
        """
        content = json_content(listing.chain.create)
        if content is None or content.type is None:
            return
        designing = Designing(self._judging, content.type)
        chosen, every = models
        named = {it.path for made in every for it in made.case.names}
        wanted = [
            way
            for way, needed in _wanted(listing).items()
            if (way in named or self._apt(listing, designing, way))
            and not telling([steps(dict(item), way) for item in known], needed)
        ]
        own = [way for way in wanted if way not in named]
        if not all(map(designing.places, own)):  # some of it comes of other members
            rich = sorted(every, key=lambda it: -weight(it.case.value))[:MODELS]
            chosen = [*chosen[::2], *(rich * len(chosen))[: len(chosen[1::2])]]
        for number, made in enumerate(chosen if wanted else ()):
            value = designing.body(made.case.value, own, number)
            names = tuple(self._renamed(it, number, wanted) for it in made.case.names)
            case = replace(with_value(made.case, value), expect="documented", touches=())
            yield made, replace(case, names=names)

    def _apt(self, listing: Listing, designing: Designing, way: Way) -> bool:
        """Whether a member may be chosen: it is none that names something, or that a server sets.

        A number that no body says comes of those that bodies say.
        """
        name = words(way[-1])
        kinds = types_of(self._judging.api, listing.item, way)
        scalars = {it.kind for it in kinds if isinstance(it, Scalar)}
        if name in OWN or ("string" in scalars and name[-1:] in {("id",), ("ids",)}):
            return False
        return designing.places(way) or not scalars.isdisjoint(NUMBERS)

    def _renamed(self, name: Named, number: int, wanted: Sequence[Way]) -> Named:
        """Return what a body names, or another resource of its kind where that is wanted."""
        others = [*self._named(name)] if name.path in wanted else []
        return others[number % len(others)] if others else name

    def _named(self, name: Named) -> Iterator[Named]:
        """Yield the names of the resources of a kind."""
        for made in self._resources.of(name.maker.operation):
            own = steps(answer(made.reply), name.pointer.split("/")[1:])
            if own is not None:
                ask = replace(name.ask, after=made.case) if name.ask is not None else None
                yield replace(name, given=own, maker=made.case, ask=ask)


def _wanted(listing: Listing) -> dict[Way, int]:
    """Return the members that a list can be asked for, and how many values of each are needed."""
    found: dict[Way, int] = {}
    for each in listing.filters:
        needed = FEWEST if each.bounds else FEWEST - 1
        for way in each.sought.ways if each.sought is not None else (each.steps,):
            found[way] = max(needed, found.get(way, 0))
    return found | {each.by.steps: FEWEST for each in listing.sorts}

"""A few items that differ in what a list can be asked for: else no condition divides them.

Campaigns make much of one kind: of one day, of one owner. A bound that nobody heeds then shows as
little as one that is kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.holders import type_at
from tallystick.fuzz.journeys.items import Items
from tallystick.fuzz.journeys.listing import Listing
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.subjects import Subject, Subjects, with_value
from tallystick.fuzz.ledger import smaller_first
from tallystick.fuzz.model import Case, Named
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import steps
from tallystick.ir.facts import key_of
from tallystick.text import Json

MOST: Final = 6
"""Items that are made for one list, or tried to."""
TWO, THREE = 2, 3
"""Values that a comparison needs, and an order."""
MODELS: Final = 3
"""Items that others are made like."""
DAYS: Final = (3, 40)
"""Days that all days of an item are moved by, so that they stay in order."""
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?=$|T)")


class Dividing:
    """Makes such items."""

    def __init__(
        self, judging: Judging, subjects: Subjects, resources: Resources, items: Items
    ) -> None:
        """Make what `judging` accepts as `subjects` are made, beside `resources`."""
        self._judging = judging
        self._values = Values(judging, {})
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
        left = MOST
        for member, needed in _wanted(listing).items():
            have = {key_of(item[member]): None for item in known if item.get(member) is not None}
            for made, case in self._others(listing, member):
                if len(have) >= needed or left <= 0 or self._items.budget.left <= 0:
                    break
                left -= 1
                got = self._made(listing, made, case)
                have |= {key_of(got[member]): None} if got.get(member) is not None else {}

    def _made(self, listing: Listing, like: Made, case: Case) -> Mapping[str, Json]:
        """Make an item; returns it, empty when it is refused."""
        case = replace(case, expect="documented", touches=())
        like_it = Subject(chain=listing.chain, made=case, bindings=like.given, first=None)
        reply = self._subjects.send(case, like_it)
        if not accepted(reply):
            return {}
        self._resources.add(case, reply, like.given)
        shown = steps(answer(reply), listing.inner)
        return shown if isinstance(shown, dict) else {}

    def _others(self, listing: Listing, member: str) -> Iterator[tuple[Made, Case]]:
        """Yield creations like those that were made, each with another value of a member."""
        create = listing.chain.create
        known = {
            id(each.case): each
            for each in self._resources.of(create.id)
            if not keyed(create, each.case) and isinstance(each.case.value, dict)
        }
        for case in smaller_first(each.case for each in known.values())[:MODELS]:
            made = known[id(case)]
            name = next((it for it in case.names if it.path == (member,)), None)
            for named in self._named(name) if name is not None else ():
                names = tuple(named if it is name else it for it in case.names)
                yield made, replace(case, names=names)
            for value in self._told(listing, case, member) if name is None else ():
                yield made, with_value(case, value)

    def _named(self, name: Named) -> Iterator[Named]:
        """Yield the names of other resources of a kind."""
        for made in self._resources.of(name.maker.operation):
            own = steps(answer(made.reply), name.pointer.split("/")[1:])
            if own is not None and own != name.given:
                ask = replace(name.ask, after=made.case) if name.ask is not None else None
                yield replace(name, given=own, maker=made.case, ask=ask)

    def _told(self, listing: Listing, case: Case, member: str) -> Iterator[Json]:
        """Yield valid bodies with another value of a member."""
        body = case.value if isinstance(case.value, dict) else {}
        now = body.get(member)
        content = json_content(listing.chain.create)
        whole = content.type if content is not None else None
        inner = type_at(self._judging.api, whole, [member])
        if whole is None or inner is None:
            return
        dated = isinstance(now, str) and _DAY.match(now) is not None
        other = ({**body, member: value} for _, value in self._values.valid(inner, ""))
        for value in (*(_moved(body, days) for days in DAYS if dated), *other):
            told = value.get(member) if isinstance(value, dict) else None
            if key_of(told) != key_of(now) and self._judging.broken(whole, value).nothing:
                yield value


def _wanted(listing: Listing) -> dict[str, int]:
    """Return the members that a list can be asked for, and how many values of each are needed."""
    found: dict[str, int] = {}
    for each in listing.filters:
        needed = THREE if each.bounds else TWO
        found[each.steps[0]] = max(needed, found.get(each.steps[0], 0))
    return found | {each.member: THREE for each in listing.sorts}


def _moved(value: Json, days: int) -> Json:
    """Return a body with all its days moved, as far as they stay days."""
    if isinstance(value, dict):
        return {name: _moved(part, days) for name, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, days) for part in value]
    if not isinstance(value, str):
        return value
    try:
        return _DAY.sub(lambda it: str(date.fromisoformat(it[1]) + timedelta(days)), value, count=1)
    except (ValueError, OverflowError):
        return value

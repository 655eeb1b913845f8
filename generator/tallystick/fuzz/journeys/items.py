"""What stands in a list and was made by the campaign: by its name, asked for by its id."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.lasting import lasting
from tallystick.fuzz.journeys.listing import Listing
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.journeys.turning import Walk
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.requests.paging import steps
from tallystick.text import Json

LATER: Final = (0.05, 0.2, 0.6)
"""Seconds after which what seems wrong is looked at again, each time."""

Check = Callable[[], Iterator[Finding]]


class Items:
    """Knows which items of lists were made, and how they are now."""

    def __init__(self, ledger: Ledger, subjects: Subjects, resources: Resources) -> None:
        """Ask for `resources` as for `subjects`, telling `ledger`."""
        self._ledger = ledger
        self._subjects = subjects
        self._resources = resources
        self.budget = subjects.budget

    def sure(self, check: Check) -> bool:
        """Tell what a check finds each time that it is made; whether it could be made at all."""
        before = self.budget.left
        self._ledger.add(lasting(check, LATER, self.budget.renew))
        return self.budget.left < before

    def made(self, listing: Listing) -> dict[str, Made]:
        """Return the resources that were made where a list is, by what names them there."""
        chain = listing.chain
        found = {}
        for made in self._resources.of(chain.create.id):
            bindings = made.bindings(chain)
            if bindings is not None and _within(bindings, listing.scope):
                found[bindings[chain.values[-1][0]]] = made
        return found

    def known(self, listing: Listing, walk: Walk) -> list[str]:
        """Return the names on some pages of what was made, in the order of the list."""
        ours = self.made(listing)
        return [name for name in walk.names if name in ours]

    def forget(self, listing: Listing, made: Made) -> None:
        """Take a resource off, which was deleted."""
        self._resources.of(listing.chain.create.id).remove(made)

    def get(self, listing: Listing, made: Made, *, second: bool = False) -> Reply | None:
        """Ask for a resource by its id; None when there is no request left.

        Args:
            listing: Where it is listed.
            made: The resource.
            second: Another caller asks.
        """
        subject = self.subject(listing, made)
        if subject is None or self.budget.left <= 0:
            return None
        case = self.asking(listing, made)
        return self._subjects.ask(case.by_second if second else case, subject)

    def look(self, listing: Listing, made: Made) -> None:
        """Ask for a resource by its id, and have the answer judged."""
        subject = self.subject(listing, made)
        if subject is not None and self.budget.left > 0:
            self._subjects.send(self.asking(listing, made), subject)

    def asking(self, listing: Listing, made: Made) -> Case:
        """Return the request that asks for a resource, after what was done to it last."""
        return poll(listing.chain, made.changed or made.case)

    def now(self, listing: Listing, name: str) -> Mapping[str, Json] | None:
        """Return a resource that was made as it is by its id; None when it is not served."""
        made = self.made(listing).get(name)
        reply = self.get(listing, made) if made is not None else None
        if reply is None or not accepted(reply):
            return None
        shown = steps(answer(reply), listing.inner)
        return shown if isinstance(shown, dict) else None

    def first(self, listing: Listing) -> dict[str, Mapping[str, Json]]:
        """Return the resources that were made as they were at first, by name."""
        listed = listing.chain.items is not None
        way = (*listing.items, "0") if listed else listing.inner
        shown = {
            name: steps(answer(made.reply), way)
            for name, made in self.made(listing).items()
            if made.changed is None
        }
        return {name: value for name, value in shown.items() if isinstance(value, dict)}

    def subject(self, listing: Listing, made: Made) -> Subject | None:
        """Return a resource as one that something can be done to."""
        bindings = made.bindings(listing.chain)
        if bindings is None:
            return None
        first = answer(made.reply)
        return Subject(chain=listing.chain, made=made.case, bindings=bindings, first=first)


def _within(bindings: Mapping[str, str], scope: Mapping[str, str]) -> bool:
    return all(bindings.get(name) == value for name, value in scope.items())

"""What shows how things stand for a caller: ``GET /account``, and how many things a list has."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.holders import held
from tallystick.fuzz.journeys.listing import Listing, listings
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subjects
from tallystick.fuzz.journeys.turning import Pages, Walk
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import fenced
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.paging import names_in, total
from tallystick.fuzz.sending.credentials import protected
from tallystick.fuzz.sending.sender import Sender
from tallystick.ir import Operation, words
from tallystick.text import Json

OWN: Final = names_in(
    "account balance billing credits limits me profile quota quotas self subscription usage user",
    "wallet whoami",
)
"""Last words of paths of what belongs to who asks."""
COUNTERS: Final = names_in("call calls hits rate request requests")
"""Words of numbers that grow with every request."""
TWICE: Final = 2
"""How often something is seen to change before it is told: other things may change it once."""
MADE: Final = 2
"""Kinds of things that are made while somebody else looks."""
COUNTED: Final = 6
"""Pages on which things are counted."""
Shown = Mapping[str, Json]


class Views:
    """Looks at what shows how things stand, and who sees it change."""

    def __init__(
        self,
        scene: Scene,
        sender: Sender,
        ledger: Ledger,
        resources: Resources,
        subjects: Subjects,
    ) -> None:
        """Ask over `sender`, telling `ledger`; things are made by `subjects`."""
        self._api = scene.api
        self._sender = sender
        self._ledger = ledger
        self._subjects = subjects
        self._chains = [it for it in resources.chains if it.polls and not it.scope]
        self._pages = Pages(scene, sender, ledger, subjects.budget)
        self._lists = {
            it.chain.create.id: it
            for it in listings(scene.judging, resources.chains)
            if not it.scoped and not it.searches
        }
        self.known = tuple(it for it in scene.api.operations if _tells(scene, it))

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what is to be seen by its owner alone.

        Args:
            only: Operations; empty for all.
        """
        if not self._subjects.has_second:
            return []
        own = (it for it in self.known if protected(it) and _owned(it))
        wanted = (it for it in own if not only or it.id in only)
        return [Task(partial(self.apart, asking(it), it)) for it in wanted]

    def now(self, chain: Chain | None) -> dict[str, Json]:
        """Return all that is shown of how things stand; with what a list of things has."""
        found: dict[str, Json] = {}
        for operation in self.known:
            shown = self._look(asking(operation))[1]
            found |= {f"{operation.path}/{name}": value for name, value in (shown or {}).items()}
        listing = self._lists.get(chain.create.id) if chain is not None else None
        count = self._count(listing) if listing is not None else None
        return found if listing is None else {**found, listing.operation.path: count}

    def asked(self, operation: Operation) -> tuple[Case, Reply]:
        """Ask for what stands at a path that needs nothing; returns the request, too."""
        case = asking(operation)
        return case, self._look(case)[0]

    def all(self, chain: Chain) -> list[Mapping[str, Json]] | None:
        """Return all items of the list of things, None where there is none, or too many."""
        listing = self._lists.get(chain.create.id)
        walk = self._walk(listing) if listing is not None else None
        narrow = listing is not None and listing.narrow(self._api)
        return walk.items if walk is not None and walk.whole and not narrow else None

    def _walk(self, listing: Listing) -> Walk:
        self._pages.forget()
        return self._pages.walk(listing, listing.paging.largest, COUNTED)

    def _count(self, listing: Listing) -> int | None:
        """Return how many things a list has, None where there are too many to count."""
        walk = self._walk(listing)
        if not walk.pages:
            return None
        said = total(walk.pages[0].value, listing.items, walk.pages[0].reply)
        return said if said is not None else len(set(walk.names)) if walk.whole else None

    def apart(self, case: Case, operation: Operation) -> None:
        """See that what one caller makes does not change what another one is shown of their own.

        Args:
            case: Asks for it.
            operation: By this.
        """
        if not self._subjects.has_second or not _owned(operation):
            return
        for chain in self._chains[:MADE]:
            if not chain.items:
                self._made(replace(case.by_second, expect="documented"), chain)

    def _made(self, case: Case, chain: Chain) -> None:
        """See what changes for another caller when something is made, twice."""
        subject = self._subjects.fresh(chain)
        if subject is None or not self._subjects.strange(subject):
            return
        found: set[str] | None = None
        for _ in range(TWICE):
            before = steady(self._look(case)[1], self._look(case)[1])
            if before is None or self._subjects.fresh(chain) is None:
                return
            reply, after = self._look(case)
            now = changed(before, after)
            found = now if found is None else found & now
            if not found:
                return
        for name in sorted(found or ())[:1]:
            self._ledger.add(fenced.shared(case, reply, name, chain.create.id))

    def _look(self, case: Case) -> tuple[Reply, Shown | None]:
        reply = self._subjects.send(case)
        value = answer(reply) if accepted(reply) else None
        if not isinstance(value, dict):
            return reply, None
        return reply, {it: value[it] for it in value if not COUNTERS & set(words(it))}


def asking(operation: Operation) -> Case:
    """Return the request for what stands at a path that needs nothing."""
    message = Message(method="GET", path=operation.path)
    return Case(operation=operation.id, kind="poll", expect="accepted", message=message)


def steady(first: Shown | None, later: Shown | None) -> Shown | None:
    """Return what two looks show alike, None where one shows nothing."""
    if first is None or later is None:
        return None
    return {name: value for name, value in first.items() if name in later and later[name] == value}


def changed(before: Shown, after: Shown | None) -> set[str]:
    """Return the names of what is shown otherwise than before."""
    return set() if after is None else {it for it in before if after.get(it) != before[it]}


def _tells(scene: Scene, operation: Operation) -> bool:
    """Whether a GET tells of how something stands: an object, and it needs nothing."""
    shown = success(operation)
    needs = any(it.required for it in operation.parameters) or "{" in operation.path
    lists = held(scene.api, operation, None) is not None
    alone = operation.method == "get" and not needs and not lists
    return alone and bool(shown and scene.api.fields(shown))


def _owned(operation: Operation) -> bool:
    """Whether the last part of a path says that it belongs to who asks."""
    return bool(OWN & set(words(operation.path.rstrip("/").rpartition("/")[2])))

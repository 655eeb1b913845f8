"""What is tried at the end of a campaign, on what it has made: lists, actions and updates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest

from tallystick.fuzz.journeys.accounting import Accounting
from tallystick.fuzz.journeys.acting import Acting
from tallystick.fuzz.journeys.admitting import Admitting
from tallystick.fuzz.journeys.asking import Journeys
from tallystick.fuzz.journeys.batches import Batches
from tallystick.fuzz.journeys.beginnings import Beginnings
from tallystick.fuzz.journeys.collected import collections
from tallystick.fuzz.journeys.deeds import Deed, deeds
from tallystick.fuzz.journeys.doing import Doing
from tallystick.fuzz.journeys.doubling import Doubling
from tallystick.fuzz.journeys.emptying import Emptying
from tallystick.fuzz.journeys.estimating import Estimating
from tallystick.fuzz.journeys.exploring import Exploring
from tallystick.fuzz.journeys.fencing import Fencing
from tallystick.fuzz.journeys.fetching import Fetching
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.granting import Granting
from tallystick.fuzz.journeys.guarding import Guarding
from tallystick.fuzz.journeys.histories import Histories
from tallystick.fuzz.journeys.knocking import Knocking
from tallystick.fuzz.journeys.limiting import Limiting
from tallystick.fuzz.journeys.listing import listings
from tallystick.fuzz.journeys.lists import Lists
from tallystick.fuzz.journeys.looking import Looking
from tallystick.fuzz.journeys.mending import Mending
from tallystick.fuzz.journeys.moments import Moments
from tallystick.fuzz.journeys.nesting import Nesting
from tallystick.fuzz.journeys.nests import Nests
from tallystick.fuzz.journeys.oddities import Oddities
from tallystick.fuzz.journeys.picking import Picking
from tallystick.fuzz.journeys.portions import Portions
from tallystick.fuzz.journeys.precedents import Precedents
from tallystick.fuzz.journeys.pricing import Pricing
from tallystick.fuzz.journeys.removing import deletes
from tallystick.fuzz.journeys.renewing import Renewing
from tallystick.fuzz.journeys.reporting import Reporting
from tallystick.fuzz.journeys.resources import Resources, binds
from tallystick.fuzz.journeys.shelves import Shelves
from tallystick.fuzz.journeys.sourcing import Sourcing
from tallystick.fuzz.journeys.standing import Standing, Task
from tallystick.fuzz.journeys.stands import stands
from tallystick.fuzz.journeys.stocking import Stocking
from tallystick.fuzz.journeys.subjects import Subjects
from tallystick.fuzz.journeys.through import listed_updates
from tallystick.fuzz.journeys.updating import Updating
from tallystick.fuzz.journeys.uploading import Uploading
from tallystick.fuzz.journeys.views import Views
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.sender import Sender

LISTS, DEEDS, FENCES = 0.14, 0.15, 0.04
"""Parts of all requests that lists, actions and updates, and what keeps others away may take above
what is planned."""
SMALL = 4
"""Requests for a small resource, with those that are refused."""

LATE = 24
"""Requests that may name what was seen to fail at last."""
NESTING, UPDATING, TOGETHER = 3, 3, 2
"""Shares of the requests that go to things in one kind of resources, to one update, and to what
makes several."""


class Afterwards:
    """Tries what needs resources that exist."""

    def __init__(
        self,
        scene: Scene,
        sender: Sender,
        ledger: Ledger,
        resources: Resources,
        journeys: Journeys,
    ) -> None:
        """Send over `sender`, telling `ledger`; what is made elsewhere `journeys` follow."""
        self._scene, self._sender, self._resources = scene, sender, resources
        self.settled = Renewing(scene, sender).settled
        self._subjects = Subjects(scene, sender, ledger, resources, journeys.sequels.see)
        self._precedents, self._instead = Precedents(), (Mending(scene), Emptying(scene))
        self._knocking = Knocking(scene, sender, ledger, self._precedents)
        self._oddities = Oddities(scene, sender, ledger, (self._precedents, self._subjects))
        self._fencing = Fencing(scene, ledger, resources, self._subjects, self._precedents)
        doing = Doing(scene, ledger, self._subjects)
        self._acting = Acting(ledger, self._subjects, doing)
        portions = Portions(scene.judging, ledger, self._subjects, doing)
        guarding = Guarding(scene.api, ledger, self._subjects, resources.chains)
        self._exploring = Exploring(ledger, self._subjects, (doing, portions, guarding))
        self._moments = Moments(scene, ledger, self._subjects, resources, (self._acting, guarding))
        self._updating = Updating(scene, ledger, self._subjects, resources)
        nests = Nests(scene, ledger, self._subjects, resources)
        self._nesting = ((Nesting(nests).run, NESTING), (Stocking(nests).run, 1))
        means = (doing, self._updating)
        found = stands(scene.api, resources.chains)
        self._beginnings = Beginnings(scene, sender, self._subjects, found)
        self._standing = Standing(scene, ledger, self._subjects, self._updating, self._beginnings)
        self._doubling = Doubling(scene, ledger, resources, self._subjects)
        self._batches = Batches(scene, sender, ledger, resources, self._doubling)
        self._views = Views(scene, sender, ledger, resources, self._subjects)
        seen = (self._subjects, self._views)
        self._sourcing, self._admitting = _names(scene, ledger, resources, self._subjects, journeys)
        self._looking = Looking(scene, sender, ledger, resources, journeys.following)
        self._granting = Granting(scene, ledger, self._subjects, resources)
        self._picking = Picking(scene, ledger, self._subjects, resources)
        self._others = (
            *_telling(scene, ledger, resources, (self._subjects, journeys.following)),
            *(self._granting, self._picking, self._sourcing, self._views),
            Estimating(scene, ledger, resources, seen),
            Limiting(scene, ledger, resources, seen),
            Reporting(scene, ledger, resources, seen),
            self._standing,
            Shelves(scene, ledger, resources, (self._subjects, self._standing)),
            Accounting(scene, ledger, resources, (*seen, doing)),
        )
        self._pricing = Pricing(scene, ledger, resources, self._subjects)
        self._lists = Lists(scene, sender, ledger, resources, self._subjects, means)

    def note(self, case: Case) -> None:
        """Remember a planned request: what it holds may be sent again, to another resource."""
        self._subjects.note(case)
        self._batches.note(case)

    def anew(self, case: Case) -> Case:
        """Return a planned request that has nothing alike with what was made meanwhile."""
        return self._subjects.anew(case)

    def small(self, case: Case) -> tuple[Case, Mapping[str, str]] | None:
        """Return a request for a small resource of its own, and the values of its path.

        It is None where none is made, or where more than the resource comes before the request.
        """
        if not case.takes:
            return case, {}
        chain = self._resources.chain(case)
        more = case.before or case.until or case.tagged or case.led or case.apart
        if chain is None or chain.items is not None or more:
            return None
        self._subjects.budget.left = min(SMALL, self._sender.room - 1)
        subject = self._subjects.fresh(chain)
        if subject is None:
            return None
        after = replace(case, after=subject.made, binds=binds(chain, subject.made))
        return after, subject.bindings

    def before(self, case: Case, given: Mapping[str, str]) -> None:
        """Look at what a planned request is about to change, so that it can be put back.

        Args:
            case: The request.
            given: The values of the ``{name}`` in its path.
        """
        self._beginnings.before(case, given)

    def answered(self, case: Case, reply: Reply, given: Mapping[str, str]) -> None:
        """Remember what came of a planned request; arguments as of `before`."""
        self._subjects.answered(case, reply)
        for each in self._instead:
            each.note(case, reply)
        self._standing.note(case, reply, given)
        self._granting.note(case, reply)
        self._admitting.note(case, reply)
        self._picking.note(case, reply)
        self._precedents.note(self._scene.operations[case.operation], case, reply, given)

    @property
    def instead(self) -> list[Case]:
        """Requests like others that were refused, perhaps for something else than they break.

        Those of each kind come in turn: what has little room has some of all.
        """
        turns = zip_longest(*(each.cases for each in self._instead))
        return [case for turn in turns for case in turn if case is not None]

    def restore(self) -> None:
        """Put back what there was before.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        self._beginnings.restore()

    def _removals(self, most: int, only: tuple[str, ...]) -> int:
        """Try to delete what another caller has; returns the requests that it took."""
        self._subjects.budget.left = most
        for chain in self._resources.chains:
            delete = deletes(self._scene, chain) if chain.polls else None
            if delete is not None and (not only or delete.id in only):
                self._updating.removal(chain, delete)
        return most - max(0, self._subjects.budget.left)

    @property
    def has(self) -> tuple[bool, bool]:
        """Whether there are actions or updates, and lists."""
        chains = self._resources.chains
        listed = listings(self._scene.judging, chains)
        done = bool(deeds(self._scene.api, chains) or self._batches.known or self._granting.has)
        tried = (*self._others, self._moments)
        return done or any(each.tasks(()) for each in tried), bool(listed)

    def tie(self, wish: Wish) -> None:
        """Try what ties callers and resources together.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        if not wish.only:
            self._knocking.run()
            self._oddities.run()
        self._subjects.budget.left = min(int(wish.most * FENCES), self._sender.room)
        done = deeds(self._scene.api, self._resources.chains)
        removed = (deletes(self._scene, it) for it in self._resources.chains if it.polls)
        tried = {it.operation.id for it in done if it.kind != "action"}
        tried |= {it.id for it in removed if it is not None}
        self._fencing.run(wish.only, tried)
        self._doubling.run(wish.only)
        self._pricing.run(wish.only)

    def list(self, wish: Wish) -> None:
        """Look at lists.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        self._lists.run(min(int(wish.most * LISTS), self._sender.room), wish.only)

    def look(self, wish: Wish) -> None:
        """Look at what nobody followed, and name what was seen to fail.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        self._looking.run(wish.only)
        self._sourcing.late(self._looking.failed, min(LATE, self._sender.room))

    def do(self, wish: Wish) -> None:
        """Try actions and updates, each with an equal share of the requests.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        most, only = min(int(wish.most * DEEDS), self._sender.room), wish.only
        most -= self._removals(most, only)
        self._subjects.budget.left = most
        self._admitting.run(only)
        most = max(0, self._subjects.budget.left)
        tasks = self._tasks(only)
        left = sum(task.deeds for task in tasks)
        budget = self._subjects.budget
        for task in tasks:
            share = budget.left = most * task.deeds // left
            left -= task.deeds
            task.run()
            most -= share - max(0, budget.left)

    def _tasks(self, only: tuple[str, ...]) -> tuple[Task, ...]:
        """Return what can be done, what takes few requests first: the others get what is left.

        Args:
            only: Operations; empty for all.
        """
        api, chains = self._scene.api, self._resources.chains
        found = (*deeds(api, chains), *listed_updates(api, chains))
        wanted = [each for each in found if not only or each.operation.id in only]
        acts: list[Task] = []
        for group in _together([each for each in wanted if each.kind == "action"]):
            same = (it for it in found if it.kind == "action" and it.chain is group[0].chain)
            act = partial(self._acting.act, group[0], tuple(same))
            explore = partial(self._exploring.explore, group)
            explored = Task(explore, self._exploring.weight(group))
            acts.append(explored if group[0].explored else Task(act))
        updates = (each for each in wanted if each.kind != "action")
        updating = (Task(partial(self._updating.update, each), UPDATING) for each in updates)
        some = (it for it in self._batches.known if not only or it.operation.id in only)
        together = (Task(partial(self._batches.run, each), TOGETHER) for each in some)
        below = [it for it in collections(api, chains) if not only or it.chain.get.id in only]
        nesting = (Task(partial(run, it), most) for run, most in self._nesting for it in below)
        others = (task for each in self._others for task in each.tasks(only))
        return *others, *together, *nesting, *updating, *acts, *self._moments.tasks(only)


def _telling(
    scene: Scene, ledger: Ledger, resources: Resources, known: tuple[Subjects, Following]
) -> tuple[Histories, Fetching, Uploading]:
    """Return what looks at what resources tell, lead to and hold."""
    subjects, following = known
    return (
        Histories(scene, ledger, subjects, resources),
        Fetching(scene, ledger, subjects, following),
        Uploading(scene, ledger, subjects, resources),
    )


def _names(
    scene: Scene, ledger: Ledger, resources: Resources, subjects: Subjects, journeys: Journeys
) -> tuple[Sourcing, Admitting]:
    """Return what looks at what bodies name."""
    sourcing = Sourcing(scene, ledger, resources, (subjects, journeys.following))
    known = (subjects, journeys.following, sourcing)
    return sourcing, Admitting(scene, ledger, resources, known)


def _together(deeds: Sequence[Deed]) -> list[list[Deed]]:
    """Return what can be done, each by itself, and what is explored with all on one resource."""
    groups: dict[object, list[Deed]] = {}
    for number, deed in enumerate(deeds):
        groups.setdefault(id(deed.chain) if deed.explored else -number, []).append(deed)
    return list(groups.values())

"""A last look at what was made, with the requests that are left, until every state was seen.

A state that comes seldom (one in twenty fails), or that is over soon, shows what is wrong with it
only to those who see it.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.journeys.ending import features
from tallystick.fuzz.journeys.failing import Failing, comes, failures
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.polling import asked, poll
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.sourcing import Shown
from tallystick.fuzz.journeys.subjects import Subject
from tallystick.fuzz.journeys.watching import Watching, passing
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles import echo
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.lifecycle import Walk
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.oracles.settled import settled
from tallystick.fuzz.sending.sender import Sender
from tallystick.ir import Lifecycle
from tallystick.text import Json

BATCH: Final = 16
"""Resources that are asked for together."""
ENOUGH: Final = 32
"""Requests after which nobody looks on though every end was seen."""
OFTEN: Final = 3
"""Resources that are seen at each end."""
LOOKS: Final = 3
"""Looks at one that moves on meanwhile."""
AGAIN: Final = 8
"""Failed ones that are looked at once more."""
LONGEST: Final = 2.0
"""Seconds for all looks."""
PAUSE: Final = 0.3
"""Seconds at most before each look at what was just made."""


@dataclass(slots=True)
class _Look:
    """A resource that is looked at.

    Attributes:
        values: What its path needs.
        sure: Its body is surely meant: what it asks for is looked for.
        last: What was shown.
    """

    made: Made
    values: dict[str, str]
    walk: Walk | None
    sure: bool
    last: Json = None


@dataclass(slots=True)
class _View:
    """What is looked at of one chain.

    Attributes:
        left: Requests that may be sent.
        seen: State -> how many resources were seen in it.
        failed: Those that were seen to fail.
    """

    chain: Chain
    machine: Lifecycle | None
    left: int
    seen: Counter[str]
    failed: list[_Look] = field(default_factory=list)

    @property
    def bad(self) -> frozenset[str]:
        """States of what failed."""
        return failures(self.machine) if self.machine is not None else frozenset()

    @property
    def lacks_failed(self) -> bool:
        """Whether too few were seen to fail in one of the ways."""
        return any(self.seen[state] < OFTEN for state in self.bad)

    @property
    def rare(self) -> bool:
        """Whether an end was seen too seldom."""
        return self.machine is not None and _rare(self.machine, self.seen)


class Looking:
    """Looks at resources that nobody followed.

    Attributes:
        failed: Those that were seen to fail.
    """

    def __init__(
        self,
        scene: Scene,
        sender: Sender,
        ledger: Ledger,
        resources: Resources,
        following: Following,
    ) -> None:
        """Look over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self._following = following
        self._watching = Watching(scene, sender, ledger, resources, following)
        self._failing = Failing(scene.judging, resources)
        self._until = 0.0
        self.failed: list[Shown] = []

    def run(self, only: Sequence[str]) -> None:
        """Look, each chain with an equal share of what is left; first where a state was not seen.

        Args:
            only: Operation ids; empty for all.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
        """
        self._until = time.monotonic() + LONGEST
        every = [
            chain
            for chain in self._following.chains
            if not only or {chain.create.id, chain.get.id} & set(only)
        ]
        ranked: tuple[list[Chain], ...] = [], [], []
        for chain in every:
            ranked[self._rank(chain)].append(chain)
        for some in ranked:
            for number, chain in enumerate(some):
                share = max(0, self._sender.room) // (len(some) - number)
                self._look(chain, share)
        if not only:
            self._following.look_back(last=True)

    def _rank(self, chain: Chain) -> int:
        """Return 0 where a state on the way was never seen, 1 where an end seldom was, else 2."""
        machine, seen = self._following.jobs.machine(chain), self._seen(chain)
        if machine is None:
            return 2
        return 0 if passing(machine, set(seen)) else 1 if _rare(machine, seen) else 2

    def _seen(self, chain: Chain) -> Counter[str]:
        """Return the states that were seen, each with the number of resources."""
        journeys = (each.walk for each in self._following.of(chain) if each.walk)
        return Counter(state for walk in journeys for state in set(walk.seen))

    def _look(self, chain: Chain, share: int) -> None:
        machine, states = self._following.jobs.machine(chain), self._seen(chain)
        view = _View(chain, machine, share, states)
        watched = set(states)
        view.left -= self._watching.watch(chain, watched, share, self._until)
        view.seen.update(watched - set(states))
        if view.lacks_failed:
            self._all(view, self._failing.doubtful(chain), sure=False)
        spread = self._spread(chain)
        self._all(view, spread, least=max(0, view.left - share + ENOUGH))
        if view.lacks_failed:
            fresh = self._fresh(view)
            self._all(view, fresh, sure=False, least=len(fresh), pause=self._usual(chain))
        self._again(view)

    def _usual(self, chain: Chain) -> float:
        """Return how long it takes until most have ended, in seconds."""
        took = sorted(it.took for it in self._following.of(chain) if it.took is not None)
        return min(PAUSE, took[len(took) * 3 // 4]) if took else 0.0

    def _spread(self, chain: Chain) -> list[Made]:
        """Return what nobody followed, each kind in turn, in an order of chance."""
        known = [
            each
            for each in self._resources.of(chain.create.id)
            if not self._following.follows(chain, each)
        ]
        Random(len(known)).shuffle(known)  # noqa: S311 - which ones does not matter
        turn: Counter[object] = Counter()
        ranked: list[tuple[int, int, Made]] = []
        for place, made in enumerate(known):
            kind = features(self._scene, chain, answer(made.reply))
            ranked.append((turn[kind], place, made))
            turn[kind] += 1
        return [made for _, _, made in sorted(ranked, key=lambda each: each[:2])]

    def _fresh(self, view: _View) -> list[Made]:
        """Make what may fail later, as far as it can be looked at, too."""
        if view.machine is None:
            return []
        asked_for = list(self._failing.made(view.chain, view.machine))[: max(0, view.left // 2)]
        view.left -= len(asked_for)
        cases, given = [it for it, _ in asked_for], [it for _, it in asked_for]
        made: list[Made] = []
        replies = self._sender.send(cases, given, log=False) if cases else []
        for (case, values), reply in zip(asked_for, replies, strict=True):
            self._ledger.judge(case, reply)
            if accepted(reply):
                made.append(Made(len(made), case, reply, spare=False, given=dict(values)))
        return made

    def _all(
        self,
        view: _View,
        some: Sequence[Made],
        *,
        sure: bool = True,
        least: int = 0,
        pause: float = 0.0,
    ) -> None:
        """Look at resources, as long as an end was seen too seldom.

        Args:
            view: What was seen before.
            some: The resources.
            sure: Their bodies are surely meant.
            least: Requests that are sent whatever was seen.
            pause: Seconds before each look.
        """
        enough = view.left - least
        for first in range(0, len(some), BATCH):
            seen = view.left <= enough and not view.rare
            if seen or view.left <= 0 or time.monotonic() > self._until:
                return
            looks = list(self._looks(view.chain, some[first : first + BATCH], sure=sure))
            for _ in range(LOOKS):
                time.sleep(pause if looks else 0.0)
                looks = self._shown(view, looks)

    def _looks(self, chain: Chain, some: Sequence[Made], *, sure: bool) -> Iterator[_Look]:
        for made in some:
            values = made.bindings(chain)
            if values is None:
                continue
            new = sure and not keyed(chain.create, made.case)
            walk = self._following.jobs.walk(chain, new=new)
            if walk is not None:
                value = answer(made.reply)
                self._ledger.add(walk.observe(made.case, made.reply, value))
            yield _Look(made, values, walk, sure)

    def _shown(self, view: _View, looks: Sequence[_Look]) -> list[_Look]:
        """Ask for resources, and note the states that they are in; returns those that move on."""
        looks = looks[: max(0, view.left)]
        if not looks:
            return []
        view.left -= len(looks)
        cases = [poll(view.chain, each.made.case) for each in looks]
        replies = self._sender.send(cases, [each.values for each in looks], log=False)
        moving: list[_Look] = []
        for look, case, reply in zip(looks, cases, replies, strict=True):
            self._judge(view.chain, look, case, reply)
            walk = look.walk
            if walk is None or not accepted(reply) or not walk.seen:
                continue
            if not walk.ended:
                moving.append(look)
                continue
            view.seen.update(set(walk.seen))
            if walk.seen[-1] in view.bad:
                view.failed.append(look)
        return moving

    def _again(self, view: _View) -> None:
        """Look once more at what failed: it is still there, and as it was."""
        some, view.failed = view.failed[:AGAIN], []
        self._shown(view, some)
        for each in some:
            made, first = each.made.case, answer(each.made.reply)
            subject = Subject(chain=view.chain, made=made, bindings=each.values, first=first)
            self.failed.append(Shown(subject, each.last))

    def _judge(self, chain: Chain, look: _Look, case: Case, reply: Reply) -> None:
        self._ledger.judge(case, reply)
        if look.walk is None or not accepted(reply):
            return
        value = answer(reply)
        if look.sure:
            told = asked(case, look.made.case)  # who can change what it makes is no job
            self._ledger.add(echo.outputs(self._scene, told, reply, chain.create, value))
        if look.walk.ended and look.last is not None:
            machine = look.walk.lifecycle
            self._ledger.add(settled(machine, case, reply, look.last, value))
        self._ledger.add(look.walk.observe(case, reply, value))
        look.last = value


def _rare(machine: Lifecycle, seen: Counter[str]) -> bool:
    """Whether an end that comes by itself was seen too seldom."""
    return any(seen[state] < OFTEN for state in comes(machine))

"""A last look at what was made, with the requests that are left, until every state was seen.

A state that comes seldom (one in twenty fails), or that is over soon, shows what is wrong with it
only to those who see it.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.journeys.ending import features
from tallystick.fuzz.journeys.following import Following, asked, poll
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.watching import Watching, passing
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles import echo
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.sending.sender import Sender
from tallystick.ir import Lifecycle

BATCH: Final = 16
"""Resources that are asked for together."""
ENOUGH: Final = 32
"""Resources of one chain that are looked at though every state was seen."""
LOOKS: Final = 3
"""Looks at one that moves on meanwhile."""
LONGEST: Final = 2.0
"""Seconds for all looks."""


class Looking:
    """Looks at resources that nobody followed."""

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
        self._until = 0.0

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
        """Return 0 where a state on the way was never seen, 1 where an end was not, else 2."""
        machine, seen = self._following.jobs.machine(chain), self._seen(chain)
        if machine is None:
            return 2
        return 0 if passing(machine, seen) else 1 if _rare(machine, seen) else 2

    def _seen(self, chain: Chain) -> set[str]:
        """Return the states that were seen."""
        journeys = (each.walk for each in self._following.of(chain) if each.walk)
        return {state for walk in journeys for state in walk.seen}

    def _look(self, chain: Chain, share: int) -> None:
        machine = self._following.jobs.machine(chain)
        seen = self._seen(chain)
        looked = self._watching.watch(chain, seen, share, self._until)
        left = self._spread(chain)
        while left and looked < share and time.monotonic() < self._until:
            if looked >= ENOUGH and (machine is None or not _rare(machine, seen)):
                break
            some, left = left[: min(BATCH, share - looked)], left[BATCH:]
            for _ in range(LOOKS):
                some = some[: share - looked]
                looked += len(some)
                some = self._shown(chain, some, seen)

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

    def _shown(self, chain: Chain, some: list[Made], seen: set[str]) -> list[Made]:
        """Ask for resources, and note the states that they are in; returns those that move on."""
        if not some:
            return []
        bound = [(each, each.bindings(chain)) for each in some]
        known = [(each, values) for each, values in bound if values is not None]
        cases = [poll(chain, each.case) for each, _ in known]
        replies = self._sender.send(cases, [values for _, values in known], log=False)
        moving: list[Made] = []
        for (made, _), case, reply in zip(known, cases, replies, strict=True):
            states = list(self._judged(chain, made, case, reply))
            seen.update(states)
            if len(states) > 1 and not self._has_ended(chain, states[-1]):
                moving.append(made)
        return moving

    def _has_ended(self, chain: Chain, state: str) -> bool:
        machine = self._following.jobs.machine(chain)
        return machine is not None and any(
            it.name == state and not it.next for it in machine.states
        )

    def _judged(self, chain: Chain, made: Made, case: Case, reply: Reply) -> Iterator[str]:
        self._ledger.judge(case, reply)
        new = not keyed(chain.create, made.case)
        walk = self._following.jobs.walk(chain, new=new) if accepted(reply) else None
        if walk is not None:
            told = asked(case, made.case)  # who can change what it makes is no job
            self._ledger.add(echo.outputs(self._scene, told, reply, chain.create, answer(reply)))
            self._ledger.add(walk.observe(made.case, made.reply, answer(made.reply)))
            self._ledger.add(walk.observe(case, reply, answer(reply)))
            yield from walk.seen


def _rare(machine: Lifecycle, seen: set[str]) -> bool:
    """Whether an end that is documented was never seen."""
    return any(not each.next and each.name not in seen for each in machine.states)

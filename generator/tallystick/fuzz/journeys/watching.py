"""New resources that are asked for without a pause: states that are over soon are seen, too."""

import time
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.jobs import begins
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.lifecycle import Walk, born, state_in
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.statuses import SEE_OTHER
from tallystick.ir import Lifecycle

WATCHED: Final = 3
"""New resources that are watched for states that are over soon."""
TURNS: Final = 40
"""Looks at each of them, one right after the other."""
AFTER: Final = 3
"""Looks after its end: it stays there."""
PATIENCE: Final = 0.2
"""Part of its age after which one is looked at again: what is over soon is over early, too."""
MANY: Final = 4
"""Resources that were all born in one state, where that is no chance."""


class Watching:
    """Watches resources of one chain after the other."""

    def __init__(
        self,
        scene: Scene,
        sender: Sender,
        ledger: Ledger,
        resources: Resources,
        following: Following,
    ) -> None:
        """Watch over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self._following = following

    def watch(self, chain: Chain, seen: set[str], most: int, until: float) -> int:
        """Watch a new resource, and more as long as a state on the way was never seen.

        Where one state on the way comes before another, one is watched though all were seen: it is
        to be in that order, and who asks now and then sees no step back that is over soon.

        Args:
            chain: Makes them.
            seen: States that were seen; gets more.
            most: Requests that may be sent.
            until: When to stop, by the monotonic clock.

        Returns:
            The requests that it took.
        """
        machine = self._following.jobs.machine(chain)
        took = 0
        for number in range(WATCHED):
            walk = self._following.jobs.walk(chain)
            wanted = machine is not None and passing(machine, seen)
            if walk is None or not (wanted or (number == 0 and self._steps(chain, walk, seen))):
                break
            took += self._one(chain, walk, seen, most - took, until)
            if not walk.sure and len(set(walk.seen)) <= 1:
                break  # nobody said that it moves
        if machine is not None:
            self._judge(chain, machine, seen)
        return took

    def _steps(self, chain: Chain, walk: Walk, seen: set[str]) -> bool:
        """Whether resources come to an end by themselves, by more than one declared state."""
        passed = [each.name for each in walk.lifecycle.states if each.next and each.name in seen]
        ended = any(each.ends and each.moved for each in self._following.of(chain))
        return walk.sure and len(passed) > 1 and ended

    def _one(self, chain: Chain, walk: Walk, seen: set[str], most: int, until: float) -> int:
        """Make a resource and look at it; returns the requests that it took."""
        known = {
            id(made.case): made
            for made in self._resources.of(chain.create.id)
            if not keyed(chain.create, made.case)
        }
        if most < 2 or not known:  # noqa: PLR2004 - it is made, and looked at
            return 0
        made = known[id(smaller_first(each.case for each in known.values())[0])]
        first = self._sender.send([made.case], [made.given], log=False)[0]
        values = chain.bindings(answer(first), made.given) if accepted(first) else None
        if values is None:
            return 1
        self._ledger.add(walk.observe(made.case, first, answer(first)))
        case, after, born = poll(chain, made.case), 0, time.monotonic()
        for turn in range(min(TURNS, most - 1)):
            ended = walk.ended
            if turn and not ended:
                now = time.monotonic()
                time.sleep(max(0.0, min(PATIENCE * (now - born), until - now)))
            reply = self._sender.send([case], [values], log=False)[0]
            self._ledger.judge(case, reply)
            self._ledger.add(walk.observe(case, reply, answer(reply)) if accepted(reply) else ())
            seen.update(walk.seen)
            after += ended
            over = after == AFTER or reply.status == SEE_OTHER
            if over or (ended and not walk.ended) or time.monotonic() > until:
                return turn + 2
        return min(TURNS, most - 1) + 1

    def _judge(self, chain: Chain, machine: Lifecycle, seen: set[str]) -> None:
        """Tell about a state that ought to be the first and never comes."""
        made = self._resources.of(chain.create.id)
        if self._following.jobs.sure(chain) or not begins(machine.initial) or len(made) < MANY:
            return
        births = {state_in(machine, answer(each.reply)) for each in made}
        if len(births) == 1 and machine.initial not in seen | births:
            self._ledger.add(born(made[0].case, made[0].reply, machine, births.pop()))


def passing(machine: Lifecycle, seen: set[str]) -> bool:
    """Whether a state on the way was never seen."""
    return any(each.next and each.name not in seen for each in machine.states)

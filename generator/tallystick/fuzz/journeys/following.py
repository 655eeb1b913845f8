"""Resources followed to their end, and what is seen on the way.

Nobody waits for a resource as long as there is something else to send: those that are followed are
asked for in between, each later than the time before.
"""

import time
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.chains import Chain, holds
from tallystick.fuzz.documented import answer, keyed, success
from tallystick.fuzz.journeys.ending import AHEAD, Kind, features, weigh
from tallystick.fuzz.journeys.jobs import Jobs
from tallystick.fuzz.journeys.journey import FIRST_PAUSE, Journey, spread
from tallystick.fuzz.journeys.lapses import Lapses
from tallystick.fuzz.journeys.onward import Onward
from tallystick.fuzz.journeys.polling import asked, poll
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.resting import rested, untouched
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Reply, Weight
from tallystick.fuzz.oracles import echo, risen
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.oracles.settled import settled
from tallystick.fuzz.sending.sender import BUSY, Sender
from tallystick.text import Json

AT_ONCE: Final = 8
"""Resources of one chain that are followed from their creation on."""
MOST: Final = 24
"""Resources of one chain that are followed, those that are looked at afterwards included."""
SCOUTS: Final = 24
"""Further resources of one chain that are asked for to see whether the server is at work."""
PATIENCE: Final = 8.0
"""Seconds at the end of a campaign without any resource moving on, after which nobody waits."""
CALM: Final = 4.0
"""The same when all that was followed ended at once: a server may be held up for a moment."""
LONGEST: Final = 12.0
"""Seconds at the end of a campaign after which nobody waits, whatever moves."""
SLOWEST: Final = 60.0
"""Seconds that are spent of a budget when nothing was seen to end yet."""
ALLOWANCE: Final = 1.0
"""Seconds of a budget that are left for the rest."""
PAUSES: Final = ((60, 0.5), (120, 1.0), (180, 2.0), (240, 5.0))
"""(polls so far, longest pause between two of one resource): many polls make them rare."""
RAREST: Final = 15.0
RESTED: Final = 0.3
"""Seconds that are waited for that."""
AGAIN: Final = 2
"""Looks at each of them: what changes late may do so at one look or another."""
QUICK: Final = 6
"""Polls in which most resources have ended."""
MANY: Final = 120
"""Polls after which another resource is not asked for so quickly."""
LATER_PAUSE: Final = 0.5
UNSURE: Final = 1.0
"""Longest pause at the least between two polls of what may not move at all."""
SIBLINGS: Final = 3
"""Witnesses that are looked for, and kinds of resources that they are looked for."""


class Following:
    """Follows resources.

    Attributes:
        chains: Those whose resources can be followed.
        jobs: Their state machines.
        moved: When a resource was last seen to move on, by the monotonic clock.
        news: Grows whenever something new is known of what is followed.
        notes: What there is to say beside findings.
    """

    def __init__(self, scene: Scene, sender: Sender, ledger: Ledger, resources: Resources) -> None:
        """Follow over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self.chains = tuple(chain for chain in resources.chains if chain.polls)
        self.jobs = Jobs(scene)
        self._lapses = Lapses()
        self._onward = Onward(scene, sender, ledger)
        self.moved = time.monotonic()
        self.news = 0
        self.notes: list[str] = []
        self._active: list[Journey] = []
        self._ended: list[Journey] = []
        self._seen: dict[str, set[str]] = {}
        self._numbers: dict[tuple[str, str], set[int]] = {}
        self._polls = 0
        self._still: float | None = None

    def consider(self, chain: Chain, made: Made, value: Json) -> Journey | None:
        """Follow one of the first resources when its request shows something new.

        Returns:
            The journey of a chain's first resource, None for others.
        """
        known = self.of(chain)
        seen = self._seen.setdefault(chain.get.id, set())
        fresh = not known or not seen.issuperset(made.case.touches)
        if len(known) < AT_ONCE and fresh and not made.spare:
            self.follow(chain, made, value)
            if not known and self._active:
                return self._active[-1]
        return None

    def of(self, chain: Chain) -> list[Journey]:
        """Return the journeys of a chain, those that are over included."""
        return [each for each in (*self._active, *self._ended) if each.chain is chain]

    def follows(self, chain: Chain, made: Made) -> bool:
        """Whether a resource is followed, or was."""
        return made.number in self._numbers.get((chain.create.id, chain.get.id), ())

    def follow(self, chain: Chain, made: Made, value: Json) -> None:
        """Follow a resource.

        Args:
            chain: How it is asked for.
            made: The resource.
            value: The answer to its creation.
        """
        self._numbers.setdefault((chain.create.id, chain.get.id), set()).add(made.number)
        bindings = chain.bindings(value, made.given)
        case, reply = made.case, made.reply
        if bindings is None and chain.through_list:
            return
        if bindings is None:
            said = f"the answer does not hold what {chain.get.id} needs"
            claim = about(case, "response:link", chain.get.id)
            weight = Weight.ERROR if holds(self._scene.api, chain) else Weight.WARNING
            if chain.told(value, made.given) is not None:
                said = f"what names it in the answer breaks the schema of {chain.get.id}'s path"
                weight = Weight.WARNING
            found = finding("broken-link", said, case, reply, claim=claim, weight=weight)
            self._ledger.add([found])
            return
        self._seen.setdefault(chain.get.id, set()).update(case.touches)
        walk = self.jobs.walk(chain, new=not keyed(chain.create, case))
        if walk is not None:
            self._ledger.add(walk.observe(case, reply, value))
        kind = features(self._scene, chain, value)
        pause = FIRST_PAUSE if self._polls < MANY else LATER_PAUSE
        self.news += 1
        self._active.append(Journey(chain, made, bindings, value, walk, kind, pause=pause))

    def gather(self) -> None:
        """Follow a few more of all that was made, those that together show the most choices."""
        for chain in self.chains:
            left = [each for each in self._unfollowed(chain) if not each.spare]
            most = MOST - len(self.of(chain))
            for made in spread(left, self._seen.get(chain.get.id, set()), most):
                self.follow(chain, made, answer(made.reply))

    def _unfollowed(self, chain: Chain) -> list[Made]:
        known = self._resources.of(chain.create.id)
        return [each for each in known if not self.follows(chain, each)]

    def tick(self) -> None:
        """Ask for the resources whose time has come."""
        now = time.monotonic()
        due = sorted((it for it in self._active if it.due <= now), key=lambda each: each.polls)
        room = max(0, self._sender.room)
        due = due[:room]
        if not due:
            return
        self._look(due)
        self._polls += len(due)
        longest = next((pause for most, pause in PAUSES if self._polls < most), RAREST)
        # Few requests that are left are spread over the time that slow ones are waited for.
        spread_out = LONGEST * len(self._active) / max(1, self._sender.room)
        for journey in due:
            journey.due = time.monotonic() + journey.pause
            slow = journey.polls > QUICK
            most = max(longest, spread_out) if slow else longest
            journey.pause = min(2 * journey.pause, most if journey.sure else max(most, UNSURE))
        self._ended += [each for each in self._active if each.over]
        self._active = [each for each in self._active if not each.over]

    def _look(self, journeys: Sequence[Journey]) -> None:
        cases = [poll(each.chain, each.made.case) for each in journeys]
        with self._lapses.during():
            replies = self._sender.send(cases, [each.bindings for each in journeys], log=False)
        for journey, case, reply in zip(journeys, cases, replies, strict=True):
            self._ledger.judge(case, reply)
            self._observe(journey, case, reply)

    def rest(self) -> None:
        """Wait until the next resource is to be asked for, and ask."""
        if self._active:
            due = min(each.due for each in self._active)
            self._lapses.sleep(max(0.0, due - time.monotonic()))
            self.tick()

    def calm(self, since: float, longest: float = LONGEST) -> bool:
        """Whether nothing has moved for so long that nothing will, or it is not worth waiting.

        Args:
            since: When the waiting began, by the monotonic clock.
            longest: Seconds after which nobody waits, whatever moves.
        """
        now = time.monotonic()
        took = [each.took for each in self._ended if each.took is not None]
        if not took and (left := self._sender.left) is not None:
            # Who sets a budget for a slow server gets it used.
            return left < ALLOWANCE or now - since > SLOWEST
        patience = min(PATIENCE, max(CALM, 2 * max(took))) if took else PATIENCE
        still = self._lapses.age(max(since, self.moved), now) > patience
        if still:
            self._still = min(self._still or since, since)
        return still or now - since > longest

    def finish(self) -> None:
        """Follow all to the end, as long as there is hope."""
        self.gather()
        self._hurry()
        self._keep(each for each in self._active if each.sure or self._moves(each.chain))
        began = time.monotonic()
        if self._still is not None and self.moved <= self._still:
            began = self._still  # who waited in vain before waits no longer
        self._follow_siblings()
        again = False
        while self._active and self._sender.room > 0:
            if self.calm(began):
                # The machine may have slept, and not the server: who moves when asked goes on.
                before = self.moved
                self._hurry()
                if again or self.moved == before:
                    break
                again = True
            for chain in self.chains:
                self._scout(chain)
            self.rest()
        self.look_back()
        if self._active and self._sender.room <= 0:
            self._stop_short()
            return
        now = time.monotonic()
        quiet = self._lapses.age(max(began, self.moved), now)
        at_work = now - began > LONGEST and quiet < CALM
        silent = [
            each
            for each in self._active
            if not each.ends and not self._told(each, now, None if at_work else quiet)
        ]
        if silent:
            every = len(self._active) + len(self._ended)
            self.notes.append(
                f"{len(silent)} of {every} resources that were followed had not ended when the "
                "campaign did: the server was still at work on others"
            )
        self._keep(())

    def _keep(self, journeys: Iterable[Journey]) -> None:
        """Follow these alone any longer."""
        self._active = list(journeys)
        self.news += 1

    def _hurry(self) -> None:
        for journey in self._active:
            journey.due, journey.pause = 0.0, min(journey.pause, LATER_PAUSE)
        self.tick()

    def look_back(self, *, last: bool = False) -> None:
        """Look a few times more at some that have ended, well after it: they are as they were.

        Args:
            last: All else is done; only what nothing else is done to is looked at.
        """
        led = {id(it.chain): it.chain for it in self._ended if it.chain.header}
        every = (*self.chains, *led.values())
        fit = (it for it in every if not last or untouched(self._scene, it))
        some = [each for chain in fit for each in rested(self.of(chain))]
        if not some or self._sender.room <= 0:
            return
        left = RESTED if self._sender.left is None else min(RESTED, self._sender.left)
        until = max(each.rested for each in some)
        time.sleep(max(0.0, min(left, until - time.monotonic())))
        for _ in range(AGAIN):
            some = [each for each in some if not each.gone][: max(0, self._sender.room)]
            self._look(some)

    def look_at(self, journey: Journey, case: Case, reply: Reply) -> None:
        """See how a resource fares in an answer that somebody else asked for, and judged."""
        if not journey.made.moved and journey.ends and accepted(reply):
            self._observe(journey, case, reply)

    def _moves(self, chain: Chain) -> bool:
        """Whether a resource was seen to come to another state: then others will, too."""
        return any(each.moved for each in self.of(chain))

    def _stop_short(self) -> None:
        """Say that nobody knows how some fare: there is no request left to ask."""
        left = sum(not each.ends for each in self._active)
        if left:
            self.notes.append(f"{left} resources were not followed to their end: no requests left")
        self._keep(())

    def _told(self, journey: Journey, now: float, quiet: float | None) -> bool:
        """Tell about a resource that has not ended; False when there is nothing to tell."""
        age = partial(self._lapses.age, now=now)
        others = [each.seen(now, age) for each in self.of(journey.chain) if each is not journey]
        weighed = weigh(journey.seen(now, age), others, quiet)
        if weighed is None:
            return False
        case = poll(journey.chain, journey.made.case)
        claim = about(case, "lifecycle:ends", "")
        reply = Reply(status=200, body=compact(journey.last))
        weight = weighed[0] if journey.sure else Weight.WARNING
        said = weighed[1]
        self._ledger.add([finding("never-ends", said, case, reply, weight=weight, claim=claim)])
        return True

    def _follow_siblings(self) -> None:
        """Follow some that are like one that waits and were made well after it: witnesses."""
        kinds: set[Kind] = set()
        for journey in [it for it in self._active if not it.ends and not it.chain.header]:
            if journey.kind not in kinds and len(kinds) < SIBLINGS:
                kinds.add(journey.kind)
                least = journey.made.number + AHEAD
                like = (
                    made
                    for made in reversed(self._unfollowed(journey.chain))
                    if made.number > least
                    and not made.spare
                    and features(self._scene, journey.chain, answer(made.reply)) == journey.kind
                )
                for made, _ in zip(like, range(SIBLINGS), strict=False):
                    self.follow(journey.chain, made, answer(made.reply))

    def _scout(self, chain: Chain) -> None:
        """Follow one more between those that have ended and those that wait behind them.

        Who takes what was asked one after the other is seen at work there only.
        """
        known = self.of(chain)
        waiting = [each.made.number for each in known if each.ended is None and not each.gone]
        done = max((each.made.number for each in known if each.ended is not None), default=-1)
        first = min((number for number in waiting if number > done), default=None)
        if first is None or len(known) >= MOST + SCOUTS:
            return
        between = [
            each
            for each in self._unfollowed(chain)
            if done < each.number < first and not each.spare
        ]
        if between:
            made = between[len(between) // 2]
            self.follow(chain, made, answer(made.reply))

    def _observe(self, journey: Journey, case: Case, reply: Reply) -> None:
        if reply.status in BUSY:
            return
        self.news += 1
        if not accepted(reply):
            journey.gone = True
            if self._onward.follow(journey, case, reply):
                journey.led, journey.ended = True, time.monotonic()
                self.moved = journey.ended
            return
        value = answer(reply)
        chain, walk = journey.chain, journey.walk
        before = journey.state
        if walk is not None:
            if walk.ended:
                machine = walk.lifecycle
                self._ledger.add(settled(machine, case, reply, journey.last, value))
            self._ledger.add(walk.observe(case, reply, value))
        last = journey.last if journey.last is not None else journey.first
        self._ledger.add(risen.judge(self._scene, case, reply, success(chain.get), (last, value)))
        names = tuple(pointer[1:] for _, pointer in chain.values if pointer.count("/") == 1)
        names += echo.lasting(self._scene, success(chain.get))
        both = journey.first, value
        self._ledger.add(echo.identity(self._scene, case, reply, both, names))
        self._echoed(journey, case, reply, value)
        now = time.monotonic()
        watched = journey.polls > 0 and not journey.ends
        if watched and (journey.state != before or value != journey.last):
            self.moved = now
        journey.last = value
        journey.polls += 1
        if journey.at_end:
            journey.ends += 1
            if journey.ended is None:
                journey.ended = now
        else:
            journey.waiting = now

    def _echoed(self, journey: Journey, case: Case, reply: Reply, value: Json) -> None:
        told = asked(case, journey.made.case)
        self._ledger.add(echo.shown(self._scene, told, reply, journey.chain.create, value))

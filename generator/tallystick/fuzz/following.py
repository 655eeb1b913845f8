"""Resources followed to their end, and what is seen on the way.

Nobody waits for a resource as long as there is something else to send: those that are followed are
asked for in between, each later than the time before.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.judging import compact
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding, Message, Reply, Weight
from tallystick.fuzz.oracles import PLAIN, echo
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.lifecycle import Walk, lifecycle_of
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.oracles.settled import settled
from tallystick.fuzz.resources import Made, Resources
from tallystick.fuzz.sender import Sender
from tallystick.text import Json

AT_ONCE: Final = 8
"""Resources of one chain that are followed from their creation on."""
MOST: Final = 24
"""Resources of one chain that are followed, those that are looked at afterwards included."""
AHEAD: Final = 32
"""Resources by which another one is surely younger: that many are made at once."""
WITNESSES: Final = 3
"""Younger resources that must have ended before one counts as lost."""
SLOWER: Final = 4
"""A lost resource took so many times as long as the slowest that ended."""
PATIENCE: Final = 8.0
"""Seconds that a resource is followed at most."""
FIRST_PAUSE, LONGEST_PAUSE = 0.01, 0.5


@dataclass(slots=True)
class Journey:
    """One resource.

    Attributes:
        made: The creation.
        bindings: What the next request's path needs.
        first: The answer to the creation.
        walk: Its states, None when it has no state machine.
        last: The answer before.
        ends: Polls after its end: terminal stays terminal.
        gone: It cannot be followed further.
        took: Seconds to its end.
        due: When it is asked for next, by the monotonic clock.
    """

    chain: Chain
    made: Made
    bindings: dict[str, str]
    first: Json
    walk: Walk | None
    last: Json = None
    ends: int = 0
    gone: bool = False
    took: float | None = None
    pause: float = FIRST_PAUSE
    began: float = field(default_factory=time.monotonic)
    due: float = 0.0

    @property
    def over(self) -> bool:
        """Whether there is nothing more to see."""
        return self.gone or self.ends > 1


class Following:
    """Follows resources.

    Attributes:
        chains: Those whose resources can be followed.
    """

    def __init__(self, scene: Scene, sender: Sender, ledger: Ledger, resources: Resources) -> None:
        """Follow over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self.chains = tuple(chain for chain in resources.chains if chain.polls)
        self._active: list[Journey] = []
        self._ended: list[Journey] = []
        self._seen: dict[str, set[str]] = {}

    def consider(self, chain: Chain, made: Made, value: Json) -> Journey | None:
        """Follow one of the first resources when its request shows something new.

        Returns:
            The journey of a chain's first resource, None for others.
        """
        known = self._followed(chain)
        seen = self._seen.setdefault(chain.get.id, set())
        fresh = not known or not seen.issuperset(made.case.touches)
        if len(known) < AT_ONCE and fresh and not made.spare:
            self._follow(chain, made, value)
            if not known and self._active:
                return self._active[-1]
        return None

    def _followed(self, chain: Chain) -> list[Journey]:
        return [each for each in (*self._active, *self._ended) if each.chain is chain]

    def _follow(self, chain: Chain, made: Made, value: Json) -> None:
        bindings = chain.bindings(value)
        case, reply = made.case, made.reply
        if bindings is None:
            said = f"the answer does not hold what {chain.get.id} needs"
            claim = about(case, "response:link", chain.get.id)
            self._ledger.add([finding("broken-link", said, case, reply, claim=claim)])
            return
        self._seen.setdefault(chain.get.id, set()).update(case.touches)
        machine = lifecycle_of(self._scene, success(chain.get))
        walk = Walk(machine) if machine else None
        if walk is not None:
            self._ledger.add(walk.observe(case, reply, value))
        self._active.append(Journey(chain, made, bindings, value, walk))

    def gather(self) -> None:
        """Follow a few more of all that was made, those that together show the most choices."""
        for chain in self.chains:
            followed = self._followed(chain)
            numbers = {each.made.number for each in followed}
            known = self._resources.of(chain.create.id)
            left = [each for each in known if each.number not in numbers and not each.spare]
            for made in spread(left, self._seen.get(chain.get.id, set()), MOST - len(followed)):
                self._follow(chain, made, answer(made.reply))

    def tick(self) -> None:
        """Ask for the resources whose time has come."""
        now = time.monotonic()
        due = [each for each in self._active if each.due <= now]
        if not due:
            return
        cases = [poll(each.chain, each.made.case) for each in due]
        replies = self._sender.send(cases, [each.bindings for each in due], log=False)
        for journey, case, reply in zip(due, cases, replies, strict=True):
            self._observe(journey, case, reply)
            journey.due = time.monotonic() + journey.pause
            journey.pause = min(2 * journey.pause, LONGEST_PAUSE)
        self._ended += [each for each in self._active if each.over]
        self._active = [each for each in self._active if not each.over]

    def finish(self) -> None:
        """Follow all to the end, as long as there is hope."""
        self.gather()
        while self._active:
            now = time.monotonic()
            tired = [each for each in self._active if now - each.began > PATIENCE]
            for journey in tired:
                if not journey.ends:
                    self._ledger.add(self._endless(journey))
                self._active.remove(journey)
            if self._active:
                time.sleep(max(0.0, min(each.due for each in self._active) - now))
                self.tick()

    def _observe(self, journey: Journey, case: Case, reply: Reply) -> None:
        for judge in PLAIN:
            self._ledger.add(judge(self._scene, case, reply))
        if not accepted(reply):
            journey.gone = True
            return
        value = answer(reply)
        chain, walk = journey.chain, journey.walk
        if walk is not None:
            if walk.ended:
                machine = walk.lifecycle
                self._ledger.add(settled(machine, case, reply, journey.last, value))
            self._ledger.add(walk.observe(case, reply, value))
        names = tuple(pointer[1:] for _, pointer in chain.values if pointer.count("/") == 1)
        names += echo.lasting(self._scene, success(chain.get))
        self._ledger.add(echo.identity(case, reply, journey.first, value, names))
        content = chain.create.body.contents[0] if chain.create.body else None
        answered = success(chain.get)
        if content is not None and content.type is not None and answered is not None:
            made = journey.made.case
            asked = replace(case, value=made.value, has_value=made.has_value)
            found = echo.judge(self._scene, asked, reply, content.type, answered, value)
            self._ledger.add(found)
        journey.last = value
        if walk is None or walk.ended:
            journey.ends += 1
            if journey.took is None:
                journey.took = time.monotonic() - journey.began

    def _endless(self, journey: Journey) -> Iterator[Finding]:
        """Yield a finding for a resource that does not end.

        It is an error when some that were made well after it have ended, and much sooner; else the
        server may be slow: a warning when several others have ended, or none at all, so that
        nobody has seen the last states.
        """
        walk = journey.walk
        last = walk.seen[-1] if walk and walk.seen else "?"
        waited = time.monotonic() - journey.began
        said = f"the state was still {last} after {waited:.0f} seconds"
        ended = [each for each in self._ended if each.chain is journey.chain and each.took]
        younger = [each for each in ended if each.made.number > journey.made.number + AHEAD]
        slowest = max((each.took or 0.0 for each in ended), default=waited)
        lost = len(younger) >= WITNESSES and waited > SLOWER * slowest
        told = not ended or len(ended) >= WITNESSES
        weight = Weight.ERROR if lost else Weight.WARNING if told else Weight.NOTE
        case = poll(journey.chain, journey.made.case)
        claim = about(case, "lifecycle:ends", "")
        yield finding("never-ends", said, case, Reply(status=200), weight=weight, claim=claim)


def spread(made: Sequence[Made], seen: set[str], most: int) -> list[Made]:
    """Return a few resources whose requests together show the most choices beside those seen."""
    left, known = list(made), set(seen)
    chosen: list[Made] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda each: len(set(each.case.touches) - known))
        chosen.append(best)
        left.remove(best)
        known.update(best.case.touches)
    return chosen


def poll(chain: Chain, made: Case) -> Case:
    """Return the request that asks for a resource, by the request that made it."""
    message = Message(method=chain.get.method.upper(), path=chain.get.path)
    return Case(
        operation=chain.get.id,
        kind="poll",
        expect="accepted",
        message=message,
        takes=chain.create.id,
        after=made,
        binds=chain.values,
        value=made.value,
        note=compact(made.value).decode("utf-8", "replace") if made.has_value else "",
    )

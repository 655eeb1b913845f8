"""Resources from creation to end: polled, compared, asked for by somebody else."""

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.judging import compact
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding, Message, Reply, Weight
from tallystick.fuzz.oracles import PLAIN, echo, idempotency, sharing
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.lifecycle import Walk, lifecycle_of
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.sender import Sender
from tallystick.text import Json

MOST: Final = 24
"""Resources of one chain that are followed."""
ROUNDS: Final = 60
AHEAD: Final = 32
"""Resources by which another one is surely younger: that many are made at once."""
PATIENCE: Final = 8.0
"""Seconds that resources of one chain are polled at most."""
FIRST_PAUSE, LONGEST_PAUSE = 0.01, 0.5


@dataclass(slots=True)
class Journey:
    """One resource.

    Attributes:
        made: The case that made it.
        first: The answer to it.
        bindings: What the next request's path needs.
        number: Which creation of all it was.
        walk: Its states, None when it has no state machine.
        extra: Polls after its end: terminal stays terminal.
    """

    made: Case
    first: Json
    bindings: dict[str, str]
    number: int
    walk: Walk | None
    extra: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def over(self) -> bool:
        """Whether there is nothing more to see."""
        return self.extra > 1


class Journeys:
    """Follows the resources that accepted requests made."""

    def __init__(self, scene: Scene, sender: Sender, ledger: Ledger) -> None:
        """Follow over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger

    def creation(self, chain: Chain | None, case: Case, reply: Reply) -> None:
        """Compare the answer to a creation with what was asked."""
        operation = self._scene.operations[case.operation]
        content = operation.body.contents[0] if operation.body else None
        answered = success(operation)
        del chain
        if content is not None and content.type is not None and answered is not None:
            value = answer(reply)
            found = echo.judge(self._scene, case, reply, content.type, answered, value)
            self._ledger.add(found)

    def follow(self, chain: Chain, made: Sequence[tuple[Case, Reply]]) -> None:
        """Poll resources to their end, all together, spread over the kinds of request."""
        active = list(self._begin(chain, spread(made)))
        if not active:
            return
        self._strangers(chain, active[0])
        deadline = time.monotonic() + PATIENCE
        pause = FIRST_PAUSE
        ended: list[Journey] = []
        for _ in range(ROUNDS):
            self._round(chain, active)
            ended += [each for each in active if each.over]
            active = [each for each in active if not each.over]
            if not active or time.monotonic() > deadline:
                break
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        for journey in active:
            self._ledger.add(self._endless(chain, journey, ended))

    def _begin(self, chain: Chain, made: Sequence[tuple[int, Case, Reply]]) -> Iterator[Journey]:
        machine = lifecycle_of(self._scene, success(chain.get))
        for number, case, reply in made:
            value = answer(reply)
            bindings = chain.bindings(value)
            if bindings is None:
                said = f"the answer does not hold what {chain.get.id} needs"
                claim = about(case, "response:link", chain.get.id)
                self._ledger.add([finding("broken-link", said, case, reply, claim=claim)])
                continue
            walk = Walk(machine) if machine else None
            if walk is not None:
                self._ledger.add(walk.observe(case, reply, value))
            yield Journey(case, value, bindings, number, walk)

    def _round(self, chain: Chain, active: Sequence[Journey]) -> None:
        cases = [_get(chain, journey.made) for journey in active]
        bindings = [journey.bindings for journey in active]
        for journey, case, reply in zip(
            active, cases, self._sender.send(cases, bindings, log=False), strict=True
        ):
            self._seen(chain, journey, case, reply)

    def _seen(self, chain: Chain, journey: Journey, case: Case, reply: Reply) -> None:
        for judge in PLAIN:
            self._ledger.add(judge(self._scene, case, reply))
        if not accepted(reply):
            journey.extra = 2
            return
        value = answer(reply)
        if journey.walk is not None:
            self._ledger.add(journey.walk.observe(case, reply, value))
        names = tuple(pointer[1:] for _, pointer in chain.values if pointer.count("/") == 1)
        self._ledger.add(echo.identity(case, reply, journey.first, value, names))
        content = chain.create.body.contents[0] if chain.create.body else None
        answered = success(chain.get)
        if content is not None and content.type is not None and answered is not None:
            asked = replace(case, value=journey.made.value, has_value=journey.made.has_value)
            found = echo.judge(self._scene, asked, reply, content.type, answered, value)
            self._ledger.add(found)
        if journey.walk is None or journey.walk.ended:
            journey.extra += 1

    def _endless(
        self, chain: Chain, journey: Journey, ended: Sequence[Journey]
    ) -> Iterator[Finding]:
        """Yield a finding for a resource that does not end.

        It is an error when one that was made well after it has ended; else the server may be slow.
        """
        last = journey.walk.seen[-1] if journey.walk and journey.walk.seen else "?"
        waited = time.monotonic() - journey.began
        said = f"the state was still {last} after {waited:.0f} seconds"
        overtaken = any(each.number > journey.number + AHEAD for each in ended)
        weight = Weight.ERROR if overtaken else Weight.NOTE
        case = _get(chain, journey.made)
        claim = about(case, "lifecycle:ends", "")
        yield finding("never-ends", said, case, Reply(status=200), weight=weight, claim=claim)

    def _strangers(self, chain: Chain, journey: Journey) -> None:
        """Ask for the first resource with another caller's credentials, when there are any."""
        if self._sender.signer.has_second:
            case = _get(chain, journey.made)
            case = replace(
                case, message=replace(case.message, caller="second"), expect="documented"
            )
            reply = self._sender.send([case], [journey.bindings])[0]
            self._ledger.add(sharing.judge(case, reply))

    def repeat(self, chain: Chain, cases: Sequence[Case], seed: int) -> None:
        """Send one request twice with one idempotency key, then another with the same key."""
        header = next((each.wire for each in chain.create.parameters if each.idempotency_key), None)
        other = next((each for each in cases if each.value != cases[0].value), None)
        if header is None or other is None:
            return
        key = str(uuid.UUID(int=Random(f"{seed} key").getrandbits(128), version=4))  # noqa: S311
        keyed = [_keyed(case, header, key) for case in (cases[0], other)]
        replies = [self._sender.send([case])[0] for case in (keyed[0], keyed[0], keyed[1])]
        members = tuple(pointer[1:] for _, pointer in chain.values if pointer.count("/") == 1)
        self._ledger.add(idempotency.judge(keyed[0], replies, members))


def spread(made: Sequence[tuple[Case, Reply]]) -> list[tuple[int, Case, Reply]]:
    """Return a few creations, numbered, that together show the most different choices."""
    left = [(number, case, reply) for number, (case, reply) in enumerate(made)]
    seen: set[str] = set()
    chosen: list[tuple[int, Case, Reply]] = []
    while left and len(chosen) < MOST:
        best = max(left, key=lambda each: len(set(each[1].touches) - seen))
        chosen.append(best)
        left.remove(best)
        seen.update(best[1].touches)
    return chosen


def _get(chain: Chain, made: Case) -> Case:
    message = Message(method=chain.get.method.upper(), path=chain.get.path)
    return Case(
        operation=chain.get.id,
        kind="poll",
        expect="accepted",
        message=message,
        takes=chain.create.id,
        value=made.value,
        note=compact(made.value).decode("utf-8", "replace") if made.has_value else "",
    )


def _keyed(case: Case, header: str, key: str) -> Case:
    others = tuple(pair for pair in case.message.headers if pair[0] != header)
    return replace(case, message=replace(case.message, headers=(*others, (header, key))))

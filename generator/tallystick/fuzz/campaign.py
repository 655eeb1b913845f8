"""A whole campaign: requests made, sent, judged, shrunk and counted."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.credentials import Credentials, Signer
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys import Journeys
from tallystick.fuzz.judging import Judging
from tallystick.fuzz.ledger import Ledger, Outcome, smaller_first
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import PLAIN
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.plan import Plan, Wish, plan
from tallystick.fuzz.sender import Pace, Sender, StoppedError
from tallystick.fuzz.shrink import shrink
from tallystick.fuzz.transport import Transport
from tallystick.ir import Api

Progress = Callable[[int, int, int], None]
"""Called with: requests sent, requests planned, findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a campaign runs.

    Attributes:
        wish: What is tried.
        pace: How fast and how long.
        credentials: Whose credentials are sent.
        known: Keys of findings that a baseline lists.
    """

    wish: Wish = Wish()  # noqa: RUF009 - frozen
    pace: Pace = Pace()  # noqa: RUF009 - frozen
    credentials: Credentials = Credentials()  # noqa: RUF009 - frozen
    known: frozenset[str] = frozenset()


def run(
    api: Api,
    transport: Transport,
    options: Options,
    *,
    progress: Progress | None = None,
    log: list[str] | None = None,
) -> Outcome:
    """Run a campaign against a server. Ctrl-C ends it early; the outcome says so.

    Args:
        api: What the server promises.
        transport: How it is reached; stays open.
        options: How to run.
        progress: Told how far it is.
        log: Gets one line for each planned request that is sent.
    """
    began = time.monotonic()
    judging = Judging(api)
    scene = Scene(api, judging)
    wish = replace(options.wish, credentials=options.credentials.known)
    sender = Sender(transport, Signer(api, options.credentials), options.pace, log, began=began)
    course = _Campaign(scene, sender, wish, progress)
    stopped = ""
    try:
        course.run(api, judging)
    except StoppedError as stop:
        stopped = stop.reason
    except KeyboardInterrupt:
        stopped = "interrupted"
    found = course.ledger.findings
    made = course.plan
    return Outcome(
        title=api.info.title.raw,
        seed=wish.seed,
        findings=tuple(item for item in found if item.key not in options.known),
        known=tuple(item for item in found if item.key in options.known),
        operations=course.ledger.operations,
        trials=course.ledger.trials,
        gaps=made.gaps if made else (),
        unreached=made.unreached if made else (),
        requests=sender.sent,
        seconds=time.monotonic() - began,
        planned=len(made.cases) if made else 0,
        stopped=stopped,
    )


class _Campaign:
    def __init__(self, scene: Scene, sender: Sender, wish: Wish, progress: Progress | None) -> None:
        self._scene = scene
        self._sender = sender
        self._wish = wish
        self._progress = progress
        self.ledger = Ledger(scene)
        self.plan: Plan | None = None
        self._journeys = Journeys(scene, sender, self.ledger)
        self._made: dict[str, list[tuple[Case, Reply]]] = {}

    def run(self, api: Api, judging: Judging) -> None:
        """Send all, in phases."""
        if self._sender.pace.budget == 0:
            raise StoppedError("the budget is zero: nothing was sent")
        made = self.plan = plan(api, judging, self._wish)
        creations = {chain.create.id for chain in made.chains}
        self._phase([case for case in made.cases if not case.takes], creations, made)
        later = [case for case in made.cases if case.takes]
        self._phase(later, set(), made)
        for chain in made.chains:
            known = self._made.get(chain.create.id, [])
            if self._wants(chain):
                self._journeys.follow(chain, known)
                self._journeys.repeat(chain, smaller_first(c for c, _ in known), self._wish.seed)
        self._shrink()

    def _wants(self, chain: Chain) -> bool:
        only = self._wish.only
        return not only or chain.create.id in only or chain.get.id in only

    def _phase(self, cases: Sequence[Case], creations: set[str], made: Plan) -> None:
        size = self._sender.pace.batch
        for first in range(0, len(cases), size):
            some = cases[first : first + size]
            bound = [(case, self._bindings(case, made.chains)) for case in some]
            ready = [(case, binding) for case, binding in bound if binding is not None]
            if not ready:
                continue
            replies = self._sender.send([case for case, _ in ready], [b for _, b in ready])
            for (case, _), reply in zip(ready, replies, strict=True):
                self._judge(case, reply, creations)
            if self._progress:
                self._progress(self._sender.sent, len(made.cases), len(self.ledger.findings))

    def _bindings(self, case: Case, chains: Sequence[Chain]) -> dict[str, str] | None:
        if not case.takes:
            return {}
        made = self._made.get(case.takes)
        chain = next(each for each in chains if each.get.id == case.operation)
        return chain.bindings(answer(made[0][1])) if made else None

    def _judge(self, case: Case, reply: Reply, creations: set[str]) -> None:
        self.ledger.note(case, reply)
        for judge in PLAIN:
            self.ledger.add(judge(self._scene, case, reply))
        if case.expect == "accepted" and accepted(reply):
            self._journeys.creation(None, case, reply)
            if case.operation in creations:
                self._made.setdefault(case.operation, []).append((case, reply))

    def _shrink(self) -> None:
        """Make the requests of findings smaller, by asking the server again."""

        def again(case: Case) -> list[Finding]:
            reply = self._sender.send([case], log=False)[0]
            return [found for judge in PLAIN for found in judge(self._scene, case, reply)]

        for item in self.ledger.findings:
            smaller = shrink(self._scene, item, again)
            if smaller is not None:
                self.ledger.improve(smaller)

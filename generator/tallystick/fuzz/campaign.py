"""A whole campaign: requests made, sent, judged, shrunk and counted."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain

from tallystick.fuzz.barring import barred, folded, headline, hopeless
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.variants import KIND
from tallystick.fuzz.garbage import seldom_collecting
from tallystick.fuzz.journeys.afterwards import Afterwards
from tallystick.fuzz.journeys.asking import Journeys
from tallystick.fuzz.journeys.borrowing import Borrowing
from tallystick.fuzz.journeys.holding import Holding
from tallystick.fuzz.journeys.journey import spread
from tallystick.fuzz.journeys.keying import Keying
from tallystick.fuzz.journeys.references import references
from tallystick.fuzz.journeys.referring import Referring
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.sparing import spare
from tallystick.fuzz.journeys.trespassing import Trespassing
from tallystick.fuzz.ledger import Ledger, Outcome, smaller_first
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import judged
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.reproduction.shrink import shrink
from tallystick.fuzz.reproduction.tracing import Tracing
from tallystick.fuzz.requests.guessing import made_up
from tallystick.fuzz.requests.ordering import without_resource
from tallystick.fuzz.requests.plan import JOURNEYS, RULED, SCHEMATHESIS, Planning, Wish
from tallystick.fuzz.resuming import FEW, MOST_MADE, State, save, wished
from tallystick.fuzz.schemathesis.phase import SHARE, Schemathesis
from tallystick.fuzz.sending.credentials import Credentials, Signer, bare
from tallystick.fuzz.sending.sender import Pace, Sender, SilentError, SpentError, StoppedError
from tallystick.fuzz.sending.transport import Transport
from tallystick.fuzz.shares import (
    BACK,
    BEYOND,
    DEEDS,
    KEYS,
    LISTS,
    LOOKS,
    NAMES,
    OTHERS,
    SMALLER,
    TIES,
    WAYS,
    Shares,
)
from tallystick.ir import Api

Progress = Callable[[int, int, int], None]
"""Called with: requests sent, requests that there will be about, findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a campaign runs.

    Attributes:
        wish: What is tried.
        pace: How fast and how long.
        credentials: Whose credentials are sent.
        known: Keys of findings that a baseline lists.
        resume: Where an earlier campaign of the same wish left off.
    """

    wish: Wish = Wish()  # noqa: RUF009 - frozen
    pace: Pace = Pace()  # noqa: RUF009 - frozen
    credentials: Credentials = Credentials()  # noqa: RUF009 - frozen
    known: frozenset[str] = frozenset()
    resume: State | None = None


def fits(state: State, api: Api, options: Options) -> bool:
    """Whether a campaign can go on from a state: it is of the same API and wish."""
    wish = replace(options.wish, credentials=options.credentials.known)
    return state.title == api.info.title.raw and state.wish == wished(wish)


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
    credentials, notes = bare(api, options.credentials)
    wish = replace(options.wish, credentials=credentials.known)
    options = replace(options, credentials=credentials, wish=wish)
    sender = Sender(transport, Signer(api, credentials), options.pace, log, began=began)
    scene = Scene(api, Judging(api), anonymous=sender.signer.anonymous)
    planning = Planning(api, scene.judging, wish)
    course = _Campaign(scene, sender, planning, options)
    stopped, silent, interrupted = "", False, False
    try:
        with seldom_collecting():
            course.run(progress)
    except StoppedError as stop:
        stopped, silent = stop.reason, isinstance(stop, SilentError)
    except KeyboardInterrupt:
        stopped, interrupted = "interrupted", True
    found = [*map(Tracing(scene, sender.trail).traced, folded(course.ledger))]
    said = (*course.notes, *course.journeys.following.notes, *course.trespassing.notes)
    return Outcome(
        title=api.info.title.raw,
        seed=wish.seed,
        findings=tuple(item for item in found if item.key not in options.known),
        known=tuple(item for item in found if item.key in options.known),
        operations=course.ledger.asked(wish.names),
        trials=course.ledger.trials,
        gaps=planning.gaps,
        unreached=planning.unreached,
        pairs_open=planning.pairs_open,
        requests=sender.sent,
        heard=sender.heard,
        seconds=time.monotonic() - began,
        planned=planning.total,
        shard=wish.shard,
        stopped=stopped,
        silent=silent,
        interrupted=interrupted,
        notes=(*notes, *said, *course.ledger.notes),
        left_off=save(course.state()) if stopped else None,
        headline=headline(course.ledger, api, options.credentials),
    )


class _Campaign:
    def __init__(self, scene: Scene, sender: Sender, planning: Planning, options: Options) -> None:
        self._scene = scene
        self._sender = sender
        self._options = options
        self._planning = planning
        self._progress: Progress | None = None
        self._resources = Resources(planning.chains, made_up(scene.judging, planning.chains))
        self._creators = self._resources.creators
        self._bound: deque[tuple[int, Mapping[str, str]]] = deque()
        self._at = self._done = 0
        self.ledger = Ledger(scene)
        self.journeys = Journeys(scene, sender, self.ledger, self._resources)
        self._keying = Keying(scene, sender, self.ledger, self._resources)
        known = references(scene.api, planning.chains)
        self._referring = Referring(scene, known, self.journeys.following, self._resources, sender)
        self.trespassing = Trespassing(scene, sender, self.ledger, self._resources, known)
        self._holding = Holding(scene, sender, self.ledger, self._resources, known)
        self._held: list[Case] = []
        self._waiting: list[Case] = []
        self._afterwards = Afterwards(scene, sender, self.ledger, self._resources, self.journeys)
        self._borrowing = Borrowing(
            planning.others, self._resources, self._referring, sender, self._afterwards.anew
        )
        some = zip((DEEDS, LISTS), self._afterwards.has, strict=True)
        idle = frozenset({BEYOND, *(name for name, has in some if not has)})
        self._shares = Shares(options.wish, sender, planning.full, idle)
        sender.answered = self.tick
        sender.seen = self.ledger.see
        self.notes = self._shares.notes

    def run(self, progress: Progress | None) -> None:
        """Send all, in phases."""
        self._progress = progress
        if self._sender.pace.budget == 0:
            raise StoppedError("the budget is zero: nothing was sent")
        if self._options.resume is not None:
            self._restore(self._options.resume)
        if set(self._options.wish.phases) != {SCHEMATHESIS}:
            self._shares.begin()
            cases = self._plain(self._planned())
            held: list[Case] = []
            self._send(without_resource(cases, held))
            self._send_deep(chain(held, cases))
            self._send_referring()
            self._send_deep(self._waiting)
        part = self._shares.part
        if SCHEMATHESIS in self._options.wish.phases:
            with part(OTHERS):
                self._schemathesis()
        if JOURNEYS in self._options.wish.phases:
            self._follow_up()
        last = (BEYOND, self._go_on), (SMALLER, self._shrink), (BACK, self._afterwards.restore)
        for name, act in last:
            with part(name):
                act()
        self.ledger.close(self._sender.failed.values())

    def _follow_up(self) -> None:
        """Do what needs what was made."""
        if self._afterwards.instead:
            self._shares.idle -= {BEYOND}
        part, wish = self._shares.part, self._options.wish
        if wish.shard[0] == 1:
            with part(KEYS):
                self._keying.run(self._planning.chains, wish)
            with part(NAMES):
                self.trespassing.run()
                self._holding.run()
        with part(WAYS):
            self.journeys.finish()
        if wish.shard[0] != 1:
            return
        after = self._afterwards
        late = (DEEDS, after.do), (TIES, after.tie), (LISTS, after.list), (LOOKS, after.look)
        for name, act in (*late, (LOOKS, self._keying.later)):
            with part(name):
                act(wish)

    def _go_on(self) -> None:
        """Send what had no room, as far as there is some now: not a part of the log of a seed."""
        first = self._options.wish.shard[0] == 1
        beyond = (it for it in self._planning.beyond if first and not it.takes)
        known = (it for it in beyond if not self._referring.refers(it))
        for case in chain(self._afterwards.instead, known):
            if self._sender.room <= 0:
                return
            fresh = self._afterwards.anew(case)
            self._judge(fresh, self._sender.send([fresh], log=False)[0], {})

    def tick(self) -> None:
        """Do what has waited for its time, between two batches."""
        self._referring.tick()
        if JOURNEYS in self._options.wish.phases or self._held:
            self.journeys.following.tick()
        if self._progress is not None:
            self._progress(self._sender.sent, self._expected(), self.ledger.size)

    def _expected(self) -> int:
        """Return how many requests there will be, about; as the plan ends, it may get smaller."""
        wish = self._options.wish
        most = wish.most // wish.shard[1]
        planned = self._planning.total + self._shares.later if self._planning.ended else most
        return max(self._sender.sent, min(most, planned))

    def state(self) -> State:
        """Return where the campaign stands."""
        every = [made for _, made in self._resources.every()]
        small = {id(case) for case in smaller_first(made.case for made in every)[:FEW]}
        chosen = {id(made.case) for made in spread(every, set(), MOST_MADE)} | small
        return State(
            title=self._scene.api.info.title.raw,
            wish=wished(self._options.wish),
            done=self._done,
            requests=self._sender.sent,
            findings=self.ledger.findings,
            operations=self.ledger.operations,
            trials=self.ledger.trials,
            made=tuple(
                (each.case, each.reply, each.given) for each in every if id(each.case) in chosen
            ),
        )

    def _restore(self, state: State) -> None:
        self._done = state.done
        self._sender.sent = state.requests
        self._shares.planned, self._sender.extra = state.done, state.requests - state.done
        state.restore(self.ledger)
        for case, reply, given in state.made:
            self._referring.made(self._resources.add(case, reply, given))

    def _planned(self) -> Iterator[Case]:
        """Yield what is planned; the budget ends the making of it, too."""
        cases = self._planning.cases()
        while self._sender.pace.budget is not None:
            self._scene.judging.heed(self._sender.keep_time)
            try:
                case = next(cases, None)
            finally:
                self._scene.judging.heed()
            if case is None:
                return
            yield case
        yield from cases

    def _send(self, cases: Iterable[Case]) -> None:
        for case, reply in self._sender.stream(self._pairs(cases)):
            self._done, given = self._bound.popleft()
            self._judge(case, reply, given)

    def _send_deep(self, cases: Iterable[Case]) -> None:
        """Send what needs no resource that is in another one, then what does."""
        deep: dict[int, list[Case]] = {}
        self._send(self._resources.shallow(cases, deep))
        for depth in sorted(deep):
            self._send(deep[depth])

    def _plain(self, cases: Iterable[Case]) -> Iterator[Case]:
        """Yield the cases whose bodies name no resource; the others are held.

        So are those that need a resource which is made by naming another one.
        """
        for case in cases:
            if self._referring.refers(case):
                self._held.append(case)
            elif self._referring.waits(case):
                self._waiting.append(case)
            else:
                yield case

    def _send_referring(self) -> None:
        """Send what names resources: what is valid first, since it shows which ones are taken."""
        depth = self._referring.depth
        for deep in sorted({depth[case.operation] for case in self._held}):
            here = [case for case in self._held if depth[case.operation] == deep]
            for valid in (True, False):
                some = [case for case in here if (case.expect == "accepted") is valid]
                if some:
                    self._referring.wait()
                    self._send(some)

    def _pairs(self, cases: Iterable[Case]) -> Iterator[tuple[Case, Mapping[str, str]]]:
        known = self._done
        for case in cases:
            self._at += 1
            self._afterwards.note(case)
            if self._at > known:
                spare(self._resources, self._sender, case)
            bound = self._borrowing.bound(case) if self._at > known else None
            if bound is not None and not self._shares.has():
                return
            if bound is not None:
                self._afterwards.before(*bound)
                self._bound.append((self._at, bound[1]))
                yield self._referring.bound(*bound), bound[1]

    def _judge(self, case: Case, reply: Reply, given: Mapping[str, str]) -> None:
        named = case.names
        case, reply = (self._referring if named else self._afterwards).settled(case, reply, given)
        if named:
            self.trespassing.note(case, reply, given)
        self.ledger.note(case, reply)
        self._afterwards.answered(case, reply, given)
        if case.expect == "accepted" and (why := hopeless(self.ledger)):
            raise StoppedError(why)
        self.ledger.judge(case, reply)
        if not accepted(reply) or case.expect == "refused":
            return
        self.journeys.sequels.see(case, reply, given)
        if case.expect == "accepted":
            keeps = case.operation in self._creators and case.kind != KIND
            found = self._resources.keep(case, reply, given) if keeps else []
            for made in found:
                self._referring.made(made)
            with suppress(SpentError):
                self.journeys.creation(case, reply, next(iter(found), None))
        else:
            self._resources.doubt(case, reply, given)
            if case.kind in RULED:
                self.journeys.echoed(case, reply)
        if case.message.method == "DELETE" and case.takes:
            with suppress(SpentError):
                self.journeys.deleted(case, reply, dict(given))

    def _schemathesis(self) -> None:
        """Have Schemathesis send its share; it cannot be divided, so the first shard has it."""
        wish = self._options.wish
        if wish.only or wish.shard[0] != 1:
            return
        tool = Schemathesis(
            self._scene, self._sender, self.ledger, self._options.credentials, wish.seed
        )
        for _ in tool.run(int(wish.most * SHARE), self._resources.names()):
            self.tick()
        self.notes += tool.notes

    def _shrink(self) -> None:
        """Make the requests of findings smaller, by asking the server again."""

        def again(case: Case) -> list[Finding]:
            bound = self._afterwards.small(case)
            if bound is None:
                return []
            case = self._referring.bound(*bound)
            reply = self._sender.send([case], [bound[1]], log=False)[0]
            return [*judged(self._scene, case, reply)]

        for item in folded(self.ledger) if barred(self.ledger) is None else ():
            smaller = shrink(self._scene, item, again)
            if smaller is not None:
                self.ledger.improve(smaller)

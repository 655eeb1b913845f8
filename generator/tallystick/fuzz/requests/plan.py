"""All requests of a campaign, in order: the same document, seed and options, the same plan."""

import random
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from tallystick.fuzz.bodies.judging import Judging, compact
from tallystick.fuzz.bodies.making import NOTHING, Bodies, Growing
from tallystick.fuzz.bodies.variants import woven
from tallystick.fuzz.chains import Chain, chains
from tallystick.fuzz.model import Case, Claim, Expectation, Gap
from tallystick.fuzz.requests import protocol
from tallystick.fuzz.requests.amounts import planned
from tallystick.fuzz.requests.bodied import Bodied
from tallystick.fuzz.requests.composing import body_content, further, with_bytes
from tallystick.fuzz.requests.giving import Given, Giver
from tallystick.fuzz.requests.opening import Opening
from tallystick.fuzz.requests.ordering import ordered, ranked, small_first
from tallystick.fuzz.requests.parameters import message_of
from tallystick.fuzz.requests.raw import samples
from tallystick.fuzz.requests.repeating import Repeating
from tallystick.fuzz.requests.varying import varied
from tallystick.fuzz.sending.sender import line
from tallystick.ir import Api, Content, MediaKind, Operation
from tallystick.text import Json

MOST: Final = 2_500
VALID_SHARE: Final = 0.12
"""Part of all requests that valid bodies of one operation may take."""
STATUSES: Final = {"all": ("stated", "inferred"), "stated": ("stated",), "off": ()}
"""``--rules`` -> statuses of the rules that are broken; what a server alone judges never is."""

RULES, PROTOCOL, VARIANTS, JOURNEYS = "rules", "protocol", "variants", "journeys"
SCHEMATHESIS = "schemathesis"
PHASES: Final = (RULES, PROTOCOL, VARIANTS, JOURNEYS, SCHEMATHESIS)
"""The parts, in order: bodies that keep and break rules and keywords, wrong requests, random
crossings of bodies, resources to their end, another tool's checks."""
EARLY: Final = 4
"""One in so many cases of an operation goes out before the others are made."""
LAST: Final = 1_000
"""Turn of what another request stands for."""
RULED: Final = frozenset({"valid", "edge", "rule", "keyword"})
"""Kinds of cases of the phase ``rules``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a campaign should try.

    Attributes:
        seed: Same seed, same requests.
        most: Requests at most.
        only: Operation ids and names of claims; empty for all.
        rules: ``all``, ``stated`` or ``off``: which rules are broken.
        shard: (K, N): this run takes every Nth case, from the Kth on, counted from 1; what is the
            same request, byte for byte, is counted once.
        credentials: Something can be given that is right, so something can be wrong.
        phases: Of `PHASES`; the cases of the others are left out.
    """

    seed: int = 0
    most: int = MOST
    only: tuple[str, ...] = ()
    rules: str = "all"
    shard: tuple[int, int] = (1, 1)
    credentials: bool = False
    phases: tuple[str, ...] = (RULES, PROTOCOL, JOURNEYS)

    def names(self, operation: str, claim: str = "") -> bool:
        """Whether an operation, or a claim on it, is among what is tried."""
        return not self.only or not {operation, claim}.isdisjoint(self.only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is sent.

    Attributes:
        cases: In order; what matters most stands first.
        gaps: Claims that no request isolates.
        claims: Every claim that was looked at.
        chains: How operations follow each other.
        pairs_open: (operation, choice, choice): pairs of choices of one body that no valid body
            makes and no proof excludes, as goals are written.
    """

    cases: tuple[Case, ...]
    gaps: tuple[Gap, ...]
    claims: tuple[Claim, ...]
    unreached: tuple[tuple[str, str], ...]
    chains: tuple[Chain, ...]
    pairs_open: tuple[tuple[str, str, str], ...] = ()


def plan(api: Api, judging: Judging, wish: Wish) -> Plan:
    """Make all requests of a campaign."""
    planning = Planning(api, judging, wish)
    cases = tuple(planning.cases())
    return Plan(
        cases=cases,
        gaps=planning.gaps,
        claims=planning.claims,
        unreached=planning.unreached,
        chains=planning.chains,
        pairs_open=planning.pairs_open,
    )


class Planning:
    """A plan that can be sent while it is made: one operation after the other.

    What is known of gaps and goals grows with the cases that were taken.

    Attributes:
        chains: How operations follow each other.
        total: Cases that were given, those of other shards aside; all of them when `ended`.
        full: How many are planned at most when others come on top.
        beyond: Cases of this shard that are more than that, when `ended`.
        others: Operation -> valid cases of it that other shards have, up to now.
    """

    def __init__(self, api: Api, judging: Judging, wish: Wish) -> None:
        """Plan for an API."""
        self._api = api
        self._wish = wish
        self._planner = _Planner(api, judging, wish)
        self._judging = judging
        self._pool: dict[str, list[Case]] = {}
        self._repeating = Repeating(api)
        self.chains = self._planner.chains
        self._makers = {each.create.id for each in self.chains if each.get.id in wish.only}
        self.beyond: list[Case] = []
        self.others: dict[str, list[Case]] = {}
        self.total, self.ended = 0, False
        self.full = planned(wish.most, self.chains, shared=SCHEMATHESIS in wish.phases)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Claims that no request isolates, and why an operation has no request at all."""
        return tuple(gap for gap in self._planner.gaps if self._asked(gap.claim))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim that was looked at."""
        return tuple(dict.fromkeys(self._planner.claims))

    @property
    def unreached(self) -> tuple[tuple[str, str], ...]:
        """(operation, goal) of valid bodies that were not found."""
        return tuple(it for it in self._planner.unreached if self._wish.names(it[0]))

    @property
    def pairs_open(self) -> tuple[tuple[str, str, str], ...]:
        """(operation, choice, choice) that no valid body makes and no proof excludes."""
        return tuple(it for it in self._planner.pairs_open if self._wish.names(it[0]))

    def cases(self) -> Iterator[Case]:
        """Yield the cases of this shard; those that need a resource come last."""
        first, of = self._wish.shard
        turns: dict[str, int] = {}
        for case in self._all():
            # What nobody shares needs no spelling, which takes as long as a judgement.
            if of == 1 or turns.setdefault(line(case), len(turns)) % of == first - 1:
                self.total += 1
                yield case
            elif case.expect == "accepted" and case.kind in RULED:
                self.others.setdefault(case.operation, []).append(case)
        self.ended, self.beyond = True, self.beyond[first - 1 :: of]

    def _all(self) -> Iterator[Case]:
        """Yield an equal share of every operation's cases at once, and the rest after."""
        most = left = self.full
        share = max(1, left // max(1, len(self._api.operations)))
        rest: list[Case] = []
        later: list[Case] = []
        turns: dict[int, int] = {}
        openings = [self._opening(it, share // EARLY) for it in self._operations()]
        for opening in openings:
            if body_content(opening.operation) is not None:
                yield from opening.begin()
        for opening in openings:
            yield from opening.go_on()
            self._pool[opening.operation.id] = [
                case for case in opening.cases if case.kind in RULED and case.has_value
            ]
            turns |= self._turns(opening)
            every = (case for case in ordered(opening.cases, turns) if self._wanted(case))
            made = [case for case in every if id(case) not in opening.early]
            take = min(share, left) - len(opening.early)
            take = min(take, sum(turns[id(case)] < LAST for case in made))
            left -= len(made[:take]) + len(opening.early)
            opening.cases.clear()
            later += [case for case in made[:take] if case.takes]
            rest += made[take:]
            yield from (case for case in made[:take] if not case.takes)
        place = {each.id: number for number, each in enumerate(self._api.operations)}
        rest = ordered(sorted(rest, key=lambda case: place[case.operation]), turns)
        more, self.beyond = rest[:left], rest[left:]
        yield from (case for case in more if not case.takes)
        yield from later
        yield from (case for case in more if case.takes)
        if VARIANTS in self._wish.phases:
            only, statuses = self._wish.only, STATUSES[self._wish.rules]
            some = varied(self._judging, self._pool, only, seed=self._wish.seed, statuses=statuses)
            contents = {each.id: body_content(each) for each in self._api.operations}
            for case in woven(some, self.full - (most - left + len(more))):
                yield self._planner.bodied.apart(case, contents[case.operation])

    def _turns(self, opening: Opening) -> dict[int, int]:
        """Return the turn of each case of one operation, by its `id`."""
        operation, cases = opening.operation, opening.cases
        again = self._repeating.again(operation, cases)
        found = ranked(operation, cases, opening.early, again)
        return found | dict.fromkeys(self._repeating.stood_for(operation, cases), LAST)

    def _operations(self) -> list[Operation]:
        """Return the operations that can have a wanted case: all, unless some are named."""
        every, only = small_first(self._api), set(self._wish.only)
        if not only or not only <= {each.id for each in every}:
            return every
        return [each for each in every if each.id in only | self._makers]

    def _opening(self, operation: Operation, most: int) -> Opening:
        """Return the first cases of an operation, at most so many of those that need nothing."""
        return Opening(
            operation,
            partial(self._planner.add, operation),
            lambda case: not case.takes and self._wanted(case),
            most,
        )

    def _asked(self, claim: Claim) -> bool:
        """Whether a claim is asked for, or speaks of all that makes what is asked for."""
        makes = claim.operation in self._makers and claim.name.startswith("request:")
        return makes or self._wish.names(claim.operation, claim.name)

    def _wanted(self, case: Case) -> bool:
        family = RULES if case.kind in RULED else PROTOCOL
        if family not in self._wish.phases and case.expect != "accepted":
            return False
        if family not in self._wish.phases and JOURNEYS not in self._wish.phases:
            return False
        makes = case.operation in self._makers and case.expect == "accepted"
        name = case.claim.name if case.claim else "valid"
        return makes or self._wish.names(case.operation, name)


class _Planner:
    """Collects the cases of all operations."""

    def __init__(self, api: Api, judging: Judging, wish: Wish) -> None:
        self._judging = judging
        self._wish = wish
        self.chains = chains(api, judging)
        self._takes = {chain.get.id: chain.create.id for chain in self.chains}
        self._sure = {chain.get.id for chain in self.chains if chain.sure}
        self._made = {chain.get.id for chain in self.chains if chain.items is None}
        self._giver = Giver(judging, STATUSES[wish.rules])
        self.bodied = Bodied(judging)
        named = [each for each in api.operations if each.id in wish.only] or api.operations
        bodied = sum(body_content(it) is not None for it in named) or 1
        self._growing = Growing(
            judging,
            seed=wish.seed,
            most=max(1, int(wish.most * VALID_SHARE / bodied)),
            statuses=STATUSES[wish.rules],
        )
        self._small: list[Json] = []
        self.gaps: list[Gap] = []
        self.claims: list[Claim] = []
        self.unreached: list[tuple[str, str]] = []
        self.pairs_open: list[tuple[str, str, str]] = []

    def add(self, operation: Operation, cases: list[Case]) -> Iterator[None]:
        """Add all cases of one operation to some, and yield when there are more.

        One whose schemas no validator takes is left out.
        """
        try:
            yield from self._add(operation, cases)
        except ValueError as error:
            why = f"no validator takes its schemas: {str(error).partition(chr(10))[0][:200]}"
            self._lacks(operation.id, "request:schema", why)

    def _add(self, operation: Operation, cases: list[Case]) -> Iterator[None]:
        given = self._giver.given(operation, path=operation.id not in self._takes)
        if given is None:
            why = "no values were found for the required parameters"
            self._lacks(operation.id, "request:parameters", why)
            return
        content = body_content(operation)
        base = Case(
            operation=operation.id,
            kind="valid",
            expect=self._hope(operation),
            message=message_of(operation, given),
            takes=self._takes.get(operation.id, ""),
        )
        made = NOTHING
        if content is not None:
            for other in further(operation):
                yield from self._grown(base, other, cases, other.media_type.partition(";")[0])
            made = yield from self._grown(base, content, cases)
            if not made.valid and operation.body is not None and operation.body.required:
                return
            base = self._based(base, content, made)
        elif (said := next(samples(self._judging, operation), None)) is not None:
            base = with_bytes(base, *said)
        elif operation.body is not None and operation.body.required:
            names = ", ".join(each.media_type for each in operation.body.contents)
            self._lacks(operation.id, "request:body", f"no bodies of {names} are made")
            return
        self._small = sorted((each.value for each in made.valid), key=_length)
        around = self._around(operation, base, given, content)
        cases += (self.bodied.apart(case, content) for case in around)

    def _lacks(self, operation: str, name: str, reason: str, beside: str = "") -> None:
        """Note what no request was made for."""
        claim = Claim(operation=operation, name=name, variant=beside)
        self.gaps.append(Gap(claim=claim, reason=reason))

    def _grown(
        self, base: Case, content: Content, cases: list[Case], beside: str = ""
    ) -> Generator[None, None, Bodies]:
        """Add the cases of one content, yield when there are more, and return its bodies."""
        made = NOTHING
        for more in self._growing.bodies(content):
            fresh = [*self.bodied.cases(base, content, more, made, beside)]
            self.claims += [case.claim for case in fresh if case.claim]
            cases += fresh
            made = more
            yield
        self._note(base.operation, made, beside)
        if not made.valid:
            why = made.why or "no valid body was found"
            self._lacks(base.operation, "request:body", why, beside)
        return made

    def _hope(self, operation: Operation) -> Expectation:
        """Return what comes of a valid request: a resource that was made up is not there."""
        made_up = "{" in operation.path and operation.id not in self._sure
        made_up = made_up and not self._giver.listed(operation)
        other = operation.body is not None and body_content(operation) is None
        return "documented" if made_up or other else "accepted"

    def _based(self, base: Case, content: Content, made: Bodies) -> Case:
        """Return the case with the smallest body that can be sent."""
        for value in sorted((found.value for found in made.valid), key=_length):
            case = self.bodied.one(base, content, value)
            if case is not None:
                return case
        return base

    def _note(self, operation: str, made: Bodies, beside: str) -> None:
        """Note the rules of the bodies, and what could not be made."""
        claim = partial(Claim, operation=operation, variant=beside)
        self.claims += [claim(name=name, at=at) for name, at in made.rules]
        for name, at, reason in made.never:
            self.gaps.append(Gap(claim=claim(name=name, at=at), reason=reason))
        self.unreached += [(operation, goal) for goal in made.unreached]
        self.pairs_open += [(operation, *pair) for pair in made.pairs_open]

    def _around(
        self, operation: Operation, base: Case, given: Given, content: Content | None
    ) -> list[Case]:
        """Return what concerns the request as a whole: parameters, protocol, credentials."""
        shown = content if content is not None and content.kind is MediaKind.JSON else None
        made = base if operation.id in self._made else replace(base, takes="")
        more = [
            *protocol.parameter_cases(operation, base, given, self._giver, self._judging),
            *protocol.span_cases(operation, base, given, self._judging.api),
            *protocol.guess_cases(operation, base, given, self._giver.guesses),
            *protocol.body_cases(operation, base, shown, self._judging, self._small),
            *protocol.encoded_cases(base, shown, self._judging, self._small),
            *protocol.credential_cases(
                operation, base, self._judging.api, known=self._wish.credentials
            ),
            *protocol.unknown_cases(operation, made, self._random(operation), self._judging),
            *protocol.odd_cases(operation, made, self._judging),
            *self._methods(operation, base),
        ]
        self.claims += [case.claim for case in more if case.claim and case.expect == "refused"]
        return [base, *more] if content is None else more

    def _methods(self, operation: Operation, base: Case) -> Iterator[Case]:
        """Yield methods that the path does not have, once a path."""
        same = [each for each in self._judging.api.operations if each.path == operation.path]
        if same[0] is operation:
            taken = {each.method for each in same}
            chance = self._random(operation)
            yield from protocol.method_cases(operation, base, taken, chance, self._judging)

    def _random(self, operation: Operation) -> random.Random:
        return random.Random(f"{self._wish.seed} {operation.id}")  # noqa: S311 - repeatable


def _length(value: Json) -> int:
    return len(compact(value))

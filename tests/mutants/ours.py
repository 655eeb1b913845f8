"""One of our campaigns against one mutant."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unittest import mock

from tests.mutants.model import OWN, SECOND, Json, Mutant
from tests.mutants.servers import Open, true_api

from tallystick.fuzz import campaign as campaigns
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Case, Claim, Gap, Weight
from tallystick.fuzz.requests.plan import JOURNEYS, PROTOCOL, RULES, VARIANTS, Planning, Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Transport
from tallystick.ir import Api

MOST = 2_500
"""Requests of a campaign at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one run ended.

    Attributes:
        id: `Mutant.id`.
        keys: Findings that are not there on the true server.
        loudest: Weight of the loudest of them, "" for none.
        seconds: By the clock.
        cpu: CPU seconds of the process, the server included; with ours the making of the requests
            too, which is done once for all mutants of a seed and counted in each.
        stopped: Why it ended early: the first finding is enough.
    """

    id: str
    tool: str
    seed: int
    keys: tuple[str, ...]
    loudest: str
    requests: int
    seconds: float
    cpu: float
    stopped: str = ""


@dataclass(slots=True)
class _Made:
    cases: list[Case]
    planning: Planning
    cpu: float


_MADE: dict[tuple[int, Wish], _Made] = {}
"""Requests are made from the document alone: they are the same for every mutant."""


class Remembered(Planning):
    """A plan that is made once."""

    def __init__(self, api: Api, judging: Judging, wish: Wish) -> None:
        """Plan, or remember."""
        super().__init__(api, judging, wish)
        self._key = (id(api), wish)

    def cases(self) -> Iterator[Case]:
        """Yield the cases."""
        known = _MADE.get(self._key)
        if known is None:
            began = time.process_time()
            cases = list(super().cases())
            known = _MADE[self._key] = _Made(cases, self, time.process_time() - began)
        self.total, self.beyond = len(known.cases), known.planning.beyond
        yield from known.cases

    def _made(self) -> Planning:
        known = _MADE.get(self._key)
        return known.planning if known else self

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Claims that no request isolates."""
        made = self._made()
        return super().gaps if made is self else made.gaps

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim that was looked at."""
        made = self._made()
        return super().claims if made is self else made.claims

    @property
    def unreached(self) -> tuple[tuple[str, str], ...]:
        """Goals of valid bodies that were not found."""
        made = self._made()
        return super().unreached if made is self else made.unreached


def options(seed: int, auth: tuple[str, ...] = (OWN, SECOND)) -> Options:
    """Return how campaigns of the harness run: as `tally fuzz` does, Schemathesis aside."""
    wish = Wish(seed=seed, most=MOST, phases=(RULES, PROTOCOL, VARIANTS, JOURNEYS))
    return Options(wish=wish, credentials=Credentials(auth=auth))


def campaign(
    api: Api, transport: Transport, chosen: Options, *, whole: bool, spared: int = 0
) -> Outcome:
    """Run a campaign; unless it is to be whole, the first finding after those spared ends it."""

    def enough(_sent: int, _planned: int, found: int) -> None:
        if found > spared and not whole:
            raise KeyboardInterrupt

    with mock.patch.object(campaigns, "Planning", Remembered):
        return run(api, transport, chosen, progress=enough)


def against(mutant: Mutant | None, seed: int, *, whole: bool) -> Outcome:
    """Run a campaign against a mutant, or the true server."""
    with Open(mutant) as server:
        return campaign(true_api(), server.transport, options(seed), whole=whole)


@lru_cache(maxsize=32)
def known(seed: int) -> frozenset[str]:
    """Return what a campaign finds on the true server: nothing, one hopes."""
    return frozenset(item.key for item in against(None, seed, whole=True).findings)


def judge(mutant: Mutant, seed: int, *, whole: bool = False) -> Result:
    """Return whether one campaign finds one mutant."""
    before = known(seed)
    began, busy = time.monotonic(), time.process_time()
    outcome = against(mutant, seed, whole=whole or bool(before))
    loud = loudest(outcome, before)
    if loud == Weight.NOTE and outcome.stopped:
        outcome = against(mutant, seed, whole=True)
        loud = loudest(outcome, before)
    planned = _made(seed).cpu
    return Result(
        id=mutant.id,
        tool="ours",
        seed=seed,
        keys=tuple(item.key for item in outcome.findings if item.key not in before)[:12],
        loudest=loud,
        requests=outcome.requests,
        seconds=round(time.monotonic() - began, 2),
        cpu=round(time.process_time() - busy + planned, 2),
        stopped=outcome.stopped,
    )


def _made(seed: int) -> _Made:
    """Return the requests for the flagship that were made with a seed."""
    mine = id(true_api())
    return next(made for (api, wish), made in _MADE.items() if (api, wish.seed) == (mine, seed))


def loudest(outcome: Outcome, before: frozenset[str]) -> str:
    """Return the weight of the loudest finding that was not known before, "" for none."""
    weights = {item.weight for item in outcome.findings if item.key not in before}
    return next((weight.value for weight in Weight if weight in weights), "")


def true_server(seed: int) -> dict[str, Json]:
    """Return how a whole campaign against the true server ended."""
    busy = time.process_time()
    with Open() as server:
        outcome = campaign(true_api(), server.transport, options(seed), whole=True)
    tallies = outcome.operations.values()
    made = _made(seed)
    return {
        "seed": seed,
        "findings": [item.key for item in outcome.findings],
        "valid": sum(each.valid for each in tallies),
        "accepted": sum(each.accepted for each in tallies),
        "types": _types(made.cases),
        "requests": outcome.requests,
        "seconds": round(outcome.seconds, 2),
        "cpu": round(time.process_time() - busy, 2),
        "making": round(made.cpu, 2),
    }


def _types(cases: list[Case]) -> dict[str, float]:
    """Return the share of each ``type`` among the valid creations of a plan."""
    values = [
        str(case.value.get("type") or "absent")
        for case in cases
        if case.expect == "accepted" and isinstance(case.value, dict)
    ]
    return {name: round(values.count(name) / len(values), 4) for name in sorted(set(values))}

"""Campaigns on servers of other documents, written by hand, with faults; a page about each."""

import argparse
import logging
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from tests.mutants.model import Json
from tests.mutants.ours import Result, campaign, loudest, options
from tests.mutants.pages import facts, page, verdict, write
from tests.mutants.parallel import PROCESSES, SEEDS, TRUE_SEEDS, each

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api, open_api


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Foreign:
    """A server that shares nothing with ours; two are equal when they have one name.

    Attributes:
        name: Of its page too, in generated/bench.
        spec: Its document.
        server: Makes it, with a fault or with "" for none.
        keys: Two credentials.
        faults: Name -> what is wrong.
        kinds: Name -> kind of a fault.
        shown: Whether a fault is answered otherwise.
        head: Begins the page; ``{faults}`` is their number.
        unseen: Faults that the first campaigns missed, with one of three seeds at least; none
            where nobody counted them.
        told: Kind of what is rightly told of it without a fault too, "" for nothing.
    """

    name: str
    spec: Path
    server: Callable[[str], Callable[..., Json]]
    keys: tuple[str, ...]
    faults: Mapping[str, str]
    kinds: Mapping[str, str]
    shown: Callable[[str], bool]
    head: str
    unseen: frozenset[str] = frozenset()
    told: str = ""

    def __eq__(self, other: object) -> bool:
        """Whether it has the same name."""
        return isinstance(other, Foreign) and self.name == other.name

    def __hash__(self) -> int:
        """Return the name's."""
        return hash(self.name)

    def page(self, measured: dict[str, Json]) -> str:
        """Return its page."""
        return page(measured, self.head)


@lru_cache(maxsize=4)
def true_api(foreign: Foreign) -> Api:
    """Return a server's API."""
    api, found = open_api(str(foreign.spec))
    if api is None:
        raise ValueError(found)
    return api


def against(foreign: Foreign, fault: str, seed: int, *, whole: bool) -> Outcome:
    """Run a campaign against the server with a fault, "" for none."""
    transport = InProcess(foreign.server(fault))
    try:
        chosen = options(seed, foreign.keys)
        return campaign(
            true_api(foreign), transport, chosen, whole=whole, spared=int(bool(foreign.told))
        )
    finally:
        transport.close()


def told(foreign: Foreign, outcome: Outcome) -> frozenset[str]:
    """Return what a campaign finds that counts for nothing."""
    return frozenset(item.key for item in outcome.findings if item.kind == foreign.told)


@lru_cache(maxsize=32)
def known(foreign: Foreign, seed: int) -> frozenset[str]:
    """Return what a campaign finds without a fault; it plans the seed's requests too."""
    outcome = against(foreign, "", seed, whole=True)
    return frozenset(item.key for item in outcome.findings) - told(foreign, outcome)


def judge(fault: str, seed: int, foreign: Foreign) -> Result:
    """Return whether one campaign finds one fault; the planning is not counted."""
    before = known(foreign, seed)
    began, busy = time.monotonic(), time.process_time()
    outcome = against(foreign, fault, seed, whole=bool(before))
    if outcome.stopped and loudest(outcome, before | told(foreign, outcome)) in {"", "note"}:
        outcome = against(foreign, fault, seed, whole=True)
    before |= told(foreign, outcome)
    return Result(
        id=fault,
        tool=f"ours, {foreign.name}",
        seed=seed,
        keys=tuple(item.key for item in outcome.findings if item.key not in before)[:12],
        loudest=loudest(outcome, before),
        requests=outcome.requests,
        seconds=round(time.monotonic() - began, 2),
        cpu=round(time.process_time() - busy, 2),
        stopped=outcome.stopped,
    )


def true_server(seed: int, foreign: Foreign) -> dict[str, Json]:
    """Return how a whole campaign without a fault ended; what is excused counts as neither."""
    busy = time.process_time()
    outcome = against(foreign, "", seed, whole=True)
    tallies = outcome.operations.values()
    excused = sum(tally.excused.total() for tally in tallies)
    return {
        "seed": seed,
        "findings": [item.key for item in outcome.findings if item.kind != foreign.told],
        "valid": sum(tally.valid for tally in tallies) - excused,
        "accepted": sum(tally.accepted for tally in tallies),
        "excused": excused,
        "requests": outcome.requests,
        "cpu": round(time.process_time() - busy, 2),
    }


def measure(foreign: Foreign, executor: Executor) -> dict[str, Json]:
    """Run all, write the page and its facts, and return them."""
    faults = foreign.faults
    differing = each(executor, foreign.shown, faults)
    alike = [name for name, differs in zip(faults, differing, strict=True) if not differs]
    results = [
        result
        for seed in SEEDS
        for result in each(executor, partial(judge, seed=seed, foreign=foreign), faults)
    ]
    true = list(each(executor, partial(true_server, foreign=foreign), TRUE_SEEDS))
    measured = facts(results, true, alike, faults=faults, kinds=foreign.kinds)
    if foreign.unseen:
        measured["missed at first sight"] = sorted(foreign.unseen)
    write(foreign.name, measured, foreign.page(measured))
    return measured


def main(foreign: Foreign, does: str) -> int:
    """Measure, and print the page.

    Returns:
        1 when a fault survives every seed or is shown by no request; else 0.
    """
    argparse.ArgumentParser(
        prog=f"python -m tests.mutants.{foreign.name}", description=does
    ).parse_args()
    logging.disable(logging.CRITICAL)
    with ProcessPoolExecutor(PROCESSES) as executor:
        measured = measure(foreign, executor)
    sys.stdout.write(foreign.page(measured))
    return verdict(measured)

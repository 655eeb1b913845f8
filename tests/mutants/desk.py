"""``python -m tests.mutants.desk``: campaigns on a help desk's server, of another style than ours.

``make mutants`` does it too; writes generated/bench/desk.md and .json.
"""

import argparse
import logging
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from tests.mutants.generations import facts, page, verdict, write
from tests.mutants.model import Json
from tests.mutants.other.desk.faults import FAULTS, KIND
from tests.mutants.other.desk.probes import shown
from tests.mutants.other.desk.server import deskline
from tests.mutants.other.desk.tickets import KEYS
from tests.mutants.ours import Result, campaign, loudest, options
from tests.mutants.parallel import PROCESSES, SEEDS, TRUE_SEEDS, each

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api, open_api

SPEC: Final = Path(__file__).with_name("other") / "desk" / "desk.yaml"
UNSEEN: Final = frozenset(
    """
    body-null-refused close-ignored close-of-all close-opens close-twice delete-ignored
    delete-of-all deleted-listed download-early etag-constant get-stale gone-418
    high-needs-assignee key-any-body key-ignored kind-filter-inverted kind-filter-loses
    list-stale list-status-open lost-questions match-ignored match-refused patch-drops-tags
    patch-empty patch-ignored patch-null-kept patch-of-all patch-resets-priority phone-refused
    priority-as-normal priority-more put-keeps-kind put-merges put-unjudged reopen-ignored
    reopen-open screenshot-crash screenshot-free sort-reversed source-type-optional
    status-filter-ignored subject-120-refused subject-cut tag-any-word tags-5-refused
    ticket-of-all tickets-of-all title-upper urgent-incident-unassigned
    """.split()  # noqa: SIM905 - many words
)
"""Faults that the first campaigns missed, with each of three seeds."""
HEAD: Final = f"""\
# Who finds which fault of a help desk

A server of another style than the flagship's (`tests/mutants/other/desk`): OpenAPI 3.0, tickets
in projects, merge patches and entity tags, exports that take time, forms, cursors, a key in a
header of its own, things that are gone for good. Document, server and its {{faults}} faults were
written before any campaign ran against it, and without a look at what campaigns judge; requests
beside them show that each fault is answered otherwise. Campaigns run as `tally fuzz` does, without
its Schemathesis phase. Found: an error or a warning that is not there without the fault.

At first sight {len(FAULTS) - len(UNSEEN)} of {len(FAULTS)} were found with each seed, and two
things were told of the server without a fault that are none: a slug that is taken (409), and rules
that a 404 does not name. A third one was true, addresses were judged too loosely; the server was
mended. What was missed is found since by general means: resources in other resources, above all.
`python -m tests.mutants.desk` writes this page anew.
"""


@lru_cache(maxsize=1)
def true_api() -> Api:
    """Return the help desk's API."""
    api, found = open_api(str(SPEC))
    if api is None:
        raise ValueError(found)
    return api


def against(fault: str, seed: int, *, whole: bool) -> Outcome:
    """Run a campaign against the server with a fault, "" for none."""
    transport = InProcess(deskline(fault))
    try:
        return campaign(true_api(), transport, options(seed, tuple(KEYS)), whole=whole)
    finally:
        transport.close()


@lru_cache(maxsize=32)
def known(seed: int) -> frozenset[str]:
    """Return what a campaign finds without a fault; it plans the seed's requests too."""
    return frozenset(item.key for item in against("", seed, whole=True).findings)


def judge(fault: str, seed: int) -> Result:
    """Return whether one campaign finds one fault; the planning is not counted."""
    before = known(seed)
    began, busy = time.monotonic(), time.process_time()
    outcome = against(fault, seed, whole=bool(before))
    if outcome.stopped and loudest(outcome, before) == "note":
        outcome = against(fault, seed, whole=True)
    return Result(
        id=fault,
        tool="ours, help desk",
        seed=seed,
        keys=tuple(item.key for item in outcome.findings if item.key not in before)[:12],
        loudest=loudest(outcome, before),
        requests=outcome.requests,
        seconds=round(time.monotonic() - began, 2),
        cpu=round(time.process_time() - busy, 2),
        stopped=outcome.stopped,
    )


def true_server(seed: int) -> dict[str, Json]:
    """Return how a whole campaign without a fault ended; what is excused counts as neither."""
    busy = time.process_time()
    outcome = against("", seed, whole=True)
    tallies = outcome.operations.values()
    excused = sum(tally.excused.total() for tally in tallies)
    return {
        "seed": seed,
        "findings": [item.key for item in outcome.findings],
        "valid": sum(tally.valid for tally in tallies) - excused,
        "accepted": sum(tally.accepted for tally in tallies),
        "excused": excused,
        "requests": outcome.requests,
        "cpu": round(time.process_time() - busy, 2),
    }


def measure(executor: Executor) -> dict[str, Json]:
    """Run all, write the page and its facts, and return them."""
    differing = each(executor, shown, FAULTS)
    alike = [name for name, differs in zip(FAULTS, differing, strict=True) if not differs]
    results = [
        result for seed in SEEDS for result in each(executor, partial(judge, seed=seed), FAULTS)
    ]
    true = list(each(executor, true_server, TRUE_SEEDS))
    measured = facts(results, true, alike, faults=FAULTS, kinds=KIND)
    measured["missed at first sight"] = sorted(UNSEEN)
    write("desk", measured, page(measured, HEAD))
    return measured


def main() -> int:
    """Measure.

    Returns:
        1 when a fault survives every seed or is shown by no request; else 0.
    """
    argparse.ArgumentParser(prog="python -m tests.mutants.desk", description=__doc__).parse_args()
    logging.disable(logging.CRITICAL)
    with ProcessPoolExecutor(PROCESSES) as executor:
        measured = measure(executor)
    sys.stdout.write(page(measured, HEAD))
    return verdict(measured)


if __name__ == "__main__":
    sys.exit(main())

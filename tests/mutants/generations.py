"""``python -m tests.mutants.generations``: campaigns on a server of the flagship that is not ours.

``make mutants`` does it too; writes generated/bench/generations.md and .json.
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tests.mutants.model import Json
from tests.mutants.other.generations.faults import FAULTS, KIND
from tests.mutants.other.generations.probes import shown
from tests.mutants.other.generations.server import KEYS, generations
from tests.mutants.ours import Result, campaign, loudest, options
from tests.mutants.parallel import PROCESSES, SEEDS, TRUE_SEEDS, each
from tests.mutants.servers import true_api
from tests.mutants.table import killed

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.sending.inprocess import InProcess

FOLDER: Final = Path(__file__).parents[2] / "generated" / "bench"
HEAD: Final = """\
# Who finds which fault of a foreign server

The generations API once more, written by hand from its pages
(`tests/mutants/other/generations`): nothing of it comes from the document, and it shares no line
with the reference server. Its {faults} faults were written before looking at what campaigns send;
requests beside them (`probes.py`) show that each is answered otherwise than without it. Found: an
error or a warning that is not there without the fault. Campaigns run as `tally fuzz` does with the
video document, without its Schemathesis phase, and end at the first finding (those on the server
without a fault do not). A job takes two milliseconds, every nineteenth fails, and the clock is the
real one: which states a campaign sees is chance in part, another run may find one or two others.
`python -m tests.mutants.generations` writes this page anew.
"""


def against(fault: str, seed: int, *, whole: bool) -> Outcome:
    """Run a campaign against the server with a fault, "" for none."""
    transport = InProcess(generations(fault))
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
        tool="ours, generations",
        seed=seed,
        keys=tuple(item.key for item in outcome.findings if item.key not in before)[:12],
        loudest=loudest(outcome, before),
        requests=outcome.requests,
        seconds=round(time.monotonic() - began, 2),
        cpu=round(time.process_time() - busy, 2),
        stopped=outcome.stopped,
    )


def true_server(seed: int) -> dict[str, Json]:
    """Return how a whole campaign without a fault ended."""
    busy = time.process_time()
    outcome = against("", seed, whole=True)
    tallies = outcome.operations.values()
    return {
        "seed": seed,
        "findings": [item.key for item in outcome.findings],
        "valid": sum(tally.valid for tally in tallies),
        "accepted": sum(tally.accepted for tally in tallies),
        "requests": outcome.requests,
        "cpu": round(time.process_time() - busy, 2),
    }


def measure(executor: Executor) -> dict[str, Json]:
    """Run all, write the page and its facts, and return them."""
    alike = [
        name
        for name, differs in zip(FAULTS, each(executor, shown, FAULTS), strict=True)
        if not differs
    ]
    results = [
        result for seed in SEEDS for result in each(executor, partial(judge, seed=seed), FAULTS)
    ]
    known_facts = facts(results, list(each(executor, true_server, TRUE_SEEDS)), alike)
    write("generations", known_facts, page(known_facts))
    return known_facts


def write(name: str, known_facts: dict[str, Json], text: str) -> None:
    """Write a page and its facts."""
    FOLDER.joinpath(f"{name}.md").write_text(text, encoding="utf-8")
    written = json.dumps(known_facts, indent=1) + "\n"
    FOLDER.joinpath(f"{name}.json").write_text(written, encoding="utf-8")


def facts(
    results: Sequence[Result],
    true: Sequence[Json],
    alike: Sequence[str] = (),
    *,
    faults: Mapping[str, str] = MappingProxyType(FAULTS),
    kinds: Mapping[str, str] = MappingProxyType(KIND),
) -> dict[str, Json]:
    """Return all facts.

    Args:
        results: Every run on a fault.
        true: What each campaign without a fault gave.
        alike: Faults that their requests do not show.
        faults: What each does.
        kinds: Of what kind each is.
    """
    seeds = sorted({result.seed for result in results})
    alive: dict[str, list[int]] = {}
    for result in results:
        if not killed(result):
            alive.setdefault(result.id, []).append(result.seed)
    return {
        "faults": dict(faults),
        "not shown": list(alike),
        "found": {
            kind: {
                str(seed): _share([r for r in results if r.seed == seed and kinds[r.id] == kind])
                for seed in seeds
            }
            for kind in dict.fromkeys(kinds.values())
        },
        "survived": alive,
        "costs": {str(seed): _cost([r for r in results if r.seed == seed]) for seed in seeds},
        "runs": [
            [r.seed, r.id, r.loudest, r.requests, r.cpu, r.keys[0] if r.keys else ""]
            for r in results
        ],
        "true server": list(true),
    }


def _share(results: Sequence[Result]) -> list[int]:
    return [sum(killed(result) for result in results), len(results)]


def _cost(results: Sequence[Result]) -> dict[str, Json]:
    found = sorted(result.requests for result in results if killed(result))
    return {
        "requests to find one, median": found[len(found) // 2],
        "requests to find one, most": found[-1],
        "requests of a run, most": max(result.requests for result in results),
        "CPU seconds of all runs, planning not counted": round(
            sum(result.cpu for result in results), 1
        ),
    }


def page(measured: dict[str, Json], head: str = HEAD) -> str:
    """Return the page, below its head."""
    rows: dict[str, dict[str, list[int]]] = dict(measured["found"])
    seeds = list(measured["costs"])
    rows["**all**"] = {
        seed: [sum(row[seed][place] for row in rows.values()) for place in (0, 1)] for seed in seeds
    }
    lines = [head.format(faults=len(measured["faults"]))]
    lines += ["| kind | " + " | ".join(f"seed {seed}" for seed in seeds) + " |"]
    lines += ["|---|" + "---|" * len(seeds)]
    for kind, row in rows.items():
        cells = (f"{row[seed][0]}/{row[seed][1]}" for seed in seeds)
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    lines.append("")
    for seed, cost in measured["costs"].items():
        said = ", ".join(f"{name} {value}" for name, value in cost.items())
        lines.append(f"- seed {seed}: {said}")
    lines += ["", *_truth(measured["true server"]), ""]
    for name, missed in measured["survived"].items():
        numbers = ", ".join(str(seed) for seed in missed)
        lines.append(f"- survived seed {numbers}: `{name}`, {measured['faults'][name]}")
    return "\n".join(lines).rstrip() + "\n"


def _truth(true: Sequence[Json]) -> list[str]:
    alarms = sum(len(run["findings"]) for run in true)
    valid, taken = (sum(run[name] for run in true) for name in ("valid", "accepted"))
    return [
        f"Without a fault, {len(true)} seeds: {alarms} false alarms, {taken} of {valid} valid",
        f"requests accepted; at most {max(run['requests'] for run in true)} requests and",
        f"{max(run['cpu'] for run in true):.1f} CPU seconds, planning and server included.",
    ]


def main() -> int:
    """Measure.

    Returns:
        1 when a fault survives every seed or is shown by no request; else 0.
    """
    argparse.ArgumentParser(
        prog="python -m tests.mutants.generations", description=__doc__
    ).parse_args()
    logging.disable(logging.CRITICAL)
    with ProcessPoolExecutor(PROCESSES) as executor:
        measured = measure(executor)
    sys.stdout.write(page(measured))
    return verdict(measured)


def verdict(measured: dict[str, Json]) -> int:
    """Return 1 when a fault survives every seed or is shown by no request; else 0."""
    lost = [name for name, missed in measured["survived"].items() if len(missed) == len(SEEDS)]
    return 1 if lost or measured["not shown"] else 0


if __name__ == "__main__":
    sys.exit(main())

"""Pages about servers by somebody else, and the facts beside them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.mutants.model import Json
from tests.mutants.ours import Result
from tests.mutants.parallel import SEEDS
from tests.mutants.table import killed

FOLDER: Final = Path(__file__).parents[2] / "generated" / "bench"


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
    faults: Mapping[str, str],
    kinds: Mapping[str, str],
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


def page(measured: dict[str, Json], head: str) -> str:
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


def verdict(measured: dict[str, Json]) -> int:
    """Return 1 when a fault survives every seed or is shown by no request; else 0."""
    lost = [name for name, missed in measured["survived"].items() if len(missed) == len(SEEDS)]
    return 1 if lost or measured["not shown"] else 0

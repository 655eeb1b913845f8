"""The table of who found what."""

from collections.abc import Callable, Sequence
from functools import partial

from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.model import Json, Mutant
from tests.mutants.ours import Result

HEAD = """\
# Who finds which wrong server

The reference server of the video document with one thing wrong at a time. A recorded request
(`tests/mutants/probes.json`) shows that each mutant answers otherwise than the true server;
{equivalent} others that no request shows are left out, with the reason
(`tests/mutants/equivalent.py`). Found: an error or a warning that is not there on the true server.
`make mutants` writes this page anew.

Our campaigns run as `tally fuzz` does, without its Schemathesis phase, and end at the first finding
here (those on the true server below do not). Schemathesis by itself runs with all phases, all
checks, both modes and its stateful machine until 2,500 requests or 10 CPU seconds, the server
included; what it says of the true server with several seeds counts for nothing; it is given every
so many mutants of each kind. *Lowered*: `tally bundle --lower-rules` gives it the
rules as schemas.
"""


def killed(result: Result) -> bool:
    """Whether a run found a mutant; notes are no findings."""
    return result.loudest in {"error", "warning"}


def facts(
    mutants: Sequence[Mutant],
    results: Sequence[Result],
    true: Sequence[Json],
    alike: Sequence[str] = (),
    note: str = "",
) -> dict[str, Json]:
    """Return all facts.

    Args:
        mutants: All that were tried.
        results: Every run.
        true: What each campaign on the true server gave.
        alike: Mutants whose recorded request shows nothing.
        note: What else there is to say of this measurement.
    """
    tools = list(dict.fromkeys(each.tool for each in results))
    known = {mutant.id: mutant.kind for mutant in mutants}
    return {
        "mutants": known,
        "note": note,
        "equivalent": len(EQUIVALENT),
        "not shown": list(alike),
        "survived": sorted({e.id for e in results if e.tool == "ours" and not killed(e)}),
        "costs": {tool: _cost([e for e in results if e.tool == tool]) for tool in tools},
        "runs": [[each.tool, each.seed, each.id, each.loudest] for each in results],
        "true server": list(true),
    }


def _cost(runs: Sequence[Result]) -> dict[str, Json]:
    cpu = sorted(each.cpu for each in runs)
    return {
        "runs": len(runs),
        "requests, median": sorted(each.requests for each in runs)[len(runs) // 2],
        "requests, most": max(each.requests for each in runs),
        "CPU seconds, median": cpu[len(cpu) // 2],
        "CPU seconds, most": cpu[-1],
    }


def markdown(known: dict[str, Json]) -> str:
    """Return the page."""
    lines = [HEAD.format(equivalent=known["equivalent"])]
    lines += [known["note"], ""] if known["note"] else []
    lines += [*_rows(known), ""]
    for tool, cost in known["costs"].items():
        lines.append(f"- {tool}: " + ", ".join(f"{name} {each}" for name, each in cost.items()))
    lines += ["", *_truth("On the true server", known["true server"]), ""]
    lines += [f"- survived: `{name}`" for name in known["survived"]]
    return "\n".join(lines).rstrip() + "\n"


def _is_of(beginning: list[Json], run: list[Json]) -> bool:
    return run[: len(beginning)] == beginning


def _rows(known: dict[str, Json]) -> list[str]:
    runs = known["runs"]
    seeds = sorted({seed for tool, seed, _, _ in runs if tool == "ours"})
    others = list(dict.fromkeys(tool for tool, _, _, _ in runs if tool != "ours"))
    both = {name for tool, _, name, _ in runs if tool == others[0]} if others else set()
    columns: dict[str, Callable[[list[Json]], bool]] = {
        f"ours, seed {seed}": partial(_is_of, ["ours", seed]) for seed in seeds
    }
    if others:
        columns["ours, same mutants"] = lambda run: run[:2] == ["ours", seeds[0]] and run[2] in both
    for tool in others:
        columns[tool] = partial(_is_of, [tool])
    lines = ["| kind | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    kinds = dict.fromkeys(known["mutants"].values())
    for kind in (*kinds, "**all**"):
        mine = [run for run in runs if kind in {known["mutants"][run[2]], "**all**"}]
        cells = [_share([run for run in mine if wanted(run)]) for wanted in columns.values()]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return lines


def _share(runs: Sequence[list[Json]]) -> str:
    found = sum(run[3] in {"error", "warning"} for run in runs)
    return f"{found}/{len(runs)}" if runs else ""


def _truth(where: str, true: Sequence[Json]) -> list[str]:
    if not true:
        return []
    alarms = sum(len(each["findings"]) for each in true)
    valid, taken = (sum(each[name] for each in true) for name in ("valid", "accepted"))
    said = f"{where}, {len(true)} seeds: {alarms} false alarms, {taken} of {valid} valid requests"
    lines = [f"{said} accepted; at most {max(each['requests'] for each in true)} requests."]
    if "types" in true[0]:
        given = [
            share for each in true for name, share in each["types"].items() if name != "absent"
        ]
        cpu = max(each["cpu"] for each in true)
        lines.append(
            f"The rarest `type` is given in {min(given):.1%} of the valid creations;"
            f" at most {cpu:.1f} CPU seconds, the server's included."
        )
    return lines

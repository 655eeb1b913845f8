"""``make mutants``: servers with one fault each, and who finds which; writes generated/bench/.

``python -m tests.mutants record`` finds the requests that show the mutants, anew where needed.
"""

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from typing import Final

from tests.mutants import foreign, ours, probing, table, theirs
from tests.mutants.catalogue import catalogue, made, sample
from tests.mutants.desk import DESK
from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.generations import GENERATIONS
from tests.mutants.model import Mutant
from tests.mutants.ours import Result
from tests.mutants.pages import FOLDER, verdict
from tests.mutants.parallel import PROCESSES, SEEDS, TRUE_SEEDS, each
from tests.mutants.quayside import QUAYSIDE
from tests.mutants.renders import RENDERS
from tests.mutants.shop import SHOP
from tests.mutants.studio import STUDIO
from tests.mutants.till import TILL

OTHERS: Final = (GENERATIONS, RENDERS, SHOP, DESK, QUAYSIDE, TILL, STUDIO)


def main() -> int:
    """Run what is asked for.

    Returns:
        1 when a mutant survives us, or is shown by no request; else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("what", nargs="?", default="run", choices=["run", "record"])
    parser.add_argument("--every", type=int, default=1, help="each Nth mutant of a kind")
    parser.add_argument("--peers", type=int, default=3, help="each Nth of these for Schemathesis")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with ProcessPoolExecutor(PROCESSES) as executor:
        if given.what == "record":
            return record(executor)
        mutants = sample(catalogue(), given.every)
        alike = [name for name, same in each(executor, _alike, mutants) if same]
        results = list(_ours(executor, mutants))
        results += _theirs(executor, sample(mutants, given.peers))
        true = list(each(executor, ours.true_server, TRUE_SEEDS))
        facts = table.facts(mutants, results, true, alike)
        write(facts)
        measured = [foreign.measure(other, executor) for other in OTHERS]
    pages = (other.page(found) for other, found in zip(OTHERS, measured, strict=True))
    sys.stdout.write("".join(pages))
    return 1 if facts["survived"] or alike or any(map(verdict, measured)) else 0


def write(facts: dict[str, object]) -> None:
    """Write the table, and print it."""
    text = table.markdown(facts)
    FOLDER.joinpath("mutants.md").write_text(text, encoding="utf-8")
    FOLDER.joinpath("mutants.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(text)


def record(executor: Executor) -> int:
    """Find a request that shows each mutant, and write them down; those known are kept."""
    known = probing.recorded() if probing.RECORD.exists() else {}
    mutants = [each for each in made() if each.id not in EQUIVALENT and each.id not in known]
    found = dict(each(executor, _probed, mutants))
    known |= {name: steps for name, steps in found.items() if steps}
    ids = {each.id for each in made()}
    probing.record({name: probing.as_json(steps) for name, steps in known.items() if name in ids})
    missing = [name for name, steps in found.items() if not steps]
    for name in missing:
        sys.stdout.write(f"no request shows {name}\n")
    return 1 if missing else 0


def _probed(mutant: Mutant) -> tuple[str, probing.Sequence_ | None]:
    logging.disable(logging.CRITICAL)
    return mutant.id, probing.probe(mutant)


def _alike(mutant: Mutant) -> tuple[str, bool]:
    """Return whether the recorded request is answered alike by the mutant and the true server."""
    logging.disable(logging.CRITICAL)
    return mutant.id, not probing.differs(mutant, probing.recorded()[mutant.id])


def _ours(executor: Executor, mutants: list[Mutant]) -> Iterator[Result]:
    for seed in SEEDS:
        yield from each(executor, partial(ours.judge, seed=seed), mutants)


def _theirs(executor: Executor, mutants: list[Mutant]) -> Iterator[Result]:
    for lowered in (False, True):
        yield from each(executor, partial(theirs.judge, seed=1, lowered=lowered), mutants)


if __name__ == "__main__":
    sys.exit(main())

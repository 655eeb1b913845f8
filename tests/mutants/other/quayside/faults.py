"""The faults of Quayside, one at a time; written before any campaign ran against it."""

from itertools import chain
from typing import Final

from tests.mutants.other.quayside import (
    cases_harbour,
    cases_office,
    cases_rules,
    cases_stays,
    cases_vessels,
)
from tests.mutants.other.quayside.asking import Step, answers

PARTS: Final = (cases_rules, cases_vessels, cases_stays, cases_harbour, cases_office)
ROWS: Final = [
    (kind, name, what, steps)
    for kind, cases in chain.from_iterable(part.CASES.items() for part in PARTS)
    for name, (what, steps) in cases.items()
]
FAULTS: Final[dict[str, str]] = {name: what for _, name, what, _ in ROWS}
KIND: Final[dict[str, str]] = {name: kind for kind, name, _, _ in ROWS}
PROBES: Final[dict[str, list[Step]]] = {name: steps for _, name, _, steps in ROWS}


def shown(fault: str) -> bool:
    """Whether the requests that show a fault are answered otherwise than without it."""
    return answers(fault, PROBES[fault]) != answers("", PROBES[fault])

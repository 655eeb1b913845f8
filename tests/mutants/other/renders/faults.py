"""The faults of Renders, one at a time; nearly all were written before any campaign ran.

Two of the first list are left out: ``key-other-body-anew`` stood where nothing got to, and
``key-anew`` did what ``key-ignored`` does.
"""

from itertools import chain
from typing import Final

from tests.mutants.other.renders import (
    cases_answers,
    cases_auth,
    cases_bodies,
    cases_holes,
    cases_jobs,
    cases_valid,
    kinds,
)
from tests.mutants.other.renders.asking import answers
from tests.mutants.other.renders.steps import Steps

PARTS: Final = (
    *(cases_holes, cases_bodies, cases_valid),
    *(cases_answers, cases_auth, cases_jobs),
)
CASES: Final = [part.CASES for part in PARTS]
ROWS: Final = [
    (kind, name, what, steps)
    for kind in kinds.KINDS
    for name, (what, steps) in chain.from_iterable(cases.get(kind, {}).items() for cases in CASES)
]
FAULTS: Final[dict[str, str]] = {name: what for _, name, what, _ in ROWS}
KIND: Final[dict[str, str]] = {name: kind for kind, name, _, _ in ROWS}
PROBES: Final[dict[str, Steps]] = {name: steps for _, name, _, steps in ROWS}


def shown(fault: str) -> bool:
    """Whether the requests that show a fault are answered otherwise than without it."""
    return answers(fault, PROBES[fault]) != answers("", PROBES[fault])

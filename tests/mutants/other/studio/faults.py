"""The faults of Ottava, one at a time; written before any campaign ran against it.

A sentence says what the document promises, and after the colon what is done instead.
"""

from typing import Final

from tests.mutants.other.studio import cases_jobs, cases_office, edits
from tests.mutants.other.studio.asking import answers
from tests.mutants.other.till.cases_people import Cases
from tests.mutants.other.till.laid import bare, laid

KINDS: Final[dict[str, Cases]] = {
    **bare(edits.KINDS),
    "wrong answer": cases_jobs.WRONG | cases_office.WRONG,
    "value lost or changed": cases_jobs.ECHO | cases_office.ECHO,
    "credits": cases_jobs.SUMMED,
    "update": cases_office.UPDATES,
    "state": cases_jobs.STATES | cases_office.STATES,
    "job": cases_jobs.JOBS,
    "others' things": cases_jobs.OWNERS | cases_office.OWNERS,
    "list": cases_jobs.LISTS | cases_office.LISTS,
    "usage": cases_office.USED,
    "idempotency": cases_jobs.AGAIN,
    "key": cases_office.KEYS,
    "error on a valid request": cases_jobs.CRASHES | cases_office.CRASHES,
}
ROWS, FAULTS, KIND, PROBES = laid(KINDS)


def shown(fault: str) -> bool:
    """Whether the requests that show a fault are answered otherwise than without it."""
    return answers(fault, PROBES[fault]) != answers("", PROBES[fault])

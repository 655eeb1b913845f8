"""The faults of Tillside, one at a time; written before any campaign ran against it."""

from typing import Final

from tests.mutants.other.till import cases_money, cases_people, edits
from tests.mutants.other.till.asking import answers
from tests.mutants.other.till.cases_people import Cases
from tests.mutants.other.till.laid import bare, laid

KINDS: Final[dict[str, Cases]] = {
    **bare(edits.KINDS),
    "wrong answer": cases_people.WRONG | cases_money.WRONG,
    "value lost or changed": cases_people.ECHO | cases_money.ECHO,
    "sum": cases_money.SUMMED,
    "update": cases_people.UPDATES | cases_money.UPDATES,
    "state": cases_people.STATES | cases_money.STATES,
    "others' things": cases_people.OWNERS | cases_money.OWNERS,
    "list": cases_people.LISTS | cases_money.LISTS,
    "idempotency": cases_people.AGAIN,
    "job": cases_money.JOBS,
    "key": cases_money.KEYS,
    "error on a valid request": cases_people.CRASHES | cases_money.CRASHES,
}
ROWS, FAULTS, KIND, PROBES = laid(KINDS)


def shown(fault: str) -> bool:
    """Whether the requests that show a fault are answered otherwise than without it."""
    return answers(fault, PROBES[fault]) != answers("", PROBES[fault])

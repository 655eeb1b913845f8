"""The faults of Tillside, one at a time; written before any campaign ran against it."""

from typing import Final

from tests.mutants.other.till import cases_money, cases_people, edits
from tests.mutants.other.till.asking import answers
from tests.mutants.other.till.cases_people import Cases
from tests.mutants.other.till.steps import Step

KINDS: Final[dict[str, Cases]] = {
    **{
        kind: {name: (what, steps) for name, (what, _, steps) in cases.items()}
        for kind, cases in edits.KINDS.items()
    },
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
ROWS: Final = [(kind, name) for kind, cases in KINDS.items() for name in cases]
FAULTS: Final = {name: what for cases in KINDS.values() for name, (what, _) in cases.items()}
KIND: Final = {name: kind for kind, name in ROWS}
PROBES: Final[dict[str, list[Step]]] = {
    name: steps for cases in KINDS.values() for name, (_, steps) in cases.items()
}


def shown(fault: str) -> bool:
    """Whether the requests that show a fault are answered otherwise than without it."""
    return answers(fault, PROBES[fault]) != answers("", PROBES[fault])

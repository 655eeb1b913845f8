"""A few faults of a help desk's server; `make mutants` tries all."""

import pytest
from tests.mutants import desk, foreign, table
from tests.mutants.other.desk.asking import answers
from tests.mutants.other.desk.faults import FAULTS, KIND
from tests.mutants.other.desk.probes import (
    CLOSE,
    DELETE,
    LOOK,
    ONE,
    PAGES,
    PROBES,
    REOPEN,
    export,
    shown,
    status,
)
from tests.mutants.other.desk.probes import get as look

pytestmark = pytest.mark.xdist_group("mutants")  # what is planned once is planned once a process
SEED = 1
FOUND = (
    "tickets-of-all",
    "close-ignored",
    "match-ignored",
    "page-overlap",
    "failed-bare",
)


def test_every_fault_has_requests_that_show_it() -> None:
    """Answers are otherwise than without it, and those without one are always the same."""
    assert PROBES.keys() == FAULTS.keys() == KIND.keys()
    assert [fault for fault in FAULTS if not shown(fault)] == []
    unsteady = [name for name in FAULTS if answers("", PROBES[name]) != answers("", PROBES[name])]
    assert unsteady == []
    assert FAULTS.keys() > desk.UNSEEN


def test_what_the_server_does() -> None:
    """Tickets are made, closed, opened, deleted; pages follow each other; exports end."""
    assert status([*ONE, LOOK, CLOSE, CLOSE, REOPEN, REOPEN]) == [201, 201, 200, 200, 409, 200, 409]
    assert status([*ONE, DELETE, LOOK, DELETE]) == [201, 201, 204, 410, 410]
    assert set(status(PAGES)) == {200, 201}
    said = answers("", [export(), *[look("/exports/{exp0}", later=0.002)] * 3])
    assert [text.partition('"state": "')[2].partition('"')[0] for *_, text in said] == [
        "waiting",
        "running",
        "done",
        "done",
    ]


@pytest.mark.parametrize("fault", FOUND)
def test_faults_of_each_kind_are_found(fault: str) -> None:
    """By one campaign, within its requests."""
    assert table.killed(foreign.judge(fault, SEED, desk.DESK))


def test_it_gives_no_false_alarm() -> None:
    """Without a fault nothing is found, and every valid request is accepted."""
    true = foreign.true_server(SEED, desk.DESK)
    assert true["findings"] == []
    assert true["accepted"] == true["valid"] > 500
    assert true["requests"] <= 2_500

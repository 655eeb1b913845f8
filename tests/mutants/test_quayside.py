"""A few faults of a harbour's server; `make mutants` tries all."""

import pytest
from tests.mutants import foreign, table
from tests.mutants.other.quayside.asking import answers, post, stay, vessel
from tests.mutants.other.quayside.faults import FAULTS, PROBES, ROWS, shown
from tests.mutants.quayside import QUAYSIDE

pytestmark = pytest.mark.xdist_group("mutants")  # what is planned once is planned once a process
SEED = 1
FOUND = (
    "no-window-in-order",
    "no-amps-of-power",
    "registration-lower",
    "pin-shown",
    "depth-default",
    "key-ignored",
)


def test_every_fault_has_requests_that_show_it() -> None:
    """Answers are otherwise than without it; no answer without one is an error of the server."""
    assert len(FAULTS) == len(ROWS)
    assert [fault for fault in FAULTS if not shown(fault)] == []
    statuses = {said[0] for steps in PROBES.values() for said in answers("", steps)}
    assert max(statuses) < 500
    assert FAULTS.keys() > QUAYSIDE.unseen


def test_what_the_server_does() -> None:
    """Stays are asked for, confirmed, begun and ended, in that order."""
    moves = [post(f"/stays/{{1}}/{name}") for name in ("arrive", "confirm", "arrive", "depart")]
    said = answers("", [vessel(), stay(), *moves])
    assert [status for status, *_ in said] == [201, 201, 409, 200, 200, 200]


@pytest.mark.parametrize("fault", FOUND)
def test_faults_are_found(fault: str) -> None:
    """By one campaign, within its requests."""
    assert table.killed(foreign.judge(fault, SEED, QUAYSIDE))


def test_it_gives_no_false_alarm() -> None:
    """Without a fault nothing is found, and every valid request is accepted."""
    true = foreign.true_server(SEED, QUAYSIDE)
    assert true["findings"] == []
    assert true["accepted"] == true["valid"] > 300
    assert true["requests"] <= 2_500

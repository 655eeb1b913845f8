"""The server of a till and its faults; `make mutants` tries campaigns on all of them."""

from tests.mutants.other.till import steps as s
from tests.mutants.other.till.asking import answers
from tests.mutants.other.till.faults import FAULTS, KIND, PROBES, ROWS, shown
from tests.mutants.till import TILL

CRASH = "error on a valid request"


def statuses(*steps: s.Step) -> list[int]:
    """Return the statuses that the server without a fault answers with."""
    return [status for status, *_ in answers("", steps)]


def test_every_fault_has_requests_that_show_it() -> None:
    """Answers are otherwise than without it; no answer without one is an error of the server."""
    assert len(FAULTS) == len(ROWS)
    assert [fault for fault in FAULTS if not shown(fault)] == []
    assert max(status for steps in PROBES.values() for status in statuses(*steps)) < 500
    assert FAULTS.keys() >= TILL.unseen


def test_only_crashes_are_errors_of_the_server() -> None:
    """A fault that is meant as another one does not just fall over."""
    fallen = {
        fault
        for fault in FAULTS
        if max(status for status, *_ in answers(fault, PROBES[fault])) >= 500
    }
    assert fallen == {fault for fault in FAULTS if KIND[fault] == CRASH} | {"no-json-500"}


def test_invoices_go_from_draft_to_paid_or_void() -> None:
    """And to nothing else."""
    finalize, pay, void = map(s.act, ("finalize", "pay", "void"))
    assert statuses(*s.ONE, pay, finalize, finalize, s.put(), pay, void) == [
        *[201, 201],
        *[409, 200, 409, 409, 200, 409],
    ]
    assert statuses(*s.VOID, pay, s.delete(s.INV), s.delete(s.CUS), s.SEE)[4:] == [
        *[409, 409, 204, 404]
    ]


def test_payments_are_captured_and_given_back() -> None:
    """No more than there is."""
    more = [s.capture(amount=1001), s.capture(amount=600), s.capture(), s.refund(amount=601)]
    parts = [s.refund(amount=500), s.refund(), s.refund()]
    assert statuses(s.manual(), s.refund(), *more, *parts) == [
        *[201, 409, 422, 200, 409, 422],
        *[200, 200, 409],
    ]

"""Waiting for the events of an engine that may never come."""

import threading
from collections.abc import Iterator

import pytest

from tallystick.fuzz.schemathesis import patience
from tallystick.fuzz.schemathesis.patience import ImpatientError, patient


def test_events_come_in_order_each_when_it_is_asked_for() -> None:
    """Nothing is made ahead: what is done between two events is done between them."""
    done: list[str] = []

    def events() -> Iterator[int]:
        for number in range(3):
            done.append(f"made {number}")
            yield number

    coming = patient(events(), lambda: 0, lambda: False)
    while (number := next(coming, None)) is not None:
        done.append(f"judged {number}")
    assert done == [f"{what} {number}" for number in range(3) for what in ("made", "judged")]


def test_what_the_engine_raises_is_raised() -> None:
    """An error of the engine is not lost in its thread."""

    def events() -> Iterator[int]:
        yield 1
        raise LookupError

    coming = patient(events(), lambda: 0, lambda: False)
    assert next(coming) == 1
    with pytest.raises(LookupError):
        next(coming)


@pytest.mark.parametrize("reason", ["time is up", "nothing for long"])
def test_an_engine_that_makes_nothing_is_left(reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a budget nor the rest of a campaign waits for it."""
    monkeypatch.setattr(patience, "TICK", 0.0)
    if reason == "nothing for long":
        monkeypatch.setattr(patience, "PATIENCE", 0.0)
    never = threading.Event()

    def events() -> Iterator[int]:
        never.wait()
        yield 1

    with pytest.raises(ImpatientError):
        next(patient(events(), lambda: 0, lambda: reason == "time is up"))
    never.set()


def test_an_engine_that_sends_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests are signs of life: as long as there are more, it is waited for."""
    monkeypatch.setattr(patience, "TICK", 0.0)
    monkeypatch.setattr(patience, "PATIENCE", 0.0)
    sent, looked = iter(range(10**9)), threading.Event()
    looks: list[int] = []

    def count() -> int:
        looks.append(next(sent))
        if len(looks) > 100:
            looked.set()
        return looks[-1]

    def events() -> Iterator[int]:
        looked.wait()
        yield 1

    assert next(patient(events(), count, lambda: True)) == 1

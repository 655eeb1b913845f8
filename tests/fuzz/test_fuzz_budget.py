"""A budget of seconds ends the making of requests, too, not only the sending of them."""

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from tallystick.fuzz import campaign
from tallystick.fuzz.bodies import making
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending import sender
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.fuzz.sending.sender import Pace, Sender
from tallystick.fuzz.sending.transport import Transport, Wire
from tallystick.ir import Api
from tallystick.solve.smt.engine import Engine

BUDGET = 5.0
SPENT = "the budget of 5 seconds was used up"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        """Begin at zero."""
        self.now = 0.0

    def monotonic(self) -> float:
        """Return the time."""
        return self.now


class Silent(Transport):
    """Takes everything and says nothing of it.

    Attributes:
        sizes: Of the batches.
    """

    waits = False
    deadline: float | None = None

    def __init__(self) -> None:
        """Begin without requests."""
        self.sizes: list[int] = []

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Answer each."""
        self.sizes.append(len(requests))
        return [Reply(status=204) for _ in requests]

    def close(self) -> None:
        """Hold nothing."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that campaigns look at."""
    made = Clock()
    fake = SimpleNamespace(monotonic=made.monotonic)
    monkeypatch.setattr(campaign, "time", fake)
    monkeypatch.setattr(sender, "time", fake)
    return made


@pytest.mark.parametrize("solver", [True, False])
def test_a_budget_ends_the_making_of_bodies(
    box: Api, clock: Clock, monkeypatch: pytest.MonkeyPatch, *, solver: bool
) -> None:
    """What takes a second is the last one that begins within the budget."""
    owner: Any = Engine if solver else Judging
    name = "check" if solver else "broken"
    slow = getattr(owner, name)

    def slower(*given: Any) -> Any:
        clock.now += 1.0
        return slow(*given)

    monkeypatch.setattr(owner, name, slower)
    monkeypatch.setattr(making, "SOLVER", solver)
    outcome = run(box, Silent(), Options(wish=Wish(), pace=Pace(budget=BUDGET)))
    assert outcome.stopped == SPENT
    assert outcome.seconds == BUDGET


def test_what_is_made_slowly_does_not_wait_for_more(box: Api, clock: Clock) -> None:
    """A batch goes out after half a second, however few there are."""
    case = Case(
        operation="makeBox",
        kind="valid",
        expect="accepted",
        message=Message(method="POST", path="/boxes"),
    )

    def slowly() -> Iterator[tuple[Case, dict[str, str]]]:
        for _ in range(6):
            clock.now += 0.3
            yield case, {}

    server = Silent()
    answered = list(Sender(server, Signer(box, Credentials()), Pace()).stream(slowly()))
    assert len(answered) == 6
    assert server.sizes == [2, 2, 2]

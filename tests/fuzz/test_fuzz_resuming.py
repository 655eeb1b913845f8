"""An interrupted campaign goes on where it left off, and ends as one that was not interrupted."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.campaign import Options, fits, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.resuming import load
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Transport, Wire
from tallystick.ir import Api
from tallystick.serve import app

OPTIONS = Options(
    wish=Wish(seed=2, phases=("rules", "protocol", "variants", "journeys"), most=250),
    credentials=Credentials(auth=("mine", "theirs")),
)


class Interrupted(Transport):
    """A transport on which somebody presses Ctrl-C after some calls."""

    waits = False

    def __init__(self, inner: Transport, calls: int) -> None:
        """Send over `inner`."""
        self._inner = inner
        self._left = calls
        self.deadline: float | None = None

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Send, or be interrupted."""
        self._left -= 1
        if self._left < 0:
            raise KeyboardInterrupt
        return self._inner.send(requests)

    def close(self) -> None:
        """Leave the inner one open."""


def wrong(document: dict[str, Any]) -> Any:
    """Return a document that forgot a rule and an output."""
    schemas = document["components"]["schemas"]
    schemas["Order"]["x-validations"].pop(0)
    schemas["Box"]["x-lifecycle"]["outputs"] = []
    schemas["Box"]["x-lifecycle"]["states"]["done"] = {"next": [], "forbids": ["place"]}
    return document


def shown(outcome: Outcome) -> Any:
    """Return what two campaigns must agree on."""
    return (
        sorted(item.key for item in outcome.findings),
        {name: (tally.valid, tally.accepted) for name, tally in outcome.operations.items()},
        outcome.trials,
    )


@pytest.mark.parametrize("calls", [1, 3, 6])
def test_resumed_it_ends_like_a_whole_one(
    api: Api, document: dict[str, Any], api_of: Any, calls: int
) -> None:
    """The findings, the counts, and the log in two parts."""
    served = api_of(wrong(document))
    logs: list[list[str]] = [[], []]
    whole_log: list[str] = []
    transport = InProcess(app(served, token=["mine", "theirs"]))
    whole = run(api, transport, OPTIONS, log=whole_log)
    transport.close()
    transport = InProcess(app(served, token=["mine", "theirs"]))
    first = run(api, Interrupted(transport, calls), OPTIONS, log=logs[0])
    assert first.stopped == "interrupted"
    state = load(json.loads(json.dumps(first.left_off)))
    assert fits(state, api, OPTIONS)
    second = run(api, transport, replace(OPTIONS, resume=state), log=logs[1])
    transport.close()
    assert shown(second) == shown(whole)
    assert whole.left_off is None
    assert second.requests > first.requests
    done = logs[0][: state.done]
    assert [*done, *logs[1]] == whole_log
    assert "mine" not in json.dumps(first.left_off)


def test_a_state_of_another_wish_does_not_fit(api: Api) -> None:
    """Its number would mean other requests."""
    outcome = run(api, Interrupted(InProcessNowhere(), 0), OPTIONS)
    state = load(outcome.left_off)
    other = replace(OPTIONS, wish=replace(OPTIONS.wish, seed=3))
    assert fits(state, api, OPTIONS)
    assert not fits(state, api, other)


class InProcessNowhere(Interrupted):
    """Never asked."""

    def __init__(self) -> None:
        """Send nowhere."""
        self.deadline = None


@pytest.mark.parametrize(
    "value", [None, [], {}, {"format": 2}, {"format": 1, "title": "x"}, {"format": 1, "wish": 3}]
)
def test_what_is_no_state(value: Any) -> None:
    """It is said, not raised as something else."""
    with pytest.raises(ValueError, match=r"format|missing|wrong kind"):
        load(value)

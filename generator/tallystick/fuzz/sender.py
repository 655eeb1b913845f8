"""The one place that sends: signs, counts, logs, keeps the pace, stops in time."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from tallystick.fuzz.credentials import Signer
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.transport import Transport, Wire

BUSY = {429, 503}
PATIENCE = 3
"""How often a busy server is asked again, in one campaign's batch."""
LONGEST_WAIT = 1.0
SILENT = 8
"""Requests in a row without any answer after which the server counts as gone."""


class StoppedError(Exception):
    """The campaign ends here: out of time, or nobody answers.

    Attributes:
        reason: For the report.
    """

    def __init__(self, reason: str) -> None:
        """Say why."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast and how long.

    Attributes:
        rate: Requests a second at most; 0 is no bound.
        budget: Seconds for the whole campaign; None is no bound.
        batch: Requests that are sent together.
    """

    rate: float = 0.0
    budget: float | None = None
    batch: int = 64


@dataclass(slots=True)
class Sender:
    """Sends cases over a transport."""

    transport: Transport
    signer: Signer
    pace: Pace
    log: list[str] | None = None
    sent: int = 0
    began: float = field(default_factory=time.monotonic)
    _silent: int = 0

    def send(
        self, cases: Sequence[Case], bindings: Sequence[Mapping[str, str]] = (), *, log: bool = True
    ) -> list[Reply]:
        """Send cases together and return their answers in order.

        Args:
            cases: What is sent.
            bindings: For each case: values of ``{name}`` in its path.
            log: Whether the requests belong into the log: polls do not, their number varies.

        Raises:
            StoppedError: There is no time left, or nobody answers.
        """
        self._check_time()
        wires = [
            self._wire(case, bindings[index] if bindings else {})
            for index, case in enumerate(cases)
        ]
        if self.log is not None and log:
            self.log += [line(case) for case in cases]
        replies = self.transport.send(wires)
        self.sent += len(wires)
        replies = self._again(wires, replies)
        self._check_life(replies)
        if self.pace.rate:
            ahead = self.sent / self.pace.rate - (time.monotonic() - self.began)
            time.sleep(max(0.0, ahead))
        return replies

    def _check_time(self) -> None:
        budget = self.pace.budget
        if budget is not None and time.monotonic() - self.began >= budget:
            raise StoppedError(f"the budget of {budget:g} seconds was used up")

    def _check_life(self, replies: Sequence[Reply]) -> None:
        for reply in replies:
            self._silent = self._silent + 1 if reply.status == 0 else 0
            if self._silent >= SILENT:
                raise StoppedError(f"the server does not answer: {reply.error}")

    def _again(self, wires: list[Wire], replies: list[Reply]) -> list[Reply]:
        """Ask a busy server again, a few times, as late as it wishes."""
        for _ in range(PATIENCE):
            busy = [index for index, reply in enumerate(replies) if reply.status in BUSY]
            if not busy:
                break
            time.sleep(max(_wait(replies[index]) for index in busy))
            again = self.transport.send([wires[index] for index in busy])
            self.sent += len(busy)
            for index, reply in zip(busy, again, strict=True):
                replies[index] = reply
        return replies

    def _wire(self, case: Case, bindings: Mapping[str, str]) -> Wire:
        target, headers = self.signer.signed(case.operation, case.message)
        for name, value in bindings.items():
            target = target.replace("{" + name + "}", quote(value, safe=""))
        return Wire(
            method=case.message.method, target=target, headers=headers, body=case.message.body
        )


def _wait(reply: Reply) -> float:
    text = reply.headers.get("retry-after", "")
    return min(float(text), LONGEST_WAIT) if text.isdecimal() else 0.05


def line(case: Case) -> str:
    """Return one line of the request log: no secret, nothing that an answer gave."""
    message: Message = case.message
    headers = " ".join(f"{name}={value}" for name, value in message.headers)
    body = "" if message.body is None else message.body.decode("utf-8", "backslashreplace")
    return f"{case.operation} {message.caller} {message.method} {message.target} [{headers}] {body}"

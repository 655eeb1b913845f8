"""The one place that sends: signs, counts, logs, keeps the pace, stops in time."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from tallystick.fuzz.bodies.naming import given
from tallystick.fuzz.model import LIST, Case, Message, Reply, Sent
from tallystick.fuzz.sending.credentials import Signer
from tallystick.fuzz.sending.transport import OUT_OF_TIME, Transport, Wire
from tallystick.fuzz.statuses import SUCCESS

BUSY = {429, 503}
FAILED = 500
READING = {"GET", "HEAD", "OPTIONS"}
PATIENCE = 3
"""How often a busy server is asked again, in one campaign's batch."""
LONGEST_WAIT = 1.0
FIRST_BATCH = 8
QUICK, SLOW = 0.1, 0.5
"""Seconds for a batch below which the next one is larger, and above which it is smaller; what was
made in the longer time goes out."""
ENDLESS = 2**31
"""As many requests as anybody could want."""
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


class SilentError(StoppedError):
    """The server does not answer any more."""


class SpentError(Exception):
    """There is no request left for this part of a campaign; others may have some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast and how long.

    Attributes:
        rate: Requests a second at most; 0 is no bound.
        budget: Seconds for the whole campaign; None is no bound.
        batch: Requests that are sent together at most.
    """

    rate: float = 0.0
    budget: float | None = None
    batch: int = 64


class _Batch(NamedTuple):
    """Requests that are sent together."""

    cases: list[Case]
    wires: list[Wire]
    given: list[Mapping[str, str]]


class Sender:
    """Sends cases over a transport.

    Attributes:
        transport: How the server is reached.
        signer: Adds credentials.
        pace: How fast and how long.
        sent: Requests sent so far.
        limit: Requests at most.
        most: Requests that may be sent by now; None is no bound. Planned ones are counted by those
            who plan; all others are refused when there is no room.
        changes: Requests that were sent, or are about to be, and may have changed something.
        extra: Of those sent, the ones that nobody planned.
        spare: How many `extra` may be by now; None is no bound.
        heard: Something was answered.
        trail: Those of them that were accepted.
        failed: Operation -> the first request that its server failed at, and the answer.
        answered: Called now and then while cases stream: time for something else to send.
        seen: Called with each request, its answer, and what its path was given.
    """

    def __init__(
        self,
        transport: Transport,
        signer: Signer,
        pace: Pace,
        log: list[str] | None = None,
        *,
        began: float | None = None,
    ) -> None:
        """Send over `transport`.

        Args:
            transport: How the server is reached.
            signer: Adds credentials.
            pace: How fast and how long.
            log: Gets a line for each planned request.
            began: When the campaign began, by the monotonic clock.
        """
        self.transport = transport
        self.signer = signer
        self.pace = pace
        self.sent = 0
        self.limit = ENDLESS
        self.most: int | None = None
        self.changes = 0
        self.extra = 0
        self.spare: int | None = None
        self._under_way = 0
        self._counting = threading.Lock()
        self.trail: list[Sent] = []
        self._log = log
        self._began = time.monotonic() if began is None else began
        self.answered: Callable[[], None] = _nothing
        self.seen: Callable[[Case, Reply, Mapping[str, str]], None] = _nothing
        self._silent = 0
        self.heard = False
        self.failed: dict[str, tuple[Case, Reply]] = {}
        self._most = max(1, min(pace.batch, int(pace.rate / 4))) if pace.rate else pace.batch
        self._size = min(FIRST_BATCH, self._most)
        if pace.budget is not None:
            transport.deadline = self._began + pace.budget

    @property
    def has_ended(self) -> bool:
        """Whether the time is up."""
        budget = self.pace.budget
        return budget is not None and time.monotonic() - self._began >= budget

    def keep_time(self) -> None:
        """Go on only when there is time left.

        Raises:
            StoppedError: There is none.
        """
        if self.has_ended:
            raise StoppedError(f"the budget of {self.pace.budget:g} seconds was used up")

    @property
    def left(self) -> float | None:
        """Seconds of the budget that are left, None without one."""
        budget = self.pace.budget
        return None if budget is None else self._began + budget - time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the campaign began."""
        return time.monotonic() - self._began

    @property
    def room(self) -> int:
        """Requests that nobody planned and that may still be sent."""
        left = ENDLESS if self.most is None else self.most - self.sent - self._under_way
        return left if self.spare is None else min(left, self.spare - self.extra)

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
            SpentError: There is no room for that many.
        """
        if len(cases) > (self.limit - self.sent - self._under_way if log else self.room):
            raise SpentError
        self.extra += len(cases)
        pairs = list(zip(cases, bindings or [{}] * len(cases), strict=True))
        batch = self._batch(pairs, log=log)
        replies = self._exchange(batch.wires)
        for (case, its), reply in zip(pairs, replies, strict=True):
            self._check(case, reply)
            self._remember(case, reply, its)
        return replies

    def stream(
        self, pairs: Iterable[tuple[Case, Mapping[str, str]]]
    ) -> Iterator[tuple[Case, Reply]]:
        """Send cases and yield each with its answer, in order.

        Over a transport that waits (a network), the next cases are made and the last answers are
        judged while a batch is under way. What is sent, and its order, is the same either way.

        Args:
            pairs: Cases, each with the values of ``{name}`` in its path; asked for when needed.

        Raises:
            StoppedError: There is no time left, or nobody answers.
        """
        source = iter(pairs)
        if not self.transport.waits:
            while batch := self._next(source):
                yield from self._results(batch, self._timed(batch.wires))
            return
        with ThreadPoolExecutor(max_workers=1) as pool:
            try:
                yield from self._ahead(source, pool)
            except BaseException:
                # Nobody wants the rest: what is under way ends as soon as it can.
                self.transport.deadline = time.monotonic()
                raise

    def _ahead(
        self, source: Iterator[tuple[Case, Mapping[str, str]]], pool: ThreadPoolExecutor
    ) -> Iterator[tuple[Case, Reply]]:
        waiting: tuple[_Batch, Future[list[Reply]]] | None = None
        while batch := self._next(source):
            coming = pool.submit(self._timed, batch.wires)
            if waiting is not None:
                yield from self._results(waiting[0], waiting[1].result())
            waiting = (batch, coming)
        if waiting is not None:
            yield from self._results(waiting[0], waiting[1].result())

    def note(self, text: str) -> None:
        """Add a line to the log, about a request that somebody else made."""
        if self._log is not None:
            self._log.append(text)

    def relay(self, wire: Wire) -> Reply:
        """Send a request that somebody else made, as it is; the time is not looked at."""
        self.extra += 1
        reply = self._passed([wire])[0]
        self.heard = self.heard or reply.status > 0
        return reply

    def _next(self, source: Iterator[tuple[Case, Mapping[str, str]]]) -> _Batch | None:
        """Take the next cases: fewer than might be sent together when they take long to make."""
        until = time.monotonic() + SLOW
        pairs: list[tuple[Case, Mapping[str, str]]] = []
        for pair in source:
            pairs.append(pair)
            if len(pairs) >= self._size or time.monotonic() >= until:
                break
        return self._batch(pairs, log=True) if pairs else None

    def _batch(self, pairs: Sequence[tuple[Case, Mapping[str, str]]], *, log: bool) -> _Batch:
        self.keep_time()
        cases = [case for case, _ in pairs]
        self.changes += sum(it.kind != LIST and it.message.method not in READING for it in cases)
        if self._log is not None and log:
            self._log += [line(case) for case in cases]
        given = [each for _, each in pairs]
        return _Batch(cases, [self._wire(case, its) for case, its in pairs], given)

    def _results(self, batch: _Batch, replies: list[Reply]) -> Iterator[tuple[Case, Reply]]:
        """Yield what was answered; the first that had no time left ends it."""
        for case, reply, its in zip(batch.cases, replies, batch.given, strict=True):
            self._check(case, reply)
            self._remember(case, reply, its)
            yield case, reply
        self.answered()

    def _remember(self, case: Case, reply: Reply, its: Mapping[str, str]) -> None:
        self.seen(case, reply, its)
        if reply.status in SUCCESS and case.kind != LIST and case.message.method not in READING:
            self.trail.append(Sent(case=case, reply=reply, given=its))

    def _timed(self, wires: list[Wire]) -> list[Reply]:
        """Send a batch; a quick server gets larger ones, a slow one smaller ones."""
        began = time.monotonic()
        replies = self._exchange(wires)
        took = time.monotonic() - began
        if took < QUICK:
            self._size = min(self._size * 2, self._most)
        elif took > SLOW:
            self._size = max(1, self._size // 2)
        return replies

    def _exchange(self, wires: list[Wire]) -> list[Reply]:
        replies = self._again(wires, self._passed(wires))
        if self.pace.rate:
            ahead = self.sent / self.pace.rate - (time.monotonic() - self._began)
            time.sleep(max(0.0, ahead))
        return replies

    def _passed(self, wires: list[Wire]) -> list[Reply]:
        """Send and count: polls go out while a batch is under way."""
        with self._counting:
            self._under_way += len(wires)
        try:
            replies = self.transport.send(wires)
        finally:
            with self._counting:
                self._under_way -= len(wires)
        with self._counting:
            self.sent += len(wires)
        return replies

    def _check(self, case: Case, reply: Reply) -> None:
        if reply.status > 0:
            self.heard, self._silent = True, 0
            if reply.status >= FAILED and not case.message.rooted:  # no link
                self.failed.setdefault(case.operation, (case, reply))
            return
        if reply.error == OUT_OF_TIME:
            budget = f"the budget of {self.pace.budget:g} seconds"
            if not self.heard:
                raise SilentError(f"the server gave no answer within {budget}")
            raise StoppedError(f"{budget} was used up")
        self._silent += 1
        if self._silent >= SILENT:
            raise SilentError(f"the server does not answer: {reply.error}")

    def _again(self, wires: list[Wire], replies: list[Reply]) -> list[Reply]:
        """Ask a busy server again, a few times, as late as it wishes."""
        for _ in range(PATIENCE):
            busy = [index for index, reply in enumerate(replies) if reply.status in BUSY]
            if not busy or self.has_ended or len(busy) > self.room:
                break
            self.extra += len(busy)
            time.sleep(max(_wait(replies[index]) for index in busy))
            again = self._passed([wires[index] for index in busy])
            for index, reply in zip(busy, again, strict=True):
                replies[index] = reply
        return replies

    def _wire(self, case: Case, bindings: Mapping[str, str]) -> Wire:
        target, headers = self.signer.signed(case.operation, case.message)
        for name, value in bindings.items():
            target = target.replace("{" + name + "}", quote(value, safe=""))
        message, body = case.message, given(case)
        return Wire(
            method=message.method, target=target, headers=headers, body=body, rooted=message.rooted
        )


def _wait(reply: Reply) -> float:
    text = reply.headers.get("retry-after", "")
    return min(float(text), LONGEST_WAIT) if text.isdecimal() else 0.05


def line(case: Case) -> str:
    """Return one line of the request log: no secret, nothing that an answer gave."""
    message: Message = case.message
    carried = [tuple(message.carrier.split(": ", 1))] if message.carrier else []
    headers = " ".join(f"{name}={value}" for name, value in (*message.headers, *carried))
    body = "" if message.body is None else message.body.decode("utf-8", "backslashreplace")
    return f"{case.operation} {message.caller} {message.method} {message.target} [{headers}] {body}"


def _nothing(*_: object) -> None:
    """Have nothing else to send."""

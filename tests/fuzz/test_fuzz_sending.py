"""Sending: the same log whatever sends, within the time given, to servers of every bad kind."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.fuzz.sending.sender import Pace, Sender, StoppedError
from tallystick.fuzz.sending.transport import OUT_OF_TIME, Http, Transport, Wire
from tallystick.ir import Api

FEW = Wish(most=60, phases=("rules", "protocol", "variants"))
OK = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
Answer = Callable[[socket.socket, bytes], bool]
"""Answers a request on a connection; whether it is kept."""


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """Serve connections, each in a thread, with raw bytes; yields the URL."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    open_: list[socket.socket] = []

    def talk(connection: socket.socket) -> None:
        with connection:
            try:
                while (got := connection.recv(65536)) and answer(connection, got):
                    pass
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):  # closed with bytes unread, it would be reset
                    pass
            except OSError:
                pass

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            open_.append(connection)
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in open_:
            connection.close()
        thread.join()


def html(connection: socket.socket, _: bytes) -> bool:
    """Answer everything with a page."""
    page = b"<html>Hello</html>"
    connection.sendall(OK % (b"text/html", len(page), page))
    return True


def closing(connection: socket.socket, _: bytes) -> bool:
    """Answer, and close without a word about it."""
    html(connection, b"")
    return False


def never(connection: socket.socket, _: bytes) -> bool:
    """Answer nothing, and wait for more."""
    del connection
    return True


def dripping(connection: socket.socket, _: bytes) -> bool:
    """Begin an answer and never end it."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"x")


def ending(connection: socket.socket, _: bytes) -> bool:
    """Promise more than is sent."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{")
    return False


def tried(
    api: Api, url: str, log: list[str], *, workers: int = 2, pace: Pace | None = None
) -> Outcome:
    """Run a small campaign over HTTP."""
    transport = Http(url, workers=workers, timeout=5)
    try:
        return run(api, transport, Options(wish=FEW, pace=pace or Pace()), log=log)
    finally:
        transport.close()


@pytest.mark.parametrize("answer", [html, closing])
def test_a_server_that_is_another_one(api: Api, answer: Answer) -> None:
    """Pages instead of JSON are one finding, and nothing breaks."""
    with serving(answer) as url:
        outcome = tried(api, url, [])
    assert outcome.stopped == ""
    assert outcome.requests >= 40
    assert {item.kind for item in outcome.findings} == {"no-api"}


def test_half_an_answer_is_none(api: Api) -> None:
    """What ends before its length is not judged as if it were whole."""
    with serving(ending) as url:
        outcome = tried(api, url, [])
    assert {item.kind for item in outcome.findings} == {"no-answer"}
    assert outcome.stopped == "the server does not answer: the answer ends 89 bytes early"


def test_the_log_is_the_same_whatever_sends(api: Api) -> None:
    """One worker or four, large batches or single requests, a network or a process."""

    class Nowhere(Transport):
        waits = False
        deadline: float | None = None

        def send(self, requests: Sequence[Wire]) -> list[Reply]:
            return [Reply(status=204) for _ in requests]

        def close(self) -> None:
            pass

    logs: list[list[str]] = [[] for _ in range(4)]
    with serving(html) as url:
        tried(api, url, logs[0], workers=1)
        tried(api, url, logs[1], workers=4)
        tried(api, url, logs[2], pace=Pace(batch=1))
    run(api, Nowhere(), Options(wish=FEW), log=logs[3])
    assert len(logs[0]) >= 40
    assert logs[0] == logs[1] == logs[2] == logs[3]


@pytest.mark.parametrize("answer", [never, dripping])
def test_a_budget_ends_what_hangs(api: Api, answer: Answer) -> None:
    """Whoever waits for an answer is called back when the time is up."""
    with serving(answer) as url:
        outcome = tried(api, url, [], pace=Pace(budget=1.0))
    assert outcome.stopped == "the server gave no answer within the budget of 1 seconds"
    assert not any(item.kind == "no-answer" for item in outcome.findings)


CASE = Case(
    operation="getBox", kind="valid", expect="documented", message=Message(method="GET", path="/")
)


class Answering(Transport):
    """Answers from a list; the last answer again and again."""

    waits = False

    def __init__(self, *replies: Reply) -> None:
        """Answer with `replies`."""
        self.deadline: float | None = None
        self.sizes: list[int] = []
        self._replies = list(replies)

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Answer each."""
        self.sizes.append(len(requests))
        return [self._next() for _ in requests]

    def _next(self) -> Reply:
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]

    def close(self) -> None:
        """Hold nothing."""


def sender(api: Api, transport: Answering, pace: Pace) -> Sender:
    """Return a sender without credentials."""
    return Sender(transport, Signer(api, Credentials()), pace)


def test_a_silent_server_ends_it(api: Api) -> None:
    """After some requests in a row, not after one."""
    silent, heard = Reply(status=0, error="refused"), Reply(status=204)
    one = sender(api, Answering(silent, heard), Pace())
    assert len(list(one.stream((CASE, {}) for _ in range(20)))) == 20
    none = sender(api, Answering(silent), Pace())
    with pytest.raises(StoppedError, match="does not answer: refused"):
        list(none.stream((CASE, {}) for _ in range(20)))


def test_answers_before_the_end_count(api: Api) -> None:
    """Those of a batch that were still answered are given."""
    heard, late = Reply(status=204), Reply(status=0, error=OUT_OF_TIME)
    ending = sender(api, Answering(heard, heard, late), Pace(budget=100))
    given = ending.stream((CASE, {}) for _ in range(8))
    assert [next(given)[1], next(given)[1]] == [heard, heard]
    with pytest.raises(StoppedError, match="budget of 100 seconds"):
        next(given)


def test_a_busy_server_is_asked_again(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """As late as it wishes, a few times."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    busy = Reply(status=503, headers={"retry-after": "1"})
    asking = sender(api, Answering(busy, busy, Reply(status=204)), Pace())
    assert [reply.status for reply in asking.send([CASE])] == [204]
    assert slept == [1.0, 1.0]
    assert asking.sent == 3


def test_a_rate_is_kept(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few at a time, with pauses that make up for the speed."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    transport = Answering(Reply(status=204))
    keeping = sender(api, transport, Pace(rate=20))
    assert len(list(keeping.stream((CASE, {}) for _ in range(20)))) == 20
    assert max(transport.sizes) <= 5
    assert slept[-1] == pytest.approx(1.0)

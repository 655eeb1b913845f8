"""HTTP against servers that misbehave."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending import transport
from tallystick.fuzz.sending.transport import Http, Wire, loopback

ASK = Wire(method="GET", target="/a", headers=(), body=None)


@contextmanager
def serving(
    answer: Callable[[socket.socket], None], heard: list[bytes] | None = None
) -> Iterator[str]:
    """Serve connections with raw bytes, keeping what comes first; yields the URL."""
    first = heard if heard is not None else []
    listener = socket.create_server(("127.0.0.1", 0))

    def loop() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    first.append(connection.recv(65536))
                    answer(connection)
                except OSError:
                    pass

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def ask(url: str, **options: Any) -> Reply:
    """Send one request."""
    sender = Http(url, workers=1, **options)
    try:
        return sender.send([ASK])[0]
    finally:
        sender.close()


def test_what_is_behind_a_link_is_asked_for_from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for is not below the path of the server; a beginning of a file is enough."""
    monkeypatch.setattr(transport, "BEGINNING", 10)
    heard: list[bytes] = []

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100_000):
            connection.sendall(b"x" * 1000)

    with serving(endless, heard) as url:
        sender = Http(f"{url}/v1", workers=1)
        asked = [ASK, replace(ASK, rooted=True)]
        whole, part = sender.send(asked)
        sender.close()
    assert [it.split()[1] for it in heard] == [b"/v1/a", b"/a"]
    assert whole.error
    assert (part.status, part.body, part.error) == (200, b"x" * 10, "")


def test_redirects_are_answers() -> None:
    """The other place is never asked."""
    head = b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n"
    with serving(lambda connection: connection.sendall(head)) as url:
        reply = ask(url)
    assert (reply.status, reply.error) == (302, "")


def test_a_closed_connection_is_no_answer() -> None:
    """It is said, not raised."""
    with serving(lambda connection: None) as url:  # noqa: ARG005 - answers nothing
        reply = ask(url)
    assert reply.status == 0
    assert reply.error


def test_an_endless_body_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is read than the bound."""
    monkeypatch.setattr(transport, "LARGEST", 100_000)

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with serving(endless) as url:
        reply = ask(url)
    assert "larger than 100000" in reply.error


def test_a_silent_server_times_out() -> None:
    """After the time that was given."""
    done = threading.Event()

    def say_nothing(_connection: socket.socket) -> None:
        done.wait(5)

    with serving(say_nothing) as url:
        reply = ask(url, timeout=0.2)
        done.set()
    assert reply.error == "timed out"


def test_garbage_is_no_answer() -> None:
    """What is no HTTP is said to be none; it is not shown, since it may be anything."""
    with serving(
        lambda connection: connection.sendall(b"\x1b[2J<html>hello</html>\r\n\r\n")
    ) as url:
        assert ask(url) == Reply(status=0, error="what came back is no HTTP")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.9.9.9", "a.localhost"])
def test_loopback(host: str) -> None:
    """This machine by any name."""
    assert loopback(host)


@pytest.mark.parametrize("host", ["example.com", "192.0.2.1", "localhost.example.com", "0.0.0.0"])  # noqa: S104 - a name
def test_not_loopback(host: str) -> None:
    """Somebody else."""
    assert not loopback(host)

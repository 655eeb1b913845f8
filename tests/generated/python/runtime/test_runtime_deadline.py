"""A call ends at its deadline, whatever the server drips."""

import socket
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


def slow_head(peer: Any, connection: socket.socket) -> None:
    """Headers, byte by byte."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nx-long: ")
    peer.drip(connection, b"a")
    connection.sendall(b"\r\ncontent-length: 2\r\n\r\n{}")


def slow_body(peer: Any, connection: socket.socket) -> None:
    """A body, byte by byte."""
    connection.sendall(HEAD + b"content-length: 500\r\n\r\n")
    peer.drip(connection, b" ")


def slow_chunk(peer: Any, connection: socket.socket) -> None:
    """A chunk's extension without end: no data ever reaches the reader."""
    connection.sendall(HEAD + b"transfer-encoding: chunked\r\n\r\n1;x=")
    peer.drip(connection, b"a")


def early_hints(peer: Any, connection: socket.socket) -> None:
    """Informational responses without end."""
    peer.drip(connection, b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")


def silence(peer: Any, _: socket.socket) -> None:
    """Nothing at all."""
    peer.released.wait(10)


SCRIPTS = [slow_head, slow_body, slow_chunk, early_hints, silence]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.__name__)
def test_no_slow_server_outlives_the_deadline(
    caller: Any, peer: Callable[..., Any], script: Callable[..., None]
) -> None:
    """Each single read is quick enough; the peer is released only after the call has ended."""
    server = peer(script)
    with pytest.raises(caller.acme.APITimeoutError) as caught:
        caller.real(server.url, deadline=0.3, timeout=30).call("get", "j1")
    assert caught.value.phase == "deadline"
    assert caught.value.sent
    assert not server.released.is_set()


def test_a_pause_late_in_the_body_gets_only_what_is_left(
    caller: Any, peer: Callable[..., Any]
) -> None:
    """Two pauses, each shorter than the deadline, together longer."""

    def twice(server: Any, connection: socket.socket) -> None:
        connection.sendall(HEAD + b"content-length: 28\r\n\r\n")
        server.released.wait(0.3)
        connection.sendall(b"{")
        server.released.wait(0.35)
        connection.sendall(b'"id":"j1","state":"queued"}')

    server = peer(twice)
    with pytest.raises(caller.acme.APITimeoutError) as caught:
        caller.real(server.url, deadline=0.4, timeout=30).call("get", "j1")
    assert caught.value.phase == "deadline"


def test_a_slow_reader_does_not_outlive_the_deadline(caller: Any, peer: Callable[..., Any]) -> None:
    """It takes a little of the upload again and again."""

    def sip(server: Any, connection: socket.socket) -> None:
        for count in range(10_000):
            if not connection.recv(65536) or server.released.wait(0.01):
                return
            server.had_enough = count > 120

    server = peer(sip)
    server.had_enough = False
    with pytest.raises(caller.acme.APITimeoutError) as caught:
        caller.real(server.url, deadline=0.4, timeout=30).call("create", prompt="a" * 30_000_000)
    assert caught.value.phase == "deadline"
    assert not server.had_enough


def test_a_request_option_sets_the_deadline(caller: Any, peer: Callable[..., Any]) -> None:
    """The option of the request wins over the client's."""
    server = peer(slow_body)
    with pytest.raises(caller.acme.APITimeoutError, match="deadline"):
        caller.real(server.url, deadline=None).call("get", "j1", deadline=0.2)


def test_a_silence_ends_the_read_timeout_first(caller: Any, peer: Callable[..., Any]) -> None:
    """Without a deadline the phases still have their limits."""
    server = peer(silence)
    with pytest.raises(caller.acme.APITimeoutError) as caught:
        caller.real(server.url, deadline=None, timeout=0.2).call("get", "j1")
    assert caught.value.phase == "read"


def test_a_server_that_does_not_read_ends_at_the_deadline(
    caller: Any, peer: Callable[..., Any]
) -> None:
    """The peer stops reading after the head, so that the upload stalls."""
    server = peer(silence)
    with pytest.raises(caller.acme.APITimeoutError) as caught:
        caller.real(server.url, deadline=0.3, timeout=30).call("create", prompt="a" * 30_000_000)
    assert caught.value.phase == "deadline"


def test_a_reused_connection_has_the_deadline_of_each_call(
    acme: Any, peer: Callable[..., Any]
) -> None:
    """The wrapping of a connection lasts; what is left is counted for each call anew."""

    def first_quick_then_slow(server: Any, connection: socket.socket) -> None:
        connection.sendall(HEAD + b'content-length: 28\r\n\r\n{"id":"j1","state":"queued"}')
        server.heads.append(connection.recv(65536))
        early_hints(server, connection)

    server = peer(first_quick_then_slow)
    with acme.Acme(auth_token="k", base_url=server.url, max_retries=0) as client:
        assert client.jobs.get("j1").state == "queued"
        with pytest.raises(acme.APITimeoutError, match="deadline"):
            client.jobs.get("j1", deadline=0.3)
    assert len(server.heads) == 2


def test_a_client_that_is_handed_in_keeps_the_deadline(acme: Any, peer: Callable[..., Any]) -> None:
    """A custom HTTP client's connections are watched too."""
    server = peer(early_hints)
    with (
        httpx2.Client(headers={"x-mine": "1"}) as http,
        pytest.raises(acme.APITimeoutError, match="deadline"),
    ):
        acme.Acme(auth_token="k", base_url=server.url, http_client=http).jobs.get(
            "j1", deadline=0.3, max_retries=0
        )
    assert b"x-mine: 1" in server.heads[0]


def test_a_full_pool_is_not_waited_for_longer_than_asked(
    acme: Any, peer: Callable[..., Any]
) -> None:
    """The one connection is held by a response that is being streamed."""
    server = peer(slow_body)
    http = httpx2.Client(limits=httpx2.Limits(max_connections=1))
    with http, acme.Acme(auth_token="k", base_url=server.url, http_client=http) as client:
        with (
            client.jobs.with_streaming_response.file("a"),
            pytest.raises(acme.APITimeoutError) as caught,
        ):
            client.jobs.get("j1", timeout=0.1)
        assert caught.value.phase == "pool"
        assert not caught.value.sent


def test_a_streamed_body_ends_at_the_deadline(acme: Any, peer: Callable[..., Any]) -> None:
    """The deadline of the call holds for the body that is read later."""
    server = peer(slow_body)
    with acme.Acme(auth_token="k", base_url=server.url, deadline=0.4) as client:
        streamed = client.jobs.with_streaming_response.file("a")
        with streamed as response, pytest.raises(acme.APITimeoutError, match="deadline"):
            for _ in response.iter_bytes():
                pass


def test_a_name_without_address_is_a_connection_error(caller: Any) -> None:
    """So is a label that no resolver takes."""
    for host in (f"{'a' * 70}.example", "127.0.0.1:1"):
        with pytest.raises(caller.acme.APIConnectionError) as caught:
            caller.real(f"http://{host}").call("get", "j1")
        assert not caught.value.sent


def test_time_is_up_before_the_first_byte(caller: Any, reply: Callable[..., Any]) -> None:
    """A deadline of nothing sends nothing."""
    with pytest.raises(caller.acme.APITimeoutError):
        caller.mocked([reply()], deadline=0.0).call("get", "j1")
    assert not caller.requests

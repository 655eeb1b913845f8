"""A server on a socket: starting, failing to start, stopping."""

import signal
import socket
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn

from tallystick.ir import open_api
from tallystick.serve import Listening, Options, run
from tallystick.serve.running import _Uvicorn

KITCHEN = Path(__file__).parent / "documents" / "kitchen.yaml"


def refuse(listening: Listening) -> None:
    """Fail: the server was not to start."""
    pytest.fail(f"it listens on {listening.url}")


def problems(**options: Any) -> list[str]:
    """Return the codes of what keeps a server from starting."""
    api, _ = open_api(str(KITCHEN))
    assert api is not None
    return [item.code.id for item in run(api, Options(**options), refuse)]


def test_a_port_in_use_is_told_plainly() -> None:
    """As a diagnostic, not as a traceback."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert problems(port=port) == ["port-in-use"]


@pytest.mark.parametrize(
    "options",
    [{"host": "192.0.2.1"}, {"host": "no such host"}, {"port": 99999}, {"host": "x" * 300}],
    ids=str,
)
def test_an_address_that_is_not_ours_is_told(options: dict[str, Any]) -> None:
    """Or is no address at all."""
    assert problems(**{"port": 0, **options}) == ["address-unusable"]


def test_a_database_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """A folder, or somebody else's file."""
    assert problems(port=0, db=str(tmp_path)) == ["database-unusable"]
    path = tmp_path / "text"
    path.write_text("not a database, and long enough to be read as one" * 9)
    assert problems(port=0, db=str(path)) == ["database-unusable"]


def test_a_behaviour_that_is_not_there_is_told() -> None:
    """Before anything is opened."""
    assert problems(port=0, behaviour="no.such.module:x") == ["behaviour-not-found"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(launch: Any, number: signal.Signals) -> None:
    """Status 0, nothing on standard error."""
    server = launch()
    assert httpx2.get(server.url + "/healthz").status_code == 200
    server.process.send_signal(number)
    assert server.end() == (0, "\n", "")


def test_a_job_runs_by_itself_and_survives_a_clean_restart(launch: Any, tmp_path: Path) -> None:
    """Its owner finds it again on the next server."""
    options = {"db": str(tmp_path / "r.db"), "tokens": ["k"]}
    headers = {"authorization": "Bearer k"}
    first = launch(**options)
    made = httpx2.post(first.url + "/v2/toasts", json={"bread": "a"}, headers=headers).json()
    first.process.terminate()
    first.end()
    second = launch(**options)
    with httpx2.Client(base_url=second.url, headers=headers) as client:
        for _ in range(2000):
            toast = client.get(f"/toasts/{made['toast']['id']}").json()
            if toast["status"] == "done":
                break
        assert client.get(toast["plate"]["photo"]).status_code == 200


def test_an_oversized_body_is_refused_before_it_is_sent(launch: Any) -> None:
    """The head alone gets the answer: nothing of the body was sent."""
    server = launch(limit=1000)
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(
            b"POST /toasts HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer k\r\n"
            b"Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
        )
        assert raw.recv(100).startswith(b"HTTP/1.1 413 ")


def test_nonsense_on_the_wire_is_400(launch: Any) -> None:
    """The server lives on."""
    port = int(launch().url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(b"nonsense\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400 ")


def test_a_wrong_token_is_refused_over_the_socket(launch: Any) -> None:
    """The right one is let in."""
    url = launch(tokens=["right"]).url + "/toasts/a"
    assert httpx2.get(url, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert httpx2.get(url, headers={"authorization": "Bearer right"}).status_code == 404


def test_without_a_token_one_is_made_and_announced(launch: Any) -> None:
    """The launcher prints the URL only, so ask the function that decides."""
    seen: list[Listening] = []

    class Stop(Exception):  # noqa: N818 - ends the server from inside
        pass

    def stop(listening: Listening) -> None:
        seen.append(listening)
        raise Stop

    api, _ = open_api(str(KITCHEN))
    assert api is not None
    with pytest.raises(Stop):
        run(api, Options(port=0), stop)
    assert len(seen[0].token) > 16
    del launch


def test_a_second_signal_is_for_who_was_there_before() -> None:
    """The first one lets requests end; who asks twice waits for none of them."""
    heard: list[int] = []
    server = _Uvicorn(uvicorn.Config(app=None), lambda: None, lambda: None)  # type: ignore[arg-type]  # never called
    earlier = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        with server.capture_signals():
            signal.raise_signal(signal.SIGINT)
            assert (server.should_exit, heard) == (True, [])
            signal.raise_signal(signal.SIGINT)
            assert (server.force_exit, heard) == (False, [signal.SIGINT])
        signal.raise_signal(signal.SIGINT)
        assert len(heard) == 2
    finally:
        signal.signal(signal.SIGINT, earlier)

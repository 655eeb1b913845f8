"""Fetching outputs: whole or not at all, and with no credentials."""

import asyncio
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest


def job(*urls: str, state: str = "completed") -> httpx2.Response:
    """Make a response with outputs."""
    output = [{"url": url} for url in urls]
    return httpx2.Response(200, json={"id": "j1", "state": state, "output": output})


def test_a_file_is_fetched_without_credentials(caller: Any, tmp_path: Path) -> None:
    """The presigned URL is all the storage needs to know."""
    answers = [job("https://f.example/a.png?sig=1"), httpx2.Response(200, content=b"png")]
    caller.mocked(answers, default_headers={"x-key": "hush"})
    path = caller.call("download", "j1", tmp_path / "out.png")
    assert path == tmp_path / "out.png"
    assert path.read_bytes() == b"png"
    headers = caller.requests[1].headers
    assert "authorization" not in headers
    assert "x-key" not in headers
    assert headers["accept-encoding"] == "identity"
    assert caller.requests[1].url.query == b"sig=1"


def test_a_resource_that_is_at_hand_is_not_fetched_again(caller: Any, tmp_path: Path) -> None:
    """One request is enough."""
    made = caller.mocked([job("https://f.example/a.png")]).call("get", "j1")
    caller.requests.clear()
    caller.mocked([httpx2.Response(200, content=b"x")]).call("download", made, tmp_path / "a")
    assert len(caller.requests) == 1


@pytest.mark.parametrize("status", [403, 410])
def test_an_expired_url_is_replaced_once(caller: Any, tmp_path: Path, status: int) -> None:
    """By the one that the resource has now."""
    made = caller.mocked([job("https://f.example/old")]).call("get", "j1")
    fresh = [httpx2.Response(status), job("https://f.example/new")]
    answers = [*fresh, httpx2.Response(200, content=b"x")]
    caller.requests.clear()
    assert caller.mocked(answers).call("download", made, tmp_path / "a").read_bytes() == b"x"
    assert [request.url.path for request in caller.requests] == ["/old", "/v1/jobs/j1", "/new"]
    with pytest.raises(caller.acme.APIStatusError):
        caller.mocked([*fresh, httpx2.Response(status)]).call("download", made, tmp_path / "b")


def test_an_existing_file_is_kept_unless_told(caller: Any, tmp_path: Path) -> None:
    """Nothing is asked of the storage then."""
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(caller.acme.DownloadError, match="overwrite"):
        caller.mocked([job("https://f.example/a")]).call("download", "j1", target)
    assert target.read_bytes() == b"old"
    answers = [job("https://f.example/a"), httpx2.Response(200, content=b"new")]
    caller.mocked(answers).call("download", "j1", target, overwrite=True)
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_that_appears_meanwhile_is_kept(caller: Any, tmp_path: Path) -> None:
    """The last step never replaces."""
    target = tmp_path / "a"

    def handle(request: httpx2.Request) -> httpx2.Response:
        if request.url.host != "f.example":
            return job("https://f.example/a")
        target.write_bytes(b"theirs")
        return httpx2.Response(200, content=b"ours")

    with pytest.raises(caller.acme.DownloadError, match="exists"):
        caller.mocked(handle).call("download", "j1", target)
    assert target.read_bytes() == b"theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://f.example/x/pic%20one.png?sig=1", "pic_one.png"),
        ("https://f.example/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "passwd"),
        ("https://f.example/a%5C..%5Cb", "a_.._b"),
        ("https://f.example/.bashrc", "bashrc"),
        ("https://f.example/", "output"),
    ],
)
def test_a_folder_gets_a_harmless_name(caller: Any, tmp_path: Path, url: str, name: str) -> None:
    """Made from the URL, which the server chose."""
    answers = [job(url), httpx2.Response(200, content=b"x")]
    path = caller.mocked(answers).call("download", "j1", tmp_path)
    assert path == tmp_path / name


def test_all_outputs_go_into_a_folder(acme: Any, tmp_path: Path) -> None:
    """Numbered, because two may have one name."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "f.example":
            return httpx2.Response(200, content=request.url.query)
        return job("https://f.example/a.png?1", "https://f.example/a.png?2")

    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    client = acme.Acme(auth_token="k", http_client=http)
    paths = client.jobs.download_all("j1", tmp_path / "new")
    assert [(path.name, path.read_bytes()) for path in paths] == [
        ("0-a.png", b"1"),
        ("1-a.png", b"2"),
    ]


def test_what_is_not_there_is_told(caller: Any, tmp_path: Path) -> None:
    """With the state the resource is in."""
    with pytest.raises(caller.acme.DownloadError, match="queued"):
        caller.mocked([job(state="queued")]).call("download", "j1", tmp_path / "a")


def test_a_file_that_is_too_large_leaves_nothing(caller: Any, tmp_path: Path) -> None:
    """The limit counts what arrives."""
    answers = [job("https://f.example/a"), httpx2.Response(200, content=bytes(100))]
    with pytest.raises(caller.acme.DownloadError, match="99 bytes"):
        caller.mocked(answers).call("download", "j1", tmp_path / "a", max_bytes=99)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("url", ["http://f.example/a", "file:///etc/passwd", "ftp://f.example/a"])
def test_only_safe_schemes_are_fetched(caller: Any, tmp_path: Path, url: str) -> None:
    """No plain HTTP from an API that speaks HTTPS."""
    with pytest.raises(caller.acme.DownloadError, match="scheme"):
        caller.mocked([job(url)]).call("download", "j1", tmp_path / "a")


def test_a_folder_that_cannot_be_written_is_told(caller: Any, tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "file").write_text("")
    answers = [job("https://f.example/a"), httpx2.Response(200, content=b"x")]
    with pytest.raises(caller.acme.DownloadError, match="cannot write"):
        caller.mocked(answers).call("download", "j1", tmp_path / "file" / "a")


def test_a_broken_download_begins_again(
    caller: Any, tmp_path: Path, peer: Callable[..., Any]
) -> None:
    """And leaves nothing of its first part."""

    def send(server: Any, connection: socket.socket) -> None:
        whole = b"0123456789"
        if server.heads[-1].startswith(b"GET /jobs"):
            whole = job(f"{server.url}/file").content
        cut = len(whole) // 2 if len(server.heads) == 2 else len(whole)
        connection.sendall(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n"
            b"content-length: %d\r\n\r\n%s" % (len(whole), whole[:cut])
        )

    server = peer(send)
    environment = caller.acme.Environment(sleep=lambda _: None, async_sleep=_no_sleep)
    caller.real(server.url, max_retries=1, environment=environment)
    path = caller.call("download", "j1", tmp_path / "a")
    assert path.read_bytes() == b"0123456789"
    assert len(server.heads) == 3
    assert [item.name for item in tmp_path.iterdir()] == ["a"]


async def _no_sleep(_: float) -> None:
    pass


class Interrupted(BaseException):
    """Stands for Ctrl-C."""


def test_an_interrupted_download_leaves_nothing(acme: Any, tmp_path: Path) -> None:
    """The part is removed and the interrupt goes on."""

    class Stream(httpx2.SyncByteStream):
        closed = False

        def __iter__(self) -> Any:
            yield b"some"
            raise Interrupted

        def close(self) -> None:
            self.closed = True

    stream = Stream()

    def handle(request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "f.example":
            return httpx2.Response(200, stream=stream)
        return job("https://f.example/a")

    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    with pytest.raises(Interrupted):
        acme.Acme(auth_token="k", http_client=http).jobs.download("j1", tmp_path / "a")
    assert not list(tmp_path.iterdir())
    assert stream.closed


def test_a_refused_download_gives_its_connection_back(acme: Any, tmp_path: Path) -> None:
    """And a handed-in client's credentials stay at home."""
    seen: list[httpx2.Request] = []

    class Stream(httpx2.SyncByteStream):
        closed = False

        def __iter__(self) -> Any:
            for _ in range(100):
                yield b"some"

        def close(self) -> None:
            self.closed = True

    stream = Stream()

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        if request.url.host == "f.example":
            return httpx2.Response(200, stream=stream)
        return job("https://f.example/a")

    http = httpx2.Client(
        transport=httpx2.MockTransport(handle), auth=("me", "hush"), cookies={"a": "hush"}
    )
    with pytest.raises(acme.DownloadError):
        acme.Acme(auth_token="k", http_client=http).jobs.download("j1", tmp_path / "a", max_bytes=9)
    assert stream.closed
    assert "authorization" not in seen[1].headers
    assert "cookie" not in seen[1].headers


def test_a_cancelled_download_leaves_nothing(
    acme: Any, tmp_path: Path, peer: Callable[..., Any]
) -> None:
    """Nor a connection that is still open."""

    def send(server: Any, connection: socket.socket) -> None:
        if server.heads[-1].startswith(b"GET /jobs"):
            body = job(f"{server.url}/file").content
            head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n"
            connection.sendall(head + b"content-length: %d\r\n\r\n%s" % (len(body), body))
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n01234")
        server.begun.set()
        server.hung_up = connection.recv(1) == b""

    server = peer(send)
    server.begun = threading.Event()

    async def main() -> None:
        async with acme.AsyncAcme(auth_token="k", base_url=server.url) as client:
            task = asyncio.ensure_future(client.jobs.download("j1", tmp_path / "a"))
            await asyncio.to_thread(server.begun.wait, 10)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    assert not list(tmp_path.iterdir())
    server.close()
    assert server.hung_up

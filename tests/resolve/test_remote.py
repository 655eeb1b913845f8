"""Remote documents: fetched when allowed, with limits; from a server in this process."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tallystick.load import load, remote
from tallystick.resolve import bundle, resolve

DOCUMENTS = {
    "/a/api.yaml": (
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
        "components: {schemas: {S: {$ref: '../b/s.json#/T'}}}\n"
    ),
    "/b/s.json": '{"T": {"type": "string"}}',
}


class Handler(BaseHTTPRequestHandler):
    """Serves the documents, a redirect, and an error."""

    def do_GET(self) -> None:
        """Answer."""
        if self.path.startswith("/to-file"):
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            return
        body = DOCUMENTS.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """Serve the documents on the loopback interface."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


def test_a_remote_document_and_what_it_refers_to(server: str) -> None:
    """References are relative to the URL."""
    document, found = load(f"{server}/a/api.yaml", allow_remote=True)
    assert found == ()
    assert document is not None
    resolved, found = resolve(document, allow_remote=True)
    assert found == ()
    assert resolved is not None
    assert f"{server}/b/s.json" in resolved.documents
    root = bundle(resolved)
    assert isinstance(root, dict)
    assert root["components"] == {
        "schemas": {"S": {"$ref": "#/components/schemas/T"}, "T": {"type": "string"}}
    }


def test_without_permission_nothing_is_fetched(server: str, tmp_path: Path) -> None:
    """Neither the entry nor what a local document refers to."""
    assert load(f"{server}/a/api.yaml")[1][0].code.id == "remote-document"
    path = tmp_path / "api.yaml"
    path.write_text(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
        f"components: {{schemas: {{S: {{$ref: '{server}/b/s.json#/T'}}}}}}\n"
    )
    document, _ = load(str(path))
    assert document is not None
    resolved, found = resolve(document)
    assert [item.code.id for item in found] == ["remote-ref"]
    assert resolved is not None
    assert resolved.refs == {}
    assert resolve(document, allow_remote=True)[1] == ()


@pytest.mark.parametrize("path", ["/missing.yaml", "/to-file"])
def test_errors_of_the_server_are_told(server: str, path: str) -> None:
    """A status, or a redirect to something that is no web server."""
    document, found = load(server + path, allow_remote=True)
    assert document is None
    assert found[0].code.id == "fetch-failed"


def test_nobody_listens() -> None:
    """A refused connection is an answer."""
    document, found = load("http://127.0.0.1:9/api.yaml", allow_remote=True)
    assert document is None
    assert found[0].code.id == "fetch-failed"


def test_a_remote_document_reads_no_file(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came from the network has no business on this disk, not even below this folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "mine.yaml"
    path.write_text("type: string\n")
    evil = DOCUMENTS["/a/api.yaml"].replace("../b/s.json#/T", path.as_uri())
    monkeypatch.setitem(DOCUMENTS, "/evil.yaml", evil)
    document, _ = load(f"{server}/evil.yaml", allow_remote=True)
    assert document is not None
    _, found = resolve(document, allow_remote=True)
    assert [item.code.id for item in found] == ["ref-outside-root"]


def test_size_and_time_are_bounded(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many bytes, or too late: given up."""
    large = remote.fetch(f"{server}/a/api.yaml", 10)
    assert not isinstance(large, bytes)
    assert "larger" in large.message
    ticks = iter(range(0, 1000, 20))
    monkeypatch.setattr("tallystick.load.remote.time.monotonic", lambda: next(ticks))
    monkeypatch.setattr(remote, "_CHUNK", 8)
    slow = remote.fetch(f"{server}/a/api.yaml", 10_000)
    assert not isinstance(slow, bytes)
    assert "longer" in slow.message

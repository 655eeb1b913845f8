"""Command lines generated for these tests, and a server that answers with what it was sent."""

import importlib
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest
from tests.generating import write

ROOT = Path(__file__).parents[3]


def make(document: Path, package: str, out: Path) -> Path:
    """Generate a client and its command line into a folder."""
    write(document, "python", {"package": package}, out)
    return write(document, "cli", {"client-package": package}, out)


@pytest.fixture(scope="session")
def video_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the packages of the video-extended flagship."""
    out = tmp_path_factory.mktemp("video")
    return make(ROOT / "spec" / "video.overlay.yaml", "video_api", out)


@pytest.fixture(scope="session")
def odd_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the packages of a document with all that is odd."""
    return make(Path(__file__).parent / "odd.yaml", "odd_api", tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="session")
def torture_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the packages of the document that is hard on every target."""
    document = ROOT / "tests" / "torture" / "torture.yaml"
    return make(document, "torture_line", tmp_path_factory.mktemp("torture"))


@dataclass(frozen=True)
class Done:
    """How a command line ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what was printed, read as JSON."""
        return json.loads(self.out)


Runner = Callable[..., Done]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return a function that carries out a command line of a package in this process."""

    def carry_out(main: ModuleType, *words: str) -> Done:
        monkeypatch.setenv("COLUMNS", "100")
        capsysbinary.readouterr()
        status = main.main(list(words))
        out, err = capsysbinary.readouterr()
        return Done(status, out.decode(), err.decode())

    return carry_out


@pytest.fixture(scope="session")
def odd(odd_folder: Path) -> ModuleType:
    """Return the way into the odd document's command line."""
    return load(odd_folder, "odd_api_cli")


@pytest.fixture(scope="session")
def video(video_folder: Path) -> ModuleType:
    """Return the way into the flagship's command line."""
    return load(video_folder, "video_api_cli")


@pytest.fixture(scope="session")
def torture(torture_folder: Path) -> ModuleType:
    """Return the way into the torture document's command line."""
    return load(torture_folder, "torture_line_cli")


def load(folder: Path, package: str) -> ModuleType:
    """Import the way into a command line; its folder stays on the path."""
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    return importlib.import_module(f"{package}._main")


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent, or with what a path asks for."""

    answers: ClassVar[dict[str, tuple[str, bytes]]] = {
        "/events": (
            "text/event-stream",
            b': comment\nevent: x\ndata: {"n": 1}\n\ndata: {"n":\ndata: 2}\n\ndata: [DONE]\n\n',
        ),
        "/lines": ("application/x-ndjson", '{"n": "ü"}\n\n{"n": 2}'.encode()),
        "/picture": ("image/png", b"\x89PNG\r\n\x00\xff"),
    }

    def respond(self) -> None:
        """Answer any method."""
        size = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(size)
        path, _, query = self.path.partition("?")
        status, media, content = 200, "application/json", b""
        if path.startswith("/status/"):
            status = int(path.rpartition("/")[2])
            media = "application/problem+json"
            content = json.dumps({"title": "No", "detail": "said \x1b[31mno\u202e"}).encode()
        elif path == "/files" and self.command == "GET":
            media, content = self.answers["/picture"]
        elif path in self.answers:
            media, content = self.answers[path]
        elif path == "/files" and self.command == "PUT":
            media, content = "text/plain", b"stored " + body
        elif self.command == "PATCH":
            status = 204
        elif path.startswith(("/jobs/", "/done/", "/lost/")):
            content = json.dumps(self._job(path[1:5])).encode()
            status = 201 if self.command == "POST" else 200
        elif path.startswith("/out/"):
            media, content = "image/png", path.encode()
        else:
            status = 201 if path == "/files" else 200
            content = json.dumps(self._sent(path, query, body)).encode()
        self.send_response(status)
        self.send_header("content-type", media)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _job(self, kind: str) -> dict[str, Any]:
        """Return a job that never ends, is done, or failed."""
        job: dict[str, Any] = {"id": "job-1", "state": "queued", "created_at": "now"}
        job |= {"model": "uni-1", "type": "image"}
        if self.command == "POST":
            return job
        host = f"http://{self.headers['host']}"
        ends: dict[str, dict[str, Any]] = {
            "jobs": {"state": "processing"},
            "done": {
                "state": "completed",
                "output": [{"type": "image", "url": f"{host}/out/{n}"} for n in (1, 2)],
            },
            "lost": {"state": "failed", "failure_code": "corrupt_input", "failure_reason": "Bad."},
        }
        return job | ends[kind]

    def _sent(self, path: str, query: str, body: bytes) -> dict[str, Any]:
        headers = {name.lower(): value for name, value in self.headers.items()}
        text = body.decode(errors="backslashreplace")
        media = headers.get("content-type", "")
        return {
            "method": self.command,
            "path": path,
            "query": query,
            "headers": headers,
            "body": json.loads(body) if body and media == "application/json" else text,
        }

    do_GET = do_PUT = do_POST = do_PATCH = respond  # noqa: N815 - names of the library

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="session")
def echo_url() -> Iterator[str]:
    """Serve the echo on a free port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def echo(echo_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Point the odd command line at the echo."""
    monkeypatch.setenv("ODD_API_BASE_URL", echo_url)
    monkeypatch.setenv("ODD_API_API_KEY", "k3y")
    return echo_url


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[bytes], None]]:
    """Return a function that puts bytes on standard input."""
    opened: list[Any] = []

    def put(content: bytes) -> None:
        path = tmp_path / "stdin"
        path.write_bytes(content)
        stream = path.open(encoding="utf-8")
        opened.append(stream)
        monkeypatch.setattr(sys, "stdin", stream)

    yield put
    for stream in opened:
        stream.close()

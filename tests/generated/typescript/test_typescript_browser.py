"""The generated client in a real browser, headless."""

import json
import subprocess
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue

import pytest
from tests.chromium import chromium

from .conftest import HERE, TOOLS

pytestmark = pytest.mark.xdist_group("typescript")

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
GENERATION = {"id": "g1", "created_at": "now", "model": "uni-1", "state": "queued", "type": "image"}


def serve(files: dict[str, bytes], done: "Queue[object]") -> ThreadingHTTPServer:
    """Serve files and an API that is done at the second look; what the page says goes to `done`."""

    class Handler(BaseHTTPRequestHandler):
        def reply(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            if self.path.endswith("/slow"):
                stopped.wait(10)
            if self.path.startswith("/v1/"):
                url = f"http://127.0.0.1:{self.server.server_port}/file"  # type: ignore[attr-defined]  # of an HTTPServer
                output = [{"type": "image", "url": url}]
                body = json.dumps({**GENERATION, "state": "completed", "output": output}).encode()
                self.reply(200, body, "application/json")
            else:
                kind = "text/javascript" if self.path.endswith(".js") else "text/html"
                self.reply(200, files.get(self.path, b""), kind)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.path == "/done":
                done.put(json.loads(body))
                stopped.set()
            self.reply(201, json.dumps(GENERATION).encode(), "application/json")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    stopped = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def test_in_chromium(projects: Callable[[str], Path], tmp_path: Path) -> None:
    """Create, wait, download, a broken rule and an abort, in a page."""
    package = projects("image") / "node_modules" / "luma-agents" / "src" / "index.ts"
    script = tmp_path / "luma.js"
    command = [
        str(TOOLS / "esbuild"),
        str(package),
        "--bundle",
        "--format=esm",
        "--log-level=warning",
    ]
    subprocess.run([*command, f"--outfile={script}"], check=True)
    page = (HERE / "browser.test.html").read_bytes()
    done: Queue[object] = Queue()
    server = serve({"/page.html": page, "/luma.js": script.read_bytes()}, done)
    url = f"http://127.0.0.1:{server.server_port}/page.html"
    with subprocess.Popen(
        [chromium(), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            found = done.get(timeout=60)
        finally:
            process.terminate()
    server.shutdown()
    server.server_close()
    assert found == ["completed", "", True, "source-required", "TimeoutError"]

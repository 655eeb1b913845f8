"""Servers in process and by socket, called as a client would call them."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tallystick.serve import Server, app

DOCUMENTS = Path(__file__).parent / "documents"
ORDER = {"bread": "wheat"}


class Clock:
    """Unix time that moves only when a test says so."""

    def __init__(self) -> None:
        """Start in November 2023."""
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        """Return the time that the test chose."""
        return self.now


class Kitchen:
    """A server in process: calls it, steps its worker."""

    def __init__(self, server: Server, runner: asyncio.Runner) -> None:
        """Call a server on an event loop that is kept."""
        self.server = server
        self._runner = runner

    def call(
        self,
        method: str,
        path: str,
        *,
        token: str | None = "k",  # noqa: S107 - a made-up one
        **more: Any,
    ) -> httpx2.Response:
        """Send one request, as caller `token`."""
        headers = dict(more.pop("headers", {}))
        if token is not None:
            headers.setdefault("authorization", f"Bearer {token}")

        async def send() -> httpx2.Response:
            transport = httpx2.ASGITransport(app=self.server)
            async with httpx2.AsyncClient(transport=transport, base_url="http://k") as client:
                return await client.request(method, path, headers=headers, **more)

        return self._runner.run(send())

    def together(self, *calls: dict[str, Any]) -> list[httpx2.Response]:
        """Send requests at the same time."""

        async def send() -> list[httpx2.Response]:
            transport = httpx2.ASGITransport(app=self.server)
            headers = {"authorization": "Bearer k"}
            async with httpx2.AsyncClient(
                transport=transport, base_url="http://k", headers=headers
            ) as client:
                return list(await asyncio.gather(*(client.request(**call) for call in calls)))

        return self._runner.run(send())

    def post(self, path: str, body: object = ORDER, **more: Any) -> httpx2.Response:
        """Send JSON."""
        headers = {"content-type": "application/json", **more.pop("headers", {})}
        content = json.dumps(body).encode()
        return self.call("POST", path, content=content, headers=headers, **more)

    def get(self, path: str, **more: Any) -> httpx2.Response:
        """Get a path."""
        return self.call("GET", path, **more)

    def faults(self, response: httpx2.Response) -> list[tuple[str, str]]:
        """Return (pointer, rule) of a problem's errors."""
        assert response.headers["content-type"] == "application/problem+json", response.text
        problem = response.json()
        assert problem["status"] == response.status_code
        return [(error["pointer"], error["rule"]) for error in problem.get("errors", [])]


Open = Callable[..., Kitchen]


@pytest.fixture
def clock() -> Clock:
    """A clock that a test moves."""
    return Clock()


@pytest.fixture
def serve(clock: Clock, tmp_path: Path) -> Iterator[Open]:
    """Open servers; they are closed after the test.

    The document is a name in ``documents/`` or a mapping.
    """
    opened: list[Server] = []
    with asyncio.Runner() as runner:

        def open_kitchen(document: str | dict[str, Any] = "kitchen", **options: Any) -> Kitchen:
            if isinstance(document, str):
                path = DOCUMENTS / f"{document}.yaml"
            else:
                path = tmp_path / f"document{len(opened)}.json"
                path.write_text(json.dumps(document))
            server = app(path, **{"workers": 0, "clock": clock, **options})
            opened.append(server)
            return Kitchen(server, runner)

        yield open_kitchen
        for server in opened:
            server.close()


LAUNCH = """
import json, sys
from tallystick.ir import open_api
from tallystick.serve import Faults, Options, run
options = json.loads(sys.argv[2])
options["tokens"] = tuple(options.get("tokens", ["k"]))
options["faults"] = Faults(**options.get("faults", {}))
api, _ = open_api(sys.argv[1])
problems = run(api, Options(**options), lambda listening: print(listening.url, flush=True))
print(*(f"{item.code.id}: {item.message}" for item in problems), flush=True)
"""


class Launched:
    """A server in a process of its own."""

    def __init__(self, options: dict[str, Any], document: Path) -> None:
        """Start the process and wait for its URL."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, str(document), json.dumps(options)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def end(self) -> tuple[int, str, str]:
        """Wait for the end; return exit status, output and errors."""
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture
def launch() -> Iterator[Callable[..., Launched]]:
    """Launch servers on loopback; those that a test leaves running are killed."""
    launched: list[Launched] = []

    def start(document: Path = DOCUMENTS / "kitchen.yaml", **options: Any) -> Launched:
        launched.append(Launched({"port": 0, **options}, document))
        return launched[-1]

    yield start
    for server in launched:
        server.process.kill()
        server.process.communicate()

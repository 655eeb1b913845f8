"""The runtime, rendered into a small package; peers that misbehave; both kinds of client."""

import asyncio
import importlib
import inspect
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[3] / "templates" / "python" / "runtime"
VIEW: dict[str, Any] = {
    "config": {
        "package": "acme_client",
        "user_agent_literal": '"acme/1.2.3"',
        "error": "AcmeError",
        "client": "Acme",
        "async_client": "AsyncAcme",
        "env_prefix": "ACME",
        "arguments": ["auth_token"],
        "making": '        super().__init__({"auth_token": auth_token}, http_client, options)',
        "changing": '        return self._changed({"auth_token": auth_token}, options)',
        "statements": [
            'BASE_URL: Final[str | None] = "https://api.acme.example/v1"',
            "SERVER_VARIABLES: Final[dict[str, tuple[str, str]]] = {}",
            """CREDENTIALS: Final[tuple[Credential, ...]] = (
    Credential("bearerAuth", "bearer", (("auth_token", "ACME_API_KEY"),)),
)""",
            'SECURITY: Final[tuple[tuple[str, ...], ...]] = (("bearerAuth",),)',
            "AUTH_REQUIRED: Final = True",
        ],
    },
    "resources": [
        {
            "attribute": "jobs",
            "module": "jobs",
            "sync_class": "Jobs",
            "async_class": "AsyncJobs",
            "sync_class_import": "        from .resources.jobs import Jobs  # noqa: PLC0415",
            "async_class_import": "        from .resources.jobs import AsyncJobs  # noqa: PLC0415",
            "types_import": "from .resources.jobs import AsyncJobs, Jobs",
        }
    ],
}
JOB = b'{"id":"j1","state":"queued"}'


def render(folder: Path) -> Path:
    """Write the package `acme_client` into `folder`, as the generator would."""
    package = folder / "acme_client"
    shutil.copytree(HERE / "sample", package, ignore=shutil.ignore_patterns("__pycache__"))
    environment = Environment(  # noqa: S701 - Python, not HTML
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for source in sorted(TEMPLATES.iterdir()):
        if source.suffix == ".py":
            shutil.copy(source, package / source.name)
        elif source.suffix == ".jinja":
            text = environment.get_template(source.name).render(VIEW)
            (package / source.stem).write_text(text)
    (package / "py.typed").write_text("")
    return package


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rendered package's folder."""
    return render(tmp_path_factory.mktemp("runtime"))


@pytest.fixture(scope="session")
def acme(package: Path) -> Iterator[ModuleType]:
    """The rendered package, imported."""
    sys.path.insert(0, str(package.parent))
    yield importlib.import_module("acme_client")
    sys.path.remove(str(package.parent))


class Recorder:
    """An environment without time: sleeping moves its clock."""

    def __init__(self) -> None:
        """Start at a round time."""
        self.time = 1000.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Note the pause and let it pass."""
        self.pauses.append(seconds)
        self.time += seconds

    async def async_sleep(self, seconds: float) -> None:
        """Note the pause and let it pass."""
        self.sleep(seconds)

    def clock(self) -> float:
        """Say what time it is."""
        return self.time


class Caller:
    """A client of one kind, called the same way whichever kind it is."""

    def __init__(self, acme: ModuleType, kind: str) -> None:
        """Choose the kind."""
        self.acme = acme
        self.kind = kind
        self.recorder = Recorder()
        self.requests: list[httpx2.Request] = []
        self.transport: httpx2.MockTransport | None = None

    def mocked(self, answer: Any, **options: Any) -> "Caller":
        """Use a mock: `answer` is a handler, or a list of responses and errors, one a request."""
        answers = iter(answer) if isinstance(answer, list) else None

        def handle(request: httpx2.Request) -> httpx2.Response:
            self.requests.append(request)
            found: httpx2.Response | Exception
            found = answer(request) if answers is None else next(answers)
            if isinstance(found, Exception):
                raise found
            return found

        self.transport = httpx2.MockTransport(handle)
        self.options = {
            "auth_token": "sk-secret",
            "environment": self.acme.Environment(
                monotonic=self.recorder.clock,
                now=self.recorder.clock,
                random=lambda: 1.0,
                sleep=self.recorder.sleep,
                async_sleep=self.recorder.async_sleep,
            ),
            **options,
        }
        return self

    def real(self, url: str, **options: Any) -> "Caller":
        """Use real connections."""
        self.transport = None
        self.options = {"auth_token": "sk-secret", "base_url": url, "max_retries": 0, **options}
        return self

    def use(self, action: Callable[[Any], Any]) -> Any:
        """Do something with a client, and return what comes out."""
        if self.kind == "sync":
            mock = self.transport
            http = None if mock is None else httpx2.Client(transport=mock)
            with self.acme.Acme(http_client=http, **self.options) as client:
                return action(client)

        async def main() -> Any:
            mock = self.transport
            http = None if mock is None else httpx2.AsyncClient(transport=mock)
            async with self.acme.AsyncAcme(http_client=http, **self.options) as client:
                result = action(client)
                return await result if inspect.isawaitable(result) else result

        return asyncio.run(main())

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method of `jobs`."""
        return self.use(lambda client: getattr(client.jobs, name)(*args, **kwargs))


@pytest.fixture(params=["sync", "async"])
def caller(acme: ModuleType, request: pytest.FixtureRequest) -> Caller:
    """A client of each kind in turn."""
    return Caller(acme, request.param)


class Peer:
    """A server on the loopback that does what its script says, once for each connection."""

    def __init__(self, script: Callable[["Peer", socket.socket], None]) -> None:
        """Listen; `script` gets a connection whose request head has been read."""
        self.script = script
        self.released = threading.Event()
        self.heads: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.threads: list[threading.Thread] = []
        self._spawn(self._accept)

    def _spawn(self, work: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self._spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                data = connection.recv(65536)
                if not data:
                    return
                head += data
            self.heads.append(head)
            self.script(self, connection)

    def drip(self, connection: socket.socket, pieces: bytes, times: int = 400) -> None:
        """Send `pieces` again and again, slowly, until released; give up after `times`."""
        for _ in range(times):
            connection.sendall(pieces)
            if self.released.wait(0.025):
                return

    def close(self) -> None:
        """Release whatever still waits, and stop."""
        self.released.set()
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join(5)


@pytest.fixture
def peer() -> Iterator[Callable[..., Peer]]:
    """Start peers; they are released and stopped when the test is over."""
    started: list[Peer] = []

    def start(script: Callable[[Peer, socket.socket], None]) -> Peer:
        started.append(Peer(script))
        return started[-1]

    yield start
    for item in started:
        item.close()


def reply(body: bytes = JOB, *, status: int = 200, **headers: str) -> httpx2.Response:
    """Make a JSON response; underscores in header names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.Response(
        status, content=body, headers={"content-type": "application/json"} | named
    )


@pytest.fixture(name="reply")
def reply_fixture() -> Callable[..., httpx2.Response]:
    """`reply`, for tests."""
    return reply


@pytest.fixture
def run_python() -> Callable[..., str]:
    """Run code in an interpreter of its own; return what it wrote."""

    def run(code: str, folder: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout + done.stderr

    return run

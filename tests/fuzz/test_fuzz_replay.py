"""What a finding prints is what was sent: commands are run, and answered as the report says."""

import http.server
import json
import os
import re
import subprocess
import threading
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tallystick.emit import generate, write
from tallystick.emit.targets.python.calls import client
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Case
from tallystick.fuzz.reproduction.client_calls import REFUSED, ClientCall, GeneratedClient, python
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.reproduction.secrets import secrets_of
from tallystick.fuzz.requests.plan import Wish, plan
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Http, Wire
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.serve import app as serve
from tallystick.text import Json

PACKAGE = "boxes_to_replay"


@contextmanager
def serving(app: Any) -> Iterator[tuple[str, list[Wire]]]:
    """Serve an app over HTTP; yields its URL and what was asked."""
    inside = InProcess(app)
    asked: list[Wire] = []
    turn = threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length) if "Content-Length" in self.headers else None
            headers = tuple(self.headers.items())
            wire = Wire(method=self.command, target=self.path, headers=headers, body=body)
            with turn:
                asked.append(wire)
                reply = inside.send([wire])[0]
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(reply.body)))
            self.send_header("Content-Type", reply.headers.get("content-type", ""))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - its names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        inside.close()
        app.close()


@pytest.fixture(scope="module")
def generated(box: Api, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, GeneratedClient]:
    """Return the folder of a generated client, and how it is called."""
    folder = tmp_path_factory.mktemp("client")
    files, found = generate(box, "python", {"package": PACKAGE, "client": "Boxes"})
    assert not found
    write(files, folder)
    made = client(box, {"package": PACKAGE, "client": "Boxes"})
    calls = {
        name: ClientCall(
            method=call.method,
            parameters={(at, wire): keyword for at, wire, keyword in call.parameters},
            members=call.members,
            needed=call.needed,
            body=call.body,
            key=call.key,
            attributes=call.attributes,
        )
        for name, call in made.calls.items()
    }
    secret = made.secrets[0]
    return folder, GeneratedClient(package=PACKAGE, name="Boxes", secret=secret, calls=calls)


@pytest.fixture
def execute(
    generated: tuple[Path, GeneratedClient], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], int]:
    """Return a function that runs printed Python and gives the status of the last answer."""
    folder, made = generated
    monkeypatch.syspath_prepend(str(folder))
    for variable, value in (
        (made.secret[1], "mine"),
        ("TOKEN", "mine"),
        ("OTHER_TOKEN", "theirs"),
    ):
        monkeypatch.setenv(variable, value)
    monkeypatch.setattr("time.sleep", lambda _: threading.Event().wait(0.2))

    def start(code: str) -> int:
        names: dict[str, Any] = {"print": lambda _: None}
        try:
            exec(compile(code, "reproduction", "exec"), names)  # noqa: S102 - what is printed
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except Exception as error:
            status = getattr(error, "status_code", None)
            if not isinstance(status, int):
                raise
            return status
        finally:
            for each in (names.get("client"), names.get("other")):
                if each is not None:
                    each.close()
        return 200

    return start


def shell(command: str) -> tuple[int, str]:
    """Run printed curl commands; return the status and the body of the last answer."""
    variables = {**os.environ, "TOKEN": "mine", "OTHER_TOKEN": "theirs"}
    script = command.replace("sleep 2", "sleep 0.2")
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=True, env=variables)
    *_, head, body = re.split(r"(?=HTTP/1\.1 )|\r\n\r\n", done.stdout.decode("utf-8", "replace"))
    return int(head.split()[1]), body


def seen(wire: Wire) -> tuple[str, str, Json, dict[str, str]]:
    """Return what counts of a request."""
    names = {"content-type", "authorization", "idempotency-key"}
    headers = {name.lower(): value for name, value in wire.headers if name.lower() in names}
    try:
        body: Json = json.loads(wire.body or b"null")
    except ValueError:
        body = repr(wire.body)
    return wire.method, wire.target, body, headers


def wished(case: Case) -> tuple[str, str, Json, dict[str, str]]:
    """Return what counts of a case."""
    secrets = {"own": "Bearer mine", "wrong": "Bearer wrong-credential-0000"}
    headers = case.message.headers
    secret = secrets.get(case.message.caller)
    if secret:
        headers = (*headers, ("Authorization", secret))
    message = case.message
    return seen(
        Wire(method=message.method, target=message.target, headers=headers, body=message.body)
    )


def test_python_sends_the_request_of_a_case(
    box: Api, generated: tuple[Path, GeneratedClient], execute: Callable[[str], int]
) -> None:
    """By the client or without it: method, path, body, credential and key are the same."""
    by_kind: dict[str, list[Case]] = {}
    for case in plan(box, Judging(box), Wish(credentials=True)).cases:
        if not case.takes:
            by_kind.setdefault(f"{case.kind} {case.claim.name if case.claim else ''}", []).append(
                case
            )
    plain = 0
    with serving(serve(box, token=["mine", "theirs"])) as (url, asked):
        for case in (each for some in by_kind.values() for each in some[:3]):
            code = python(case, url, generated[1], secrets=secrets_of(box))
            asked.clear()
            execute(code)
            got, wanted = seen(asked[-1]), wished(case)
            if code.startswith(REFUSED):
                plain += 1
            elif "idempotency-key" not in wanted[3]:
                got[3].pop("idempotency-key", None)  # the client makes one by itself
            assert got == wanted, code
    assert 0 < plain < len(asked) + len(by_kind)


def no_lid(document: dict[str, Any]) -> None:
    """Forget a rule."""
    del document["components"]["schemas"]["Order"]["x-validations"][0]


def no_place(document: dict[str, Any]) -> None:
    """Forget an output."""
    lifecycle = document["components"]["schemas"]["Box"]["x-lifecycle"]
    lifecycle["states"]["done"]["requires"] = []
    lifecycle["outputs"] = []


def smaller(document: dict[str, Any]) -> None:
    """Refuse the heaviest."""
    document["components"]["schemas"]["Order"]["properties"]["weight"]["maximum"] = 29


def open_door(document: dict[str, Any]) -> None:
    """Ask for no credentials."""
    document["paths"]["/boxes/{id}"]["get"]["security"] = []


def outcome_of(api: Api, url: str) -> Outcome:
    """Run a campaign over HTTP."""
    transport = Http(url)
    try:
        wish = Wish(most=150)
        return run(api, transport, Options(wish=wish, credentials=Credentials(auth=("mine",))))
    finally:
        transport.close()


@pytest.fixture(params=[no_lid, no_place, smaller, open_door])
def flawed(request: pytest.FixtureRequest, document: dict[str, Any]) -> Iterator[str]:
    """Serve the API with a flaw; return the URL."""
    request.param(document)
    with serving(serve(api_of(document), token=["mine"])) as (url, _):
        yield url


def api_of(document: Json) -> Api:
    """Return the API of a document."""
    parsed, _ = parse_text(json.dumps(document).encode(), "box.json")
    resolved, _ = resolve(parsed) if parsed else (None, ())
    api, _ = lower(resolved) if resolved else (None, ())
    assert api is not None
    return api


def test_findings_replay(
    box: Api,
    flawed: str,
    generated: tuple[Path, GeneratedClient],
    execute: Callable[[str], int],
) -> None:
    """The commands of every finding are answered with the status that the report shows."""
    outcome = outcome_of(box, flawed)
    assert outcome.findings
    for item in outcome.findings:
        command = curl(item.case, flawed, secrets=secrets_of(box))
        assert shell(command)[0] == item.reply.status, command
        assert "{" not in command.splitlines()[-1].rpartition("http://")[2]
        code = python(item.case, flawed, generated[1], secrets=secrets_of(box))
        assert execute(code) == (200 if item.reply.status < 300 else item.reply.status), code

"""What an earlier answer gave is asked for anew, and findings about headers show headers."""

import contextlib
import http.server
import io
import json
import os
import re
import subprocess
import threading
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from tests.fuzz.test_fuzz_deeds import WRONGS, Office, document

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.journeys import items, updating
from tallystick.fuzz.model import Case, Finding, Message, Reply
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.reproduction.client_calls import ClientCall, GeneratedClient, shown
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.reproduction.secrets import secrets_of
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.resuming import State, load, save
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Transport, Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

REPLAYED = ["stale", "fresh", "sent-again", "withheld", "owner", "origin", "refuses"]
"""Wrongs that the status of the last answer shows."""
BOX = Message(method="GET", path="/boxes")
CLIENT = GeneratedClient(
    package="boxes",
    name="Boxes",
    calls={
        "list": ClientCall(method="boxes.list"),
        "make": ClientCall(method="boxes.create", attributes={"id": "id"}),
        "get": ClientCall(method="boxes.get", parameters={("path", "id"): "id"}),
        "put": ClientCall(
            method="boxes.replace",
            parameters={("path", "id"): "id", ("header", "If-Match"): "if_match"},
        ),
    },
)


@contextmanager
def serving(office: Transport) -> Iterator[str]:
    """Serve an office over HTTP, with all its headers; yields its URL."""
    turn = threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = self.headers.get("Content-Length")
            body = self.rfile.read(int(length)) if length else None
            headers = tuple(
                ("-".join(part.capitalize() for part in name.split("-")), value)
                for name, value in self.headers.items()
            )
            wire = Wire(method=self.command, target=self.path, headers=headers, body=body)
            with turn:
                reply = office.send([wire])[0]
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - its names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def by_shell(command: str) -> int:
    """Run printed commands; return the status of the last answer."""
    variables = {**os.environ, "TOKEN": "a", "OTHER_TOKEN": "b"}
    script = command.replace("sleep 2", "true")
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=True, env=variables)
    return int(re.findall(rb"HTTP/1\.[01] (\d+)", done.stdout)[-1])


def by_python(code: str) -> int:
    """Run printed lines; return the status that they show."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        try:
            exec(compile(code, "reproduction", "exec"), {})  # noqa: S102 - what is printed
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
    told = re.match(r"(\d{3}) \{", said.getvalue())
    return int(told[1]) if told else 200 if said.getvalue() else 0


@pytest.mark.parametrize("wrong", REPLAYED)
def test_another_process_shows_it_too(
    wrong: str, api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that was never asked before shows what is wrong; a true one does not."""
    for module in (items, updating):
        monkeypatch.setattr(module, "LATER", (0.0,))
    office, api = Office(), api_of(document())
    office.wrong = wrong
    wish = Wish(phases=("rules", "journeys"), rules="off", most=3000)
    credentials = Credentials(auth=("a", "b"))
    outcome = run(api, office, Options(wish=wish, credentials=credentials))
    item = next(item for item in outcome.findings if item.key == WRONGS[wrong][0])
    monkeypatch.setenv("TOKEN", "a")
    monkeypatch.setenv("OTHER_TOKEN", "b")
    monkeypatch.setattr("time.sleep", lambda _: None)
    for faulty in (True, False):
        fresh = Office()
        fresh.wrong = wrong if faulty else ""
        fresh.count = 1000
        with serving(fresh) as url:
            secrets = secrets_of(api)
            command, code = curl(item.case, url, secrets=secrets), shown(item, url, secrets=secrets)
            for status in (by_shell(command), by_python(code)):
                assert (status == item.reply.status) is faulty, (status, command, code)


def test_the_client_shows_headers() -> None:
    """A header that lacks or is wrong is printed, by the client or without it."""
    case = Case(operation="list", kind="valid", expect="accepted", message=BOX)
    ended = "print(answer.status_code, dict(answer.headers))"
    plain = "print(answer.status, dict(answer.headers), answer.read())"
    for status, client in ((200, CLIENT), (401, CLIENT), (200, None)):
        item = found(case, "response-header", status)
        code = shown(item, "http://h", client)
        compile(code, "reproduction", "exec")
        if status < 300 and client is not None:
            assert code.splitlines()[2] == "answer = client.boxes.with_raw_response.list()"
            assert code.endswith(ended)
        else:
            assert code.endswith(plain)
    assert shown(found(case, "response-schema", 200), "http://h", CLIENT).endswith(
        "print(client.boxes.list())"
    )


def test_refusals_are_shown_whole_where_the_status_does_not_tell() -> None:
    """The client raises; what a refusal says is printed without it."""
    case = Case(operation="list", kind="valid", expect="accepted", message=BOX)
    for kind in ("problem-status", "response-schema", "rule-not-named"):
        code = shown(found(case, kind, 422), "http://h", CLIENT)
        assert code.endswith("print(answer.status, dict(answer.headers), answer.read())")
    for kind in ("valid-refused", "server-error", "undocumented-status", "key-refused"):
        code = shown(found(case, kind, 422), "http://h", CLIENT)
        assert code.endswith("print(client.boxes.list())")
    for kind in ("undocumented-status", "put-status"):
        assert "with_raw_response" in shown(found(case, kind, 201), "http://h", CLIENT)


def test_what_is_kept_has_its_tags() -> None:
    """A campaign that was interrupted still knows whose tag a request names."""
    case = Case(operation="list", kind="valid", expect="accepted", message=BOX)
    item = found(replace(case, tagged=case), "stale-etag", 200)
    state = State(
        title="", wish={}, done=0, requests=0, findings=(item,), operations={}, trials={}, made=()
    )
    assert load(json.loads(json.dumps(save(state)))) == state


def test_the_client_takes_tags_of_answers() -> None:
    """The tag of the first version stands in no line: it is what the answer before has."""
    made = Case(
        operation="make",
        kind="valid",
        expect="accepted",
        message=replace(BOX, method="POST", body=b"{}"),
        value={},
        has_value=True,
    )
    asked = replace(made, operation="get", has_value=False, after=made, binds=(("id", "/id"),))
    asked = replace(asked, message=replace(BOX, path="/boxes/{id}"))
    message = replace(asked.message, method="PUT", headers=(("If-Match", '"old"'),))
    put = replace(asked, operation="put", message=message, tagged=asked)
    code = shown(found(replace(put, after=put), "stale-etag", 200), "http://h", CLIENT)
    assert "old" not in code
    assert code.splitlines()[-3:] == [
        'tag = client.boxes.with_raw_response.get(id=made.id).headers["etag"]',
        "client.boxes.replace(id=made.id, if_match=tag)",
        "print(client.boxes.replace(id=made.id, if_match=tag))",
    ]


def found(case: Case, kind: str, status: int) -> Finding:
    """Return a finding."""
    return finding(kind, "It is.", case, Reply(status=status), claim=about(case, "x"))

"""Jobs that actions make elsewhere, on a server made by hand that does one thing wrong."""

import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Guarded, asked_in, reply
from tests.fuzz.test_fuzz_replay_tags import by_python, by_shell, serving

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Finding, Reply
from tallystick.fuzz.reproduction.commands import Common, curl, plain_python
from tallystick.fuzz.reproduction.secrets import secrets_of
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

STATES = ["waiting", "grinding", "done", "failed"]
RIGHT = "/tasks/{}"


def document(header: str = "Location", *, linked: bool = False) -> dict[str, Any]:
    """Return a document of mills, which grind later; linked ones say so in the answer, too."""
    mill = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    fine = {"fine": {"type": "boolean"}}
    task = {
        "type": "object",
        "required": ["id", "status", "fine"],
        "properties": {"id": {"type": "string"}, "status": {"enum": STATES}, **fine},
    }
    asked = {"type": "object", "additionalProperties": False, "properties": fine}
    refused = {each: {"description": "No."} for each in ("400", "401", "404", "409")}
    later: dict[str, Any] = {"description": "Soon."}
    if header:
        later["headers"] = {header: {"schema": {"type": "string"}}}
    if linked:
        link = {"operationId": "getTask", "parameters": {"taskId": "$response.body#/id"}}
        later |= _content(task) | {"links": {"task": link}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mills", "version": "1"},
        "servers": [{"url": "https://mills.example/v3"}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
        "paths": {
            "/mills": {"post": _operation("build", refused, "201", _content(mill))},
            "/mills/{mill}": {
                "parameters": [_named("mill")],
                "get": _operation("get", refused, "200", _content(mill)),
            },
            "/mills/{mill}/grind": {
                "parameters": [_named("mill")],
                "post": _operation("grind", refused, "202", later)
                | {"requestBody": {"required": True, **_plain(asked)}},
            },
            "/tasks/{taskId}": {
                "parameters": [_named("taskId")],
                "get": _operation("getTask", refused, "200", _content(task)),
            },
        },
    }


def _plain(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _content(schema: Any) -> dict[str, Any]:
    return {"description": "It.", **_plain(schema)}


def _named(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _operation(name: str, refused: dict[str, Any], status: str, answer: Any) -> dict[str, Any]:
    return {"operationId": name, "responses": {status: answer, **refused}}


class Mills(Guarded):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "", where: str = RIGHT, header: str = "Location") -> None:
        """Begin without mills; `where` is how tasks are named in a header."""
        self.wrong, self.where, self.header = wrong, where, header
        self.once = False
        self.ground: list[str] = []
        self.mills: list[str] = []
        self.tasks: list[tuple[str, bool]] = []
        self.looks: dict[int, int] = {}
        self.asked: list[str] = []

    def _for(self, who: str, request: Wire) -> Reply:
        self.asked.append(request.target)
        _, kind, name, *rest = [*request.target.split("/"), ""]
        number = int(name) if name.isdecimal() else -1
        if kind == "mills" and request.method == "POST" and not name:
            self.mills.append(who)
            return reply(201, {"id": str(len(self.mills) - 1)})
        if kind == "mills" and 0 <= number < len(self.mills) and self.mills[number] == who:
            return self._ground(who, request) if rest[0] else reply(200, {"id": name})
        if kind == "tasks" and 0 <= number < len(self.tasks) and self.wrong != "lost":
            mine = self.tasks[number][0] == who or self.wrong == "shared"
            shown = self._shown(number)
            other = {"id": f"{number + 1}"} if self.wrong == "other" else {}
            return reply(200, shown | other) if mine else Reply(status=404)
        return Reply(status=404)

    def _ground(self, who: str, request: Wire) -> Reply:
        body = asked_in(request.body)
        if repr(body) not in {"{}", "{'fine': True}", "{'fine': False}"}:
            return Reply(status=400)
        if self.once and request.target in self.ground:
            return Reply(status=409)
        self.ground.append(request.target)
        self.tasks.append((who, body.get("fine", False) and self.wrong != "coarse"))
        number = len(self.tasks) - 1
        return reply(202, self._shown(number), {self.header.lower(): self.where.format(number)})

    def _shown(self, number: int) -> dict[str, Json]:
        looks = self.looks[number] = self.looks.get(number, -1) + 1
        state = STATES[min(looks, 2)] if looks < 4 or self.wrong != "back" else STATES[1]
        return {"id": str(number), "status": state, "fine": self.tasks[number][1]}


@pytest.fixture
def found(api_of: Callable[[Json], Api]) -> Callable[..., Outcome]:
    """Return a function that runs a campaign against mills."""

    def start(mills: Mills, header: str = "Location", *, linked: bool = False) -> Outcome:
        wish = Wish(phases=("rules", "journeys"), rules="off", most=600)
        options = Options(wish=wish, credentials=Credentials(auth=("a", "b")))
        return run(api_of(document(header, linked=linked)), mills, options)

    return start


WRONGS = {
    "lost": "valid-refused getTask request:valid",
    "back": "state-order getTask lifecycle:order done-grinding",
    "other": "identity getTask response:identity /id",
    "shared": "other-caller-served getTask request:owner",
}


@pytest.mark.parametrize("header", ["Location", "Operation-Location", "Content-Location", ""])
def test_true_mills(header: str, found: Callable[..., Outcome]) -> None:
    """Nothing is found, whatever leads to a task or not."""
    assert found(Mills(header=header or "Location"), header, linked=not header).findings == ()


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("wrong", WRONGS)
def test_wrong_mills(wrong: str, linked: bool, found: Callable[..., Outcome]) -> None:  # noqa: FBT001 - a parameter of a test
    """What an action makes is followed, be it named by the answer or by a header alone."""
    outcome = found(Mills(wrong), "" if linked else "Location", linked=linked)
    assert WRONGS[wrong] in {item.key for item in outcome.findings}, outcome.findings


@pytest.mark.parametrize("once", [False, True])
def test_an_action_answers_with_another_job(once: bool, found: Callable[..., Outcome]) -> None:  # noqa: FBT001 - a case
    """What an answer says of a job is compared with what was asked for.

    Where a mill grinds once only, most bodies are sent to mills that are made for them.
    """
    mills = Mills("coarse")
    mills.once = once
    keys = {item.key for item in found(mills, "", linked=True).findings}
    assert "echo grind response:echo /fine" in keys


@pytest.mark.parametrize(
    ("where", "leads"),
    [
        (RIGHT, True),
        ("/v3/tasks/{}", True),
        ("../../tasks/{}", True),
        ("../../tasks/{}/?now", True),
        ("/v4/tasks/{}", False),
        ("/mills/7/tasks/{}", False),
        ("https://elsewhere.example/tasks/{}", False),
        ("//[", False),
        ("tasks/{}", False),
    ],
)
def test_where_a_header_leads(where: str, leads: bool, found: Callable[..., Outcome]) -> None:  # noqa: FBT001 - a parameter of a test
    """Addresses are read as such: relative to the request's, below a base, on this host alone."""
    mills = Mills(where=where)
    assert found(mills).findings == ()
    assert (mills.asked.count("/tasks/0") > 2) is leads


def test_what_is_not_declared_is_not_followed(found: Callable[..., Outcome]) -> None:
    """A header that the document does not list promises nothing."""
    assert found(Mills("lost", where=RIGHT), "").findings == ()


def test_a_reproduction_reads_the_header_anew(
    found: Callable[..., Outcome], api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands for what a header led to work on a server that was never asked before."""
    outcome = found(Mills("lost"))
    lost = next(item for item in outcome.findings if item.key == WRONGS["lost"])
    monkeypatch.setenv("TOKEN", "a")
    for wrong, status in (("lost", 404), ("", 200)):
        assert _replayed(lost, api_of, wrong) == (status, status)


def _replayed(item: Finding, api_of: Callable[[Json], Api], wrong: str) -> tuple[int, int]:
    secrets = secrets_of(api_of(document()))
    with serving(Mills(wrong, where="/tasks/{}")) as url:
        command = curl(item.case, url, secrets=secrets)
        lines = plain_python(item.case, Common(url=url, secrets=secrets), whole=True)
        try:
            shell = by_shell(command)
        except subprocess.CalledProcessError as error:
            pytest.fail(f"{command}\n{error.stderr}")
        return shell, by_python("\n".join(lines).replace("sleep(2)", "sleep(0)"))

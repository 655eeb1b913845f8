"""Schemathesis inside a campaign: silent on a true server, one report, the same again."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.schemathesis import phase as schemathesis_phase
from tallystick.fuzz.schemathesis.proxy import Proxy
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.serve import app

Campaign = Callable[..., Outcome]
ALONE = {"phases": ("schemathesis",), "most": 400}


@pytest.mark.parametrize("seed", [1])
def test_no_false_alarm(campaign: Campaign, seed: int) -> None:
    """Its valid data keeps the rules, its opinions are no errors; who answers it alone is heard."""
    outcome = campaign(seed=seed, **ALONE)
    assert [item.key for item in outcome.findings] == []
    assert outcome.notes == ()
    assert outcome.heard
    assert 20 < outcome.requests <= 40


def odd_status(document: dict[str, Any]) -> None:
    """Answer creations with a status that the true document does not have."""
    answers = document["paths"]["/boxes"]["post"]["responses"]
    answers["202"] = answers.pop("201")


def test_what_ours_see_too_is_told_once(campaign: Campaign) -> None:
    """An undocumented status is a finding of ours, with our identity."""
    outcome = campaign(odd_status, **ALONE)
    keys = [item.key for item in outcome.findings]
    assert keys == ["undocumented-status makeBox response:status 202"]


def nowhere(document: dict[str, Any]) -> None:
    """Say nothing of where a box is that is done, as it is at once."""
    machine = document["components"]["schemas"]["Box"]["x-lifecycle"]
    machine |= {"outputs": [], "initial": "done", "states": {"done": {"next": []}}}


def test_states_are_looked_at_in_its_answers(campaign: Campaign) -> None:
    """What it makes nobody follows, so each answer is judged by the state that it shows."""
    outcome = campaign(nowhere, **ALONE)
    found = {item.kind: item.claim.at for item in outcome.findings}
    assert found == {"state-requires": "done.place"}


def open_door(document: dict[str, Any]) -> None:
    """Ask nobody for credentials."""
    document["security"] = []


def test_its_checks_are_findings(campaign: Campaign) -> None:
    """Identified by operation and check, with a request that holds no secret."""
    outcome = campaign(open_door, **ALONE)
    found = {item.key: item for item in outcome.findings}
    ignored = found["schemathesis makeBox schemathesis:ignored_auth"]
    assert ignored.weight == "error"
    assert "mine" not in repr(ignored.case)
    assert ignored.case.message.caller in {"none", "wrong"}


def test_requests_are_the_same_for_a_seed(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that take nothing from answers; and the secret is put in when they are sent."""
    sent: list[list[Wire]] = [[], []]
    relay = Sender.relay
    for seen in sent:

        def note(self: Sender, wire: Wire, seen: list[Wire] = seen) -> Any:
            seen.append(wire)
            return relay(self, wire)

        monkeypatch.setattr(Sender, "relay", note)
        campaign(seed=3, **ALONE)
    first, again = ([wire for wire in seen if wire.method == "POST"] for seen in sent)
    assert first == again
    assert len(first) > 12
    carried = [dict(wire.headers).get("authorization") for wire in first]
    assert carried.count("Bearer mine") > 12
    assert not any("tally-own" in (value or "") for value in carried)


def test_it_is_left_out_where_it_is_not_installed(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says so."""
    monkeypatch.setattr(schemathesis_phase, "find_spec", lambda _: None)
    outcome = campaign(phases=("schemathesis",))
    assert outcome.requests == 0
    assert outcome.notes == (schemathesis_phase.MISSING,)


def test_another_shard_leaves_it_out(campaign: Campaign) -> None:
    """It cannot be divided: the first shard has it."""
    assert campaign(phases=("schemathesis",), shard=(2, 2)).requests == 0


def test_a_document_without_schemes(document: dict[str, Any], api_of: Callable[[Any], Api]) -> None:
    """A secret that nothing asks for is no mistake."""
    del document["security"]
    del document["components"]["securitySchemes"]
    api = api_of(document)
    transport = InProcess(app(api))
    wish = Wish(phases=("schemathesis",), most=200)
    outcome = run(api, transport, Options(wish=wish, credentials=Credentials(auth=("mine",))))
    transport.close()
    assert outcome.findings == ()
    assert outcome.requests > 5


def test_what_breaks_a_rule_of_a_form_may_be_refused(api_of: Callable[[Any], Api]) -> None:
    """Schemathesis knows no rules, and of a form nobody reads back whether it keeps them."""
    form = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": ["photo", "note"]}, "width": {"type": "integer"}},
        "additionalProperties": False,
        "x-validations": [{"id": "wide", "rule": "self.kind != 'note' || !has(self.width)"}],
    }
    refused = {"description": ".", "content": {"application/json": {"schema": {}}}}
    operation = {
        "operationId": "attach",
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": form}},
        },
        "responses": {"204": {"description": "."}, "4XX": refused},
    }
    info = {"title": "T", "version": "1"}
    api = api_of({"openapi": "3.1.0", "info": info, "paths": {"/files": {"post": operation}}})

    wish = Wish(phases=("schemathesis",), most=400)
    transport = InProcess(app(api))
    outcome = run(api, transport, Options(wish=wish))
    transport.close()
    assert outcome.requests > 8
    assert [item.key for item in outcome.findings] == []


def answering(answer: Callable[[dict[str, str], bytes], int]) -> Callable[..., Awaitable[None]]:
    """Return an app that answers with a status, chosen by headers and body, and nothing else."""

    async def called(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while True:
            part = await receive()
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        status = answer(headers, body)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return called


def kept(headers: dict[str, str], body: bytes) -> int:
    """Change what has a condition that holds, and of XML what says nothing of null."""
    if "xml" in headers.get("content-type", ""):
        return 422 if b"null" in body else 204
    if headers.get("if-match", "*") != "*":
        return 412
    return 204 if "if-match" in headers else 422


def tagged(media_type: str, schema: Any) -> dict[str, Any]:
    """Return an operation that takes a body, and answers without one."""
    refused = {"description": "."}
    body = {"required": True, "content": {media_type: {"schema": schema}}}
    return {"requestBody": body, "responses": {"204": refused, "412": refused, "422": refused}}


def test_what_is_refused_for_a_condition_or_cannot_be_written_is_no_finding(
    api_of: Callable[[Any], Api],
) -> None:
    """A tag that no version has is refused rightly, and so is a null that XML has no text for."""
    match = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
    color = {"type": ["string", "null"], "enum": ["red", None]}
    paint = {"type": "object", "required": ["color"], "properties": {"color": color}}
    put = {**tagged("application/json", {}), "operationId": "keep", "parameters": [match]}
    post = {**tagged("application/xml", paint), "operationId": "mix"}
    paths = {"/wall": {"put": put}, "/paint": {"post": post}}
    api = api_of({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths})
    wish = Wish(seed=1, phases=("schemathesis",), most=600)
    transport = InProcess(answering(kept))
    outcome = run(api, transport, Options(wish=wish))
    transport.close()
    refusals = {key.split(" ")[-1] for key in (item.key for item in outcome.findings)}
    assert "schemathesis:positive_data_acceptance" not in refusals
    assert outcome.requests > 8


def test_a_document_that_it_cannot_read_has_nothing_to_send(api_of: Callable[[Any], Api]) -> None:
    """Where `paths` is no mapping it would end in an error."""
    api = api_of({"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": []})
    transport = InProcess(app(api))
    outcome = run(api, transport, Options(wish=Wish(phases=("schemathesis",))))
    transport.close()
    assert (outcome.requests, outcome.findings) == (0, ())


def test_its_requests_are_logged(box: Api) -> None:
    """By phase, the same for a seed: without secrets, and without the ids that answers gave."""
    logs: list[list[str]] = [[], []]
    for log in logs:
        transport = InProcess(app(box, token=["mine"]))
        wish = Wish(seed=3, phases=("schemathesis",), most=400)
        options = Options(wish=wish, credentials=Credentials(auth=("mine",)))
        try:
            run(box, transport, options, log=log)
        finally:
            transport.close()
    assert logs[0] == logs[1]
    kinds = {line.partition(" ")[0] for line in logs[0]}
    assert kinds == {f"schemathesis:{name}" for name in ("coverage", "fuzzing", "stateful")}
    assert any("/boxes/{given}" in line for line in logs[0])
    assert any("Bearer $TOKEN" in line for line in logs[0])
    assert not any("mine" in line for line in logs[0])


def test_resources_of_others_are_spared() -> None:
    """A request that would change one is not passed on, whatever its path goes through."""
    wires: list[Wire] = []

    class Passing:
        """Takes what is passed on."""

        room = 100
        has_ended = False

        def note(self, line: str) -> None:
            """Log nothing."""

        def relay(self, wire: Wire) -> Reply:
            """Answer anything."""
            wires.append(wire)
            return Reply(status=204)

    sender: Any = Passing()
    proxy = Proxy(sender, Credentials(), 100)
    proxy.spared = frozenset({"ours", "a b"})
    for method, target in (
        ("DELETE", "/boxes/ours"),
        ("PATCH", "/boxes/a%20b/lid?x=1"),
        ("PUT", "/boxes/theirs?id=ours"),
        ("GET", "/boxes/ours"),
    ):
        proxy._pass(Wire(method=method, target=target, headers=(), body=None))  # noqa: SLF001 - the part under test
    assert [wire.method for wire in wires] == ["PUT", "GET"]

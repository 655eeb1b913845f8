"""Forms and parameters: made at their edges and past them, and judged by a true server."""

import copy
import json
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import echo
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import BOUNDARY
from tallystick.fuzz.requests.plan import Wish, plan
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.serve import app

PROBLEM = {"description": "Refused.", "content": {"application/problem+json": {"schema": {}}}}
REFUSALS = dict.fromkeys(("400", "404", "415", "422"), PROBLEM)
LETTER: dict[str, Any] = {
    "type": "object",
    "required": ["to", "pages"],
    "additionalProperties": False,
    "properties": {
        "to": {"type": "string", "minLength": 2, "maxLength": 12},
        "pages": {"type": "integer", "minimum": 1, "maximum": 40},
        "class": {"enum": ["first", "second"]},
        "copies": {"type": "array", "items": {"type": "string"}, "maxItems": 3, "minItems": 1},
        "signed": {"type": "boolean"},
    },
    "x-validations": [
        {
            "id": "first-is-short",
            "rule": "!has(self['class']) || self['class'] != 'first' || self.pages <= 10",
            "message": "first class takes ten pages",
        }
    ],
}
LETTER["x-validations"][0]["rule"] = "!has(self.signed) || !self.signed || self.pages <= 10"


def operation(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return an operation that takes a form."""
    return {
        "requestBody": {"required": True, "content": {media_type: {"schema": schema}}},
        "responses": {"204": {"description": "Taken."}, **REFUSALS},
    }


def document() -> dict[str, Any]:
    """Return a document with forms, and with parameters in every place."""
    upload = copy.deepcopy(LETTER)
    upload["properties"]["scan"] = {"type": "string", "format": "binary"}
    parameters = [
        {"name": "box", "in": "path", "required": True, "schema": {"enum": ["in", "out"]}},
        {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": 50},
        },
        {
            "name": "tag",
            "in": "query",
            "schema": {"type": "array", "items": {"type": "string", "maxLength": 4}, "maxItems": 2},
        },
        {
            "name": "ids",
            "in": "query",
            "style": "pipeDelimited",
            "explode": False,
            "schema": {"type": "array", "items": {"type": "integer"}, "minItems": 2},
        },
        {"name": "X-Trace", "in": "header", "schema": {"type": "string", "pattern": "^[a-f]{4}$"}},
        {"name": "theme", "in": "cookie", "schema": {"enum": ["dark", "light"]}},
    ]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Letters", "version": "1"},
        "paths": {
            "/letters": {
                "post": {
                    "operationId": "send",
                    **operation("application/x-www-form-urlencoded", LETTER),
                },
                "put": {"operationId": "scan", **operation("multipart/form-data", upload)},
            },
            "/letters/{box}": {
                "get": {
                    "operationId": "list",
                    "parameters": parameters,
                    "responses": {"204": {"description": "None."}, **REFUSALS},
                }
            },
        },
    }


def single(posted: dict[str, Any]) -> dict[str, Any]:
    """Return a document with one operation."""
    info = {"title": "Letters", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {"/letters": {"post": posted}}}


def api_of(source: dict[str, Any]) -> Api:
    """Return the API of a document."""
    parsed, found = parse_text(json.dumps(source).encode(), "letters.json")
    assert parsed is not None, found
    resolved, found = resolve(parsed)
    assert resolved is not None, found
    api, found = lower(resolved)
    assert api is not None, found
    return api


@pytest.fixture(scope="module")
def letters() -> Api:
    """Return the API."""
    return api_of(document())


def outcome(api: Api, served: dict[str, Any]) -> Outcome:
    """Try a server of a document by the true API."""
    transport = InProcess(app(api_of(served)))
    try:
        return run(api, transport, Options(wish=Wish()))
    finally:
        transport.close()


def test_a_true_server_has_no_findings(letters: Api) -> None:
    """All valid forms are taken, all others refused."""
    result = outcome(letters, document())
    assert [finding.key for finding in result.findings] == []
    assert result.operations["send"].accepted >= 12
    assert result.operations["scan"].accepted >= 12
    assert result.operations["list"].valid >= 6


BREAKS = {
    "send schema:required /to": "/letters post required to",
    "send schema:maximum /pages": "/letters post maximum pages",
    "scan schema:enum /class": "/letters put enum class",
    "scan first-is-short": "/letters put rule",
}


@pytest.mark.parametrize("claim", list(BREAKS))
def test_a_claim_that_is_not_kept_is_found(letters: Api, claim: str) -> None:
    """By the request that breaks it alone."""
    source = document()
    path, method, what, *name = BREAKS[claim].split()
    (content,) = source["paths"][path][method]["requestBody"]["content"].values()
    schema = content["schema"] = copy.deepcopy(content["schema"])
    if what == "required":
        schema["required"].remove("to")
    elif what == "rule":
        del schema["x-validations"]
    elif what == "enum":
        schema["properties"]["class"] = {"type": "string"}
    else:
        del schema["properties"][name[0]][what]
    found = {finding.key for finding in outcome(letters, source).findings}
    assert f"invalid-accepted {claim}" in found


def test_every_form_says_what_it_means(letters: Api) -> None:
    """Forms are encoded as their media type says; files have names."""
    cases = plan(letters, Judging(letters), Wish()).cases
    forms = [case for case in cases if case.operation == "send" and case.message.body]
    assert all(case.message.body.isascii() for case in forms if case.message.body)
    uploads = [case.message.body for case in cases if case.operation == "scan"]
    assert any(b'name="scan"; filename=' in body for body in uploads if body)
    assert all(body.endswith(f"--{BOUNDARY}--\r\n".encode()) for body in uploads if body)


def test_parameters_at_their_edges_and_past_them(letters: Api) -> None:
    """Lists by their style, numbers at their bounds, texts by their pattern."""
    cases = [it for it in plan(letters, Judging(letters), Wish()).cases if it.operation == "list"]
    accepted = {case.message.target for case in cases if case.expect == "accepted"}
    refused = {case.message.target for case in cases if case.expect == "refused"}
    assert {"/letters/in?limit=1", "/letters/in?limit=50"} <= accepted
    assert {"/letters/in?limit=0", "/letters/in?limit=51"} <= refused
    assert any(it.count("tag=") == 2 for it in accepted)
    assert any(it.count("|") or it.count("%7C") for it in accepted)
    assert any(it.count("tag=") == 3 for it in refused)
    headers = [dict(case.message.headers) for case in cases if case.expect == "refused"]
    assert any("X-Trace" in it for it in headers)
    assert any("theme=" in it.get("Cookie", "") for it in headers)


def both_ways() -> dict[str, Any]:
    """Return a document with an operation that takes JSON of one kind, or a form of another."""
    source = document()
    note = {
        "type": "object",
        "required": ["text"],
        "additionalProperties": False,
        "properties": {"text": {"type": "string", "minLength": 3, "maxLength": 9}},
    }
    (form,) = source["paths"]["/letters"]["put"]["requestBody"]["content"].values()
    taken = source["paths"]["/letters"]["post"]
    taken["requestBody"]["content"] = {
        "application/json": {"schema": note},
        "multipart/form-data": form,
    }
    kept = {"pages": {"type": "integer"}, "signed": {"type": "boolean"}, "text": {}}
    shown = {"type": "object", "properties": kept}
    taken["responses"]["200"] = {
        "description": "Kept.",
        "content": {"application/json": {"schema": shown}},
    }
    del taken["responses"]["204"]
    return source


def test_a_form_beside_json_is_sent_too() -> None:
    """What it is to have, and what it is not to be; a claim says that it is of the form."""
    api = api_of(both_ways())
    cases = [it for it in plan(api, Judging(api), Wish()).cases if it.operation == "send"]
    forms = [it for it in cases if it.told is not None]
    assert {"accepted", "refused"} <= {it.expect for it in forms}
    assert {"accepted", "refused"} <= {it.expect for it in cases if it.has_value}
    claims = {it.claim.key for it in forms if it.claim}
    assert "send schema:required /to (multipart/form-data)" in claims
    assert "send first-is-short (multipart/form-data)" in claims
    assert "send schema:minLength /text" in {it.claim.key for it in cases if it.claim}


def test_what_a_form_beside_json_asked_for_is_shown() -> None:
    """An answer is compared with the form, by the type of the form."""
    api = api_of(both_ways())
    scene = Scene(api, Judging(api))
    told: dict[str, Any] = {"to": "me", "pages": 3, "signed": True}
    message = Message(method="POST", path="/letters")
    case = Case(operation="send", kind="valid", expect="accepted", message=message, told=told)

    def found(shown: dict[str, Any]) -> list[str]:
        create = scene.operations["send"]
        return [it.claim.at for it in echo.shown(scene, case, Reply(status=200), create, shown)]

    assert found({"pages": 3, "signed": True}) == []
    assert found({"pages": 3, "signed": False}) == ["/signed"]


def test_files_are_as_long_in_bytes_as_in_characters() -> None:
    """What counts bytes and what counts characters must both find a form right, or wrong."""
    upload = copy.deepcopy(LETTER)
    upload["properties"]["scan"] = {"type": "string", "format": "binary", "maxLength": 9}
    upload["properties"]["scan"]["minLength"] = 3
    api = api_of(single(operation("multipart/form-data", upload)))
    made = plan(api, Judging(api), Wish(seed=1, most=400)).cases
    told = [
        (it, scan)
        for it in made
        if isinstance(it.told, dict) and isinstance(scan := it.told.get("scan"), str)
    ]
    good = [scan for it, scan in told if it.expect == "accepted"]
    assert {3, 9} <= {len(scan) for scan in good}
    assert all(3 <= len(scan.encode()) <= 9 for scan in good)
    names = {"schema:minLength", "schema:maxLength"}
    at = "/scan"
    long = [scan for it, scan in told if it.claim and it.claim.at == at and it.claim.name in names]
    assert {len(scan) for scan in long} >= {2, 10}
    assert not [scan for scan in long if 3 <= len(scan.encode()) <= 9]

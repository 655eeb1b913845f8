"""Documents as others write them: a server that keeps one passes its campaign."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging, compact
from tallystick.fuzz.bodies.variants import DEPTH, Variants
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Case, Message, Weight
from tallystick.fuzz.requests.plan import Plan, Wish, plan
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api, Doc
from tallystick.serve.apps import app
from tallystick.text import Json

TEXT: Any = {"type": "string"}
BOX: Any = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}


def told(*statuses: str, schema: Json) -> Any:
    """Return responses that all show one schema."""
    content = {"application/json": {"schema": schema}}
    return {"responses": {it: {"description": ".", "content": content} for it in statuses}}


def taken(schema: Json) -> Any:
    """Return a request body."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def tried(api: Api, most: int = 400) -> Outcome:
    """Return the outcome of a campaign against the reference server of the same document."""
    transport = InProcess(app(api))
    try:
        wish = Wish(most=most, phases=("rules", "protocol", "variants", "journeys"))
        return run(api, transport, Options(wish=wish))
    finally:
        transport.close()


def kinds(outcome: Outcome) -> dict[str, Weight]:
    """Return the kinds of findings with the weight of one."""
    return {item.kind: item.weight for item in outcome.findings}


def nested(levels: int, last: Json) -> Json:
    """Return an object with another one in it, and so on."""
    for _ in range(levels):
        last = {"in": last}
    return last


def test_bodies_may_be_deeper_than_variants_look(api_of: Callable[[Json], Api]) -> None:
    """A member that one body has down there, and another one lacks, is left alone."""
    box: Any = {"type": "object", "properties": {"in": {"$ref": "#/components/schemas/Box"}}}
    box["properties"]["name"] = TEXT
    paths: Any = {
        "/boxes": {"post": {"operationId": "make", **taken(box)} | told("201", schema=box)}
    }
    document: Any = {"openapi": "3.1.0", "info": {"title": "Boxes", "version": "1"}}
    api = api_of({**document, "paths": paths, "components": {"schemas": {"Box": box}}})
    body = api.operations[0].body
    assert body is not None
    assert body.contents[0].type is not None
    cases = []
    for value in (nested(DEPTH, {"name": "a"}), nested(DEPTH, {}), nested(2, {"name": "a"})):
        message = Message(method="POST", path="/boxes", body=compact(value))
        beside: Any = {"message": message, "value": value, "has_value": True}
        cases.append(Case(operation="make", kind="valid", expect="accepted", **beside))
    variants = Variants(Judging(api), body.contents[0].type, cases, seed=1, statuses=("stated",))
    assert variants.next() is not None


def test_who_looks_at_what_was_made_sends_what_that_needs(api_of: Callable[[Json], Api]) -> None:
    """A version in a header or the query is required of every request, and no answer tells it."""
    version: Any = {"name": "api-version", "in": "header", "required": True}
    version["schema"] = {"type": "string", "enum": ["2025.0"]}
    tenant: Any = {"name": "tenant", "in": "query", "required": True}
    tenant["schema"] = {"type": "string", "pattern": "^t[0-9]+$"}
    at: Any = {"name": "box_id", "in": "path", "required": True, "schema": TEXT}
    make: Any = {"operationId": "makeBox", "parameters": [version, tenant], **taken(BOX)}
    get: Any = {"operationId": "getBox", "parameters": [at, version, tenant]}
    paths: Any = {
        "/boxes": {"post": make | told("201", "400", schema=BOX)},
        "/boxes/{box_id}": {"get": get | told("200", "400", "404", schema=BOX)},
    }
    info: Any = {"title": "Boxes", "version": "1"}
    outcome = tried(api_of({"openapi": "3.1.0", "info": info, "paths": paths}))
    assert "valid-refused" not in kinds(outcome)
    assert outcome.operations["getBox"].accepted


def test_what_only_the_server_sends_makes_no_body_wrong(api_of: Callable[[Json], Api]) -> None:
    """A readOnly member may hold anything: a variant that has it takes what is there."""
    variants: Any = [
        {"type": "object", "properties": {"size": TEXT}},
        {"type": "object", "properties": {"made": {"type": "string", "readOnly": True}}},
    ]
    make: Any = {"operationId": "makeBox", **taken({"anyOf": variants})}
    paths: Any = {"/boxes": {"post": make | told("200", "400", schema={"type": "object"})}}
    info: Any = {"title": "Boxes", "version": "1"}
    outcome = tried(api_of({"openapi": "3.1.0", "info": info, "paths": paths}))
    assert "invalid-accepted" not in kinds(outcome)


def test_nobody_says_that_what_has_no_name_is_not_there(api_of: Callable[[Json], Api]) -> None:
    """Without a 404 in the document no request for a stranger is an error."""
    at: Any = {"name": "box_id", "in": "path", "required": True, "schema": TEXT}
    link: Any = {"operationId": "listOf", "parameters": {"box_id": "$response.body#/id"}}
    get: Any = {"operationId": "getBox", "parameters": [at], **told("200", schema=BOX)}
    get["responses"]["200"]["links"] = {"things": link}
    listed: Any = {"operationId": "listOf", "parameters": [at]}
    paths: Any = {
        "/boxes/{box_id}": {"get": get},
        "/things/{box_id}": {"get": listed | told("200", schema={"type": "array", "items": BOX})},
    }
    info: Any = {"title": "Boxes", "version": "1"}
    outcome = tried(api_of({"openapi": "3.1.0", "info": info, "paths": paths}))
    asked = {item.claim.at: item.weight for item in outcome.findings}
    assert asked["any text"] is Weight.WARNING


def test_words_are_told_apart_whatever_the_examples_are() -> None:
    """Examples that are objects have no hash, and what a document says beside them has one."""
    one, other = Doc(examples=({"a": [1]},)), Doc(examples=({"a": [2]},))
    assert {one, other, Doc(examples=({"a": [1]},))} == {one, other}
    assert len({one, other}) == 2


@pytest.mark.parametrize("status", ["100", "101", "404"])
def test_what_ends_no_request_is_no_answer(api_of: Callable[[Json], Api], status: str) -> None:
    """A server has no other way than to say something else, and who wrote the document is told."""
    watch: Any = {"operationId": "watch", "responses": {status: {"description": "."}}}
    info: Any = {"title": "Boxes", "version": "1"}
    document: Any = {"openapi": "3.1.0", "info": info, "paths": {"/watch": {"get": watch}}}
    found = tried(api_of(document)).findings
    assert [(item.kind, item.weight, item.reply.status) for item in found] == [
        ("undocumented-status", Weight.WARNING, 200)
    ]
    assert "no final answer but refusals" in found[0].sentence


def sending(media_type: str, schema: Json, *, required: bool = True) -> Any:
    """Return paths with one operation that takes a body of a media type."""
    content: Any = {media_type: {} if schema is None else {"schema": schema}}
    keep: Any = {"operationId": "keep", "requestBody": {"required": required, "content": content}}
    info: Any = {"title": "Boxes", "version": "1"}
    paths: Any = {"/keep": {"post": {**keep, "responses": {"204": {"description": "Kept."}}}}}
    return {"openapi": "3.1.0", "info": info, "paths": paths}


def made_of(api: Api) -> Plan:
    """Return the requests that are planned for an API."""
    return plan(api, Judging(api), Wish())


@pytest.mark.parametrize(
    ("media_type", "schema", "sent"),
    [
        ("application/octet-stream", None, ("application/octet-stream", b"a paper boat")),
        ("application/*", {"type": "string"}, ("application/octet-stream", b"a paper boat")),
        (
            "application/octet-stream",
            {"type": "string", "minLength": 14},
            ("application/octet-stream", b"a paper boat.."),
        ),
        (
            "application/octet-stream",
            {"type": "string", "maxLength": 3},
            ("application/octet-stream", b"a p"),
        ),
        ("text/plain", None, ("text/plain", b"a paper boat")),
        ("text/*; charset=utf-8", {"const": "go"}, ("text/plain", b"go")),
    ],
)
def test_bytes_and_plain_texts_are_sent(
    api_of: Callable[[Json], Api], media_type: str, schema: Json, sent: tuple[str, bytes]
) -> None:
    """Such a body is made, and the server may say more of it than that it is there."""
    made = made_of(api_of(sending(media_type, schema)))
    first = next(case for case in made.cases if case.kind == "valid")
    assert (dict(first.message.headers)["Content-Type"], first.message.body) == sent
    assert first.expect == "documented"


@pytest.mark.parametrize("media_type", ["image/png", "text/csv", "application/xml"])
def test_what_is_not_made_is_said(api_of: Callable[[Json], Api], media_type: str) -> None:
    """A body that must be there and has a form of its own leaves the operation out, not unsaid."""
    made = made_of(api_of(sending(media_type, {"type": "string"})))
    assert not [case for case in made.cases if case.kind == "valid"]
    told = [(gap.claim.name, gap.reason) for gap in made.gaps]
    assert told == [("request:body", f"no bodies of {media_type} are made")]
    without = made_of(api_of(sending(media_type, None, required=False)))
    assert [case.message.body for case in without.cases if case.kind == "valid"] == [None]
    assert not without.gaps

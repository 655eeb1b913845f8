"""What a list or a resource shows that somebody made before comes first in its reproduction."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case, Finding, Message, Reply, Sent
from tallystick.fuzz.oracles import judged
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.reproduction.client_calls import ClientCall, GeneratedClient, python
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.reproduction.courses import course
from tallystick.fuzz.reproduction.tracing import FEW, Tracing
from tallystick.ir import Api
from tallystick.text import Json

BOX: Any = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string", "maxLength": 4}},
}


def said(schema: Json) -> dict[str, Any]:
    """Return a response."""
    return {"description": "Yes.", "content": {"application/json": {"schema": schema}}}


@pytest.fixture
def scene(api_of: Callable[[Json], Api]) -> Scene:
    """Boxes that are made, listed and changed."""
    named: Any = {"application/json": {"schema": {"type": "object"}}}
    page: Any = {"type": "object", "properties": {"boxes": {"type": "array", "items": BOX}}}
    at: Any = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    api = api_of(
        {
            "openapi": "3.1.0",
            "info": {"title": "Boxes", "version": "1"},
            "paths": {
                "/boxes": {
                    "post": {
                        "operationId": "make",
                        "requestBody": {"content": named},
                        "responses": {"201": said(BOX)},
                    },
                    "get": {"operationId": "list", "responses": {"200": said(page)}},
                },
                "/boxes/{id}": {
                    "parameters": [at],
                    "get": {"operationId": "get", "responses": {"200": said(BOX)}},
                    "patch": {
                        "operationId": "change",
                        "requestBody": {"content": named},
                        "responses": {"200": said(BOX)},
                    },
                },
            },
        }
    )
    return Scene(api, Judging(api))


def reply(value: Json, status: int = 200) -> Reply:
    """Return an answer."""
    body = json.dumps(value).encode()
    return Reply(status=status, headers={"content-type": "application/json"}, body=body)


def made(box: str, name: str) -> Sent:
    """Return what made a box."""
    message = Message(method="POST", path="/boxes", body=json.dumps({"name": name}).encode())
    case = Case(
        operation="make",
        kind="valid",
        expect="accepted",
        message=message,
        value={"name": name},
        has_value=True,
    )
    return Sent(case=case, reply=reply({"id": box, "name": name}, 201), given={})


def changed(first: Sent, box: str, body: Json, name: str) -> Sent:
    """Return what changed a box."""
    message = Message(method="PATCH", path="/boxes/{id}", body=json.dumps(body).encode())
    case = Case(
        operation="change",
        kind="valid",
        expect="accepted",
        message=message,
        takes="make",
        after=first.case,
        binds=(("id", "/id"),),
    )
    return Sent(case=case, reply=reply({"id": box, "name": name}), given={"id": box})


LIST = Case(
    operation="list",
    kind="valid",
    expect="accepted",
    message=Message(method="GET", path="/boxes"),
)
GOOD, LONG, SHORT = made("b1", "a"), made("b2", "far too long"), made("b3", "c")


def found(scene: Scene, case: Case, answered: Reply) -> Finding:
    """Return the one finding about an answer."""
    (item,) = judged(scene, case, answered)
    return item


def shown(*boxes: Sent) -> Reply:
    """Return a page."""
    return reply({"boxes": [json.loads(each.reply.body) for each in boxes]})


def test_the_wrong_item_of_a_list_is_made_first(scene: Scene) -> None:
    """Just that one: the others are as they should be."""
    item = found(scene, LIST, shown(GOOD, LONG, SHORT))
    traced = Tracing(scene, [GOOD, LONG, SHORT]).traced(item)
    assert course(traced.case) == [LONG.case, traced.case]
    assert [line[:14] for line in curl(traced.case, "http://h").splitlines()] == [
        "curl -i -X POS",
        "curl -i -X GET",
    ]


def test_what_changed_it_comes_between(scene: Scene) -> None:
    """The item is as it was changed, and its id is that of the new one."""
    late = changed(GOOD, "b1", {"name": "far too long"}, "far too long")
    page = reply({"boxes": [{"id": "b1", "name": "far too long"}]})
    traced = Tracing(scene, [SHORT, GOOD, late]).traced(found(scene, LIST, page))
    assert [each.operation for each in course(traced.case)] == ["make", "change", "list"]
    commands = curl(traced.case, "http://h")
    assert commands.index("P_ID=$(") < commands.index('boxes/"$P_ID"')
    code = python(traced.case, "http://h")
    assert "made = json.load(urlopen(request))" in code
    compile(code, "reproduction", "exec")


def test_two_changed_items_have_ids_of_their_own(scene: Scene) -> None:
    """The second one is not changed by the id of the first."""
    sent = [GOOD, changed(GOOD, "b1", {}, "a"), SHORT, changed(SHORT, "b3", {}, "c")]
    item = finding("list-total", "Two.", LIST, shown(GOOD, SHORT), claim=about(LIST, "list:total"))
    traced = Tracing(scene, sent).traced(item)
    assert [each.operation for each in course(traced.case)] == [*["make", "change"] * 2, "list"]
    assert curl(traced.case, "http://h").count("P_ID=$(") == 2
    calls = {
        "list": ClientCall(method="boxes.list"),
        "make": ClientCall(
            method="boxes.create", members={"name": "name"}, attributes={"id": "id"}
        ),
        "change": ClientCall(method="boxes.change", parameters={("path", "id"): "id"}),
    }
    client = GeneratedClient(package="boxes", name="Boxes", calls=calls)
    assert python(traced.case, "http://h", client).startswith("# ")


def test_few_are_made_and_only_where_items_count(scene: Scene) -> None:
    """A page of many, an empty one, and a finding about the request itself."""
    many = [made(f"m{number}", "a") for number in range(FEW + 3)]
    item = finding("list-total", "Two.", LIST, shown(*many), claim=about(LIST, "list:total"))
    tracing = Tracing(scene, many)
    assert len(tracing.traced(item).case.before) == FEW
    for claim, answered in (("list:total", shown()), ("request:valid", shown(*many))):
        other = finding("odd", "Odd.", LIST, answered, claim=about(LIST, claim))
        assert tracing.traced(other) is other
    refused = finding("list-total", "No.", LIST, reply({}, 400), claim=about(LIST, "list:total"))
    assert tracing.traced(refused) is refused


def test_an_earlier_change_that_is_still_seen_comes_first(scene: Scene) -> None:
    """Who changes something else gets the answer that an earlier change made wrong."""
    early = changed(GOOD, "b1", {"name": "far too long"}, "far too long")
    item = found(scene, changed(GOOD, "b1", {"x": 1}, "").case, early.reply)
    right = changed(GOOD, "b1", {"y": 1}, "a")
    traced = Tracing(scene, [GOOD, right, early]).traced(item)
    assert traced.case.after == early.case
    assert len(course(traced.case)) == 3
    own = found(scene, early.case, early.reply)
    assert Tracing(scene, [GOOD, early]).traced(own) is own

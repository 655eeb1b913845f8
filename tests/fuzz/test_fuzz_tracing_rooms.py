"""What stands in a resource, or is reached through it, is made there before it is asked for."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import LIST, Case, Finding, Message, Reply, Sent
from tallystick.fuzz.oracles import judged
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.reproduction.client_calls import ClientCall, GeneratedClient, shown
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.reproduction.courses import course
from tallystick.fuzz.reproduction.tracing import ROOM, Tracing
from tallystick.ir import Api
from tallystick.text import Json

TEXT: Any = {"type": "string"}
STATE: Any = {"type": "string", "enum": ["waiting", "done"]}
BOX: Any = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": TEXT,
        "name": {"type": "string", "maxLength": 4},
        "status": STATE,
        "best": {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Toy"}]},
    },
}
TOY: Any = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": TEXT, "name": {"type": "string", "maxLength": 4}},
}
TASTE: Any = {"type": "object", "properties": {"colour": {"type": "string", "maxLength": 4}}}
BOX_AT = "/boxes/{box_id}"
TOYS_AT = BOX_AT + "/toys"
TOY_AT = TOYS_AT + "/{toy_id}"


def content(schema: Json) -> dict[str, Any]:
    """Return a body."""
    return {"content": {"application/json": {"schema": schema}}}


def operation(name: str, schema: Json, status: str = "200", *, sends: bool = False) -> Json:
    """Return an operation."""
    found: Any = {"operationId": name, "responses": {status: {"description": "."}}}
    found["responses"][status] |= content(schema)
    return {**found, "requestBody": content({"type": "object"})} if sends else dict(found)


def at(*names: str) -> list[Json]:
    """Return parameters of a path."""
    return [{"name": name, "in": "path", "required": True, "schema": TEXT} for name in names]


@pytest.fixture
def scene(api_of: Callable[[Json], Api]) -> Scene:
    """Boxes, toys in them, and a taste."""
    box: Any = {"$ref": "#/components/schemas/Box"}
    toy: Any = {"$ref": "#/components/schemas/Toy"}
    some: Any = {"type": "object", "properties": {"toys": {"type": "array", "items": toy}}}
    paths: Any = {
        "/boxes": {"post": operation("make", box, "201", sends=True)},
        BOX_AT: {"parameters": at("box_id"), "get": operation("get", box)},
        TOYS_AT: {
            "parameters": at("box_id"),
            "post": operation("add", toy, "201", sends=True),
            "get": operation("toys", some),
        },
        TOY_AT: {
            "parameters": at("box_id", "toy_id"),
            "get": operation("toy", toy),
            "patch": operation("change", toy, sends=True),
            "delete": {"operationId": "drop", "responses": {"204": {"description": "."}}},
        },
        "/taste": {
            "get": operation("taste", TASTE),
            "put": operation("prefer", TASTE, sends=True),
        },
    }
    api = api_of(
        {
            "openapi": "3.1.0",
            "info": {"title": "Boxes", "version": "1"},
            "paths": paths,
            "components": {"schemas": {"Box": BOX, "Toy": TOY}},
        }
    )
    return Scene(api, Judging(api))


def reply(value: Json, status: int = 200) -> Reply:
    """Return an answer."""
    body = json.dumps(value).encode()
    return Reply(status=status, headers={"content-type": "application/json"}, body=body)


def asking(name: str, method: str, path: str, **more: Any) -> Case:
    """Return a request."""
    body = json.dumps(more.pop("body")).encode() if "body" in more else None
    message = Message(method=method, path=path, body=body)
    kind = more.pop("kind", "valid")
    return Case(operation=name, kind=kind, expect="accepted", message=message, **more)


def made(box: str, **members: Json) -> Sent:
    """Return what made a box."""
    case = asking("make", "POST", "/boxes", body={"name": "b"})
    return Sent(case=case, reply=reply({"id": box, "name": "b", **members}, 201), given={})


def added(box: Sent, given: str, toy: str, name: str) -> Sent:
    """Return what made a toy in a box."""
    bound: Any = {"takes": "make", "after": box.case, "binds": (("box_id", "/id"),)}
    case = asking("add", "POST", TOYS_AT, body={"name": name}, **bound)
    answered = reply({"id": toy, "name": name}, 201)
    return Sent(case=case, reply=answered, given={"box_id": given})


def changed(toy: Sent, method: str, name: str, answered: Json) -> Sent:
    """Return what was done to a toy."""
    binds = (("box_id", "/id"), ("toy_id", "/id"))
    given = {**toy.given, "toy_id": json.loads(toy.reply.body)["id"]}
    case = asking(name, method, TOY_AT, body={}, takes="add", after=toy.case, binds=binds)
    return Sent(case=case, reply=reply(answered), given=given)


def listed(box: Sent, **more: Any) -> Case:
    """Return what lists the toys of a box."""
    return asking(
        "toys", "GET", TOYS_AT, kind=LIST, after=box.case, binds=(("box_id", "/id"),), **more
    )


def toys(*shown: tuple[str, str]) -> Reply:
    """Return a list of toys."""
    return reply({"toys": [{"id": toy, "name": name} for toy, name in shown]})


def steps(item: Finding) -> list[str]:
    """Return the operations that show a finding."""
    return [each.operation for each in course(item.case)]


def found(scene: Scene, case: Case, answered: Reply) -> Finding:
    """Return the one finding about an answer."""
    (item,) = judged(scene, case, answered)
    return item


def test_the_wrong_item_is_made_where_it_is_listed(scene: Scene) -> None:
    """One box is made, and in it the one toy that is wrong."""
    box = made("b1")
    good, bad = added(box, "b1", "t1", "a"), added(box, "b1", "t2", "far too long")
    item = found(scene, listed(box), toys(("t1", "a"), ("t2", "far too long")))
    traced = Tracing(scene, [box, good, bad]).traced(item)
    assert steps(traced) == ["make", "add", "toys"]
    assert course(traced.case)[1].message is bad.case.message
    assert curl(traced.case, "http://h").count("P_BOX_ID=$(") == 1


def test_only_what_made_it_wrong_is_done_to_it(scene: Scene) -> None:
    """Neither what was done later, nor its deletion."""
    box = made("b1")
    toy = added(box, "b1", "t1", "a")
    wrong = changed(toy, "PATCH", "change", {"id": "t1", "name": "far too long"})
    later = changed(toy, "PATCH", "change", {"id": "t1", "name": "far too long"})
    gone = changed(toy, "DELETE", "drop", {})
    item = found(scene, listed(box), toys(("t1", "far too long")))
    for sent in ([wrong, later, gone], [gone, wrong]):
        traced = Tracing(scene, [box, toy, *sent]).traced(item)
        assert steps(traced) == ["make", "add", "change", "toys"]


def test_a_request_that_made_several_boxes_means_the_one_that_is_shown(scene: Scene) -> None:
    """The same request was sent twice, and the second box has the toys."""
    first = made("b1")
    second = Sent(case=first.case, reply=reply({"id": "b2", "name": "b"}, 201), given={})
    other, bad = added(first, "b1", "t1", "c"), added(second, "b2", "t2", "far too long")
    item = found(scene, listed(first), toys(("t2", "far too long")))
    traced = Tracing(scene, [first, second, other, bad]).traced(item)
    assert course(traced.case)[1].message is bad.case.message


def test_a_list_that_is_wrong_as_a_whole_gets_a_few_items(scene: Scene) -> None:
    """Those first that were shown; of several pages the first is enough."""
    box = made("b1")
    some = [added(box, "b1", f"t{number}", f"{number}") for number in range(ROOM + 2)]
    case = listed(box)
    page = asking("toys", "GET", TOYS_AT, kind=LIST, after=case, binds=case.binds)
    claim = about(page, "list:sort", "sort=name")
    item = finding("sort-ignored", "Not so.", page, toys(("t4", "a")), claim=claim)
    traced = Tracing(scene, [box, *some]).traced(item)
    assert steps(traced) == ["make", *["add"] * ROOM, "toys"]
    assert some[4].case.message in [each.message for each in course(traced.case)]


def test_what_a_resource_shows_inside_is_made_when_it_is_to_blame(scene: Scene) -> None:
    """The toy is wrong: without it the box would be right. Another box is wrong by itself."""
    box = made("b1")
    toy = added(box, "b1", "t1", "a")
    case = asking("get", "GET", BOX_AT, kind="poll", after=box.case, binds=(("box_id", "/id"),))
    best: Json = {"id": "t1", "name": "far too long"}
    good: Json = {"id": "t1", "name": "a"}
    tracing = Tracing(scene, [box, toy])
    item = found(scene, case, reply({"id": "b1", "name": "b", "best": best}))
    assert steps(tracing.traced(item)) == ["make", "add", "get"]
    own = found(scene, case, reply({"id": "b1", "name": "far too long", "best": good}))
    assert steps(tracing.traced(own)) == ["make", "get"]


def test_what_is_counted_is_made_as_often(scene: Scene) -> None:
    """A sum of one thing may be right."""
    box = made("b1")
    some = [added(box, "b1", f"t{number}", "a") for number in range(3)]
    case = asking("get", "GET", BOX_AT, after=some[0].case, binds=(("box_id", "/id"),))
    answered = reply({"id": "b1", "name": "b"})
    for kind, number in (("nested-sum", 3), ("update-lost", 1)):
        item = finding(kind, "Not so.", case, answered, claim=about(case, "nested:sum"))
        traced = Tracing(scene, [box, *some]).traced(item)
        assert steps(traced) == ["make", *["add"] * number, "get"]


def test_what_makes_a_thing_needs_no_other_one(scene: Scene) -> None:
    """Though one before was as wrong."""
    box = made("b1")
    early, late = (added(box, "b1", f"t{number}", "far too long") for number in range(2))
    item = found(scene, late.case, late.reply)
    assert steps(Tracing(scene, [box, early, late]).traced(item)) == ["make", "add"]


def test_claims_about_any_item_need_some(scene: Scene) -> None:
    """What no answer shows by itself, too: who compares has asked for more."""
    box = made("b1")
    toy = added(box, "b1", "t1", "a")
    case = listed(box)
    claim = about(case, "response:same", "/toys/*/name")
    item = finding("list-apart", "Not so.", case, toys(("t1", "a")), claim=claim)
    assert steps(Tracing(scene, [box, toy]).traced(item)) == ["make", "add", "toys"]


def test_what_has_no_id_is_set_before_it_is_asked_for(scene: Scene) -> None:
    """By the smallest request whose answer shows the same."""
    values: list[Json] = [{"colour": "far too long"}, {"colour": "too long"}, {"colour": "red"}]
    sent = [
        Sent(case=asking("prefer", "PUT", "/taste", body=it), reply=reply(it), given={})
        for it in values
    ]
    item = found(scene, asking("taste", "GET", "/taste"), reply(values[0]))
    traced = Tracing(scene, sent).traced(item)
    assert course(traced.case) == [sent[1].case, traced.case]


def test_a_state_is_waited_for_where_it_comes_later(scene: Scene) -> None:
    """Who is in it at once is asked for at once."""
    binds = (("box_id", "/id"),)
    for first, waits in (("waiting", True), ("done", False)):
        box = made("b1", status=first)
        case = asking("get", "GET", BOX_AT, kind="poll", after=box.case, binds=binds)
        wrong = reply({"id": "b1", "name": "far too long", "status": "done"})
        traced = Tracing(scene, [box]).traced(found(scene, case, wrong))
        commands = curl(traced.case, "http://h")
        assert ("for TURN" in commands) is waits
        assert "sleep 2" not in commands
        assert "sleep" not in shown(traced, "http://h") or waits


def test_what_conflicts_is_done_twice(scene: Scene) -> None:
    """The second box was changed before: who changes it again is refused. The first was not."""
    first = made("b1")
    second = replace(first, reply=reply({"id": "b2", "name": "b"}, 201))
    binds = (("box_id", "/id"),)
    case = asking("pack", "POST", BOX_AT + "/pack", after=first.case, binds=binds)
    packed = Sent(case=case, reply=reply({"id": "b2", "name": "b"}), given={"box_id": "b2"})
    for status, wanted in ((409, ["make", "pack", "pack"]), (422, ["make", "pack"])):
        item = finding("odd", "Odd.", case, reply({}, status), claim=about(case, "request:valid"))
        assert steps(Tracing(scene, [first, second, packed]).traced(item)) == wanted
        assert steps(Tracing(scene, [first, second]).traced(item)) == ["make", "pack"]


def test_the_client_is_left_where_it_would_raise_too_early() -> None:
    """The answer that makes a box may be as wrong as the one that shows it."""
    box = made("b1")
    case = asking("get", "GET", BOX_AT, after=box.case, binds=(("box_id", "/id"),))
    attributes = {"id": "id"}
    calls = {
        "make": ClientCall(method="boxes.make", attributes=attributes, members={"name": "name"}),
        "get": ClientCall(method="boxes.get", parameters={("path", "box_id"): "box_id"}),
    }
    client = GeneratedClient(package="boxes", name="Boxes", calls=calls)
    case = replace(case, after=replace(box.case, value={"name": "b"}, has_value=True))
    for kind, early in (("response-schema", True), ("update-lost", False)):
        item = finding(kind, "Not so.", case, reply({}), claim=about(case, "response:type"))
        assert ("urlopen" in shown(item, "http://h", client)) is early
    near = replace(case, message=replace(case.message, caller="longer"))
    item = finding("invalid-accepted", "Taken.", near, reply({}), claim=about(case, "request:x"))
    assert "urlopen" in shown(item, "http://h", client)

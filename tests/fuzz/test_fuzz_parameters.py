"""Parameters that could be read as something else are not sent, and those sent are read so."""

import json
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.requests.composing import LIES, TRUTHS, read_back
from tallystick.fuzz.requests.giving import missed, past
from tallystick.fuzz.requests.parameters import clear, sendable, travelling
from tallystick.fuzz.requests.plan import Planning, Wish
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api, Place, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.serve import app
from tallystick.text import Json

SIZES = {"type": "object", "properties": {"width": {"type": "integer"}, "name": {"type": "string"}}}


def opened(*parameters: dict[str, Any], **operation: Any) -> Api:
    """Return an API of one operation."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {
            "/orders": {
                "post": {
                    "operationId": "order",
                    "parameters": list(parameters),
                    "responses": {"204": {"description": "."}, "400": {"description": "."}},
                    **operation,
                }
            }
        },
    }
    parsed, _ = parse_text(json.dumps(document).encode(), "shop.json")
    resolved, _ = resolve(parsed) if parsed else (None, ())
    api, _ = lower(resolved) if resolved else (None, ())
    assert api is not None
    return api


def sized(name: str, place: str = "query", **more: Any) -> dict[str, Any]:
    """Return a parameter that is an object."""
    return {"name": name, "in": place, "schema": SIZES, **more}


def campaign(api: Api, *phases: str) -> Outcome:
    """Run a campaign against a server of the API."""
    options = Options(wish=Wish(most=200, phases=phases or ("rules", "protocol")))
    with app(api, token="any", workers=0) as server, closing(InProcess(server)) as transport:
        return run(api, transport, options)


@pytest.mark.parametrize(
    ("style", "query"),
    [("spaceDelimited", "size=width%204"), ("pipeDelimited", "size=width|4")],
)
def test_objects_that_are_delimited(style: str, query: str) -> None:
    """Members stand as lists do in that style."""
    api = opened(sized("size", style=style, explode=False))
    parts = travelling(api.operations[0], {(Place.QUERY, "size"): {"width": 4}})
    assert parts.query == query
    outcome = campaign(api)
    assert not outcome.findings
    assert outcome.operations["order"].accepted > 1


def test_objects_in_cookies_are_not_sent() -> None:
    """Servers read them in many ways."""
    parameter = opened(sized("size", "cookie")).operations[0].parameters[0]
    assert not sendable(parameter, {"width": 4})
    assert sendable(parameter, 4)


def test_two_objects_with_the_same_members() -> None:
    """Their members would be one name with two values; one of them alone is clear."""
    api = opened(sized("size"), sized("other"))
    operation = api.operations[0]
    one, two = ((Place.QUERY, name) for name in ("size", "other"))
    assert clear(operation, {one: {"width": 4}, two: {"name": "a"}})
    assert not clear(operation, {one: {"width": 4}, two: {"width": 4}})
    assert not campaign(api).findings
    needed = opened(sized("size", required=True), sized("other", required=True))
    assert not campaign(needed).findings


def test_an_object_without_members_is_not_seen() -> None:
    """Leaving it out breaks nothing, unless it must have a member or stands by its name."""
    closed = {**SIZES, "required": ["width"]}
    for parameter, shows in (
        (sized("size", required=True), False),
        (sized("size"), False),
        (sized("size", required=True, schema=closed), True),
        (sized("size", required=True, explode=False), True),
    ):
        api = opened(parameter)
        assert missed(api.operations[0].parameters[0], Judging(api)) is shows


def test_a_form_without_members_is_not_sent() -> None:
    """It could be no body at all, which is allowed here."""
    schema = {**SIZES, "required": ["width"]}
    content = {"application/x-www-form-urlencoded": {"schema": schema}}
    api = opened(requestBody={"content": content})
    outcome = campaign(api, "rules", "protocol", "variants")
    assert not outcome.findings
    assert outcome.operations["order"].accepted > 1


def test_a_list_as_a_deep_object_is_not_sent() -> None:
    """Nobody says how it is written."""
    parameter = {"name": "expand", "in": "query", "style": "deepObject", "explode": True}
    schema = {"type": "array", "items": {"type": "string", "maxLength": 3}}
    api = opened({**parameter, "schema": schema})
    assert not sendable(api.operations[0].parameters[0], ["a"])
    assert not campaign(api).findings


def test_what_a_text_in_a_dictionary_becomes() -> None:
    """A number in a form is a text where texts are asked for, so it breaks nothing."""
    schema = {
        "type": "object",
        "required": ["notes"],
        "properties": {
            "notes": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}
        },
    }
    media_type = "application/x-www-form-urlencoded"
    content = {
        media_type: {"schema": schema, "encoding": {"notes": {"style": "deepObject"}}},
    }
    api = opened(requestBody={"required": True, "content": content})
    outcome = campaign(api, "rules", "protocol")
    assert not outcome.findings
    body = api.operations[0].body
    assert body is not None
    type_id = body.contents[0].type
    assert type_id is not None
    assert read_back(Judging(api), type_id, {"notes": {"a": 7}}) == {"notes": {"a": "7"}}


def test_what_a_form_says_once_is_one_or_a_list_of_one() -> None:
    """No reader can tell which, so neither is sent as a wrong value for the other."""
    one: Json = {"type": "object", "properties": {"a": {"type": "string"}}}
    several: Json = {
        "one": one,
        "many": {"type": "array", "items": one},
        "text": {"type": "string"},
    }
    content = {"multipart/form-data": {"schema": {"type": "object", "properties": several}}}
    api = opened(requestBody={"required": True, "content": content})
    body = api.operations[0].body
    assert body is not None
    type_id = body.contents[0].type
    assert type_id is not None
    item: Json = {"a": "1"}
    read = read_back(Judging(api), type_id, {"one": [item], "many": item, "text": ["b"]})
    assert read == {"one": item, "many": [item], "text": "b"}


@pytest.mark.parametrize(
    ("low", "high"),
    [("from", "to"), ("created_after", "created_before"), ("minPrice", "maxPrice")],
)
def test_a_range_that_ends_before_it_begins_need_not_be_taken(low: str, high: str) -> None:
    """A server may answer it as it documents; ends in order are promised to be taken."""
    kind: dict[str, Any] = {"type": "string", "format": "date"}
    if "Price" in low:
        kind = {"type": "integer", "minimum": 1, "maximum": 9}
    ends = [{"name": it, "in": "query", "required": True, "schema": kind} for it in (low, high)]
    api = opened(*ends)
    planned = Planning(api, Judging(api), Wish(seed=1)).cases()
    hoped: dict[bool, set[str]] = {True: set(), False: set()}
    for case in (it for it in planned if it.kind in {"valid", "edge"}):
        given = dict(pair.split("=") for pair in case.message.query.split("&"))
        hoped[given[low] > given[high]].add(case.expect)
    assert hoped == {True: {"documented"}, False: {"accepted"}}


def test_what_may_be_read_as_a_boolean_is_not_wrong() -> None:
    """``1`` may be true, in a URL as in a form; what nobody reads as one is sent."""
    api = opened({"name": "flag", "in": "query", "schema": {"type": "boolean"}})
    judging = Judging(api)
    (parameter,) = api.operations[0].parameters
    read = {it: read_back(judging, parameter.type, it) for it in ("1", "No", "on", "7", "maybe")}
    assert read == {"1": True, "No": False, "on": True, "7": "7", "maybe": "maybe"}
    ((keyword, value),) = past(parameter, judging)
    assert keyword == "type"
    assert str(value).lower() not in TRUTHS | LIES


def test_values_in_one_step_of_a_path() -> None:
    """A value with what stands between two of them would be read as another one."""
    document = opened(sized("page", "path", required=True, schema={"type": "integer"}))
    operation = replace(document.operations[0], path="/pages/{page}.{format}")
    page = operation.parameters[0]
    named = replace(page, wire="format", type=page.type)
    operation = replace(operation, parameters=(page, named))
    one, two = (Place.PATH, "page"), (Place.PATH, "format")
    assert clear(operation, {one: 5, two: "jpg"})
    assert not clear(operation, {one: 1.5, two: "jpg"})
    assert not clear(replace(operation, path="/{page}{format}"), {one: 5, two: "jpg"})
    assert clear(replace(operation, path="/{page}/{format}"), {one: 1.5, two: "jpg"})


@pytest.mark.parametrize(
    ("told", "value", "path"),
    [
        ("simple", [1, 2], "/o/1,2"),
        ("label", [1, 2], "/o/.1,2"),
        ("label exploded", [1, 2], "/o/.1.2"),
        ("label exploded", {"a": 1, "b": "x y"}, "/o/.a=1.b=x%20y"),
        ("matrix", [1, 2], "/o/;id=1,2"),
        ("matrix exploded", [1, 2], "/o/;id=1;id=2"),
        ("matrix exploded", {"a": 1, "b": "x"}, "/o/;a=1;b=x"),
        ("matrix exploded", 7, "/o/;id=7"),
    ],
)
def test_values_in_paths_are_written_by_their_style(told: str, value: Json, path: str) -> None:
    """RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7."""
    style, _, explode = told.partition(" ")
    plain = {"name": "id", "in": "path", "required": True, "schema": {}}
    (declared,) = opened(plain | {"style": style, "explode": bool(explode)}).operations
    declared = replace(declared, path="/o/{id}")
    assert travelling(declared, {(Place.PATH, "id"): value}).path == path


def test_what_would_be_torn_at_a_mark_is_not_sent() -> None:
    """A point in an item of an exploded label begins another one."""
    told = {"name": "id", "in": "path", "required": True, "schema": {}, "style": "label"}
    for explode in (True, False):
        (parameter,) = opened(told | {"explode": explode}).operations[0].parameters
        assert sendable(parameter, [1.5, 2]) is not explode
        assert sendable(parameter, ["a,b"]) is explode

"""What was asked is shown: texts, lists, maps and objects, and what is so by default."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case, Message, Named, Reply, Weight
from tallystick.fuzz.oracles import echo
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api
from tallystick.text import Json

POINT: dict[str, Any] = {
    "type": "object",
    "properties": {"x": {"type": "integer"}, "unit": {"enum": ["m", "ft"], "default": "m"}},
}
MADE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "slug": {"type": "string"},
        "title": {"type": "string"},
        "site": {"type": "string", "format": "uri"},
        "email": {"type": "string"},
        "motto": {"type": "string", "description": "Kept in lower case."},
        "coupon_code": {"type": "string"},
        "sent_code": {"type": "string", "description": "Comes back as it was sent."},
        "door_code": {"type": "string"},
        "password": {"type": "string"},
        "due": {"type": "string", "format": "date-time"},
        "colour": {"enum": ["red", "blue"], "default": "red"},
        "tags": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "uniqueItems": True,
        },
        "steps": {"type": "array", "items": {"type": "string"}},
        "ranks": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string"},
            "description": "In their order.",
        },
        "level": {"type": "integer", "default": 1},
        "at": POINT,
        "points": {"type": "array", "items": POINT},
        "limits": {"type": "object", "additionalProperties": {"type": "integer"}},
        "size": {"oneOf": [{"type": "integer"}, POINT]},
    },
    "patternProperties": {"^x-": {"type": "string"}},
}


def document(asked: Any, shown: Any, method: str = "post") -> dict[str, Any]:
    """Return an API that takes one kind of thing and shows another."""
    content = {"application/json": {"schema": asked}}
    operation = {
        "operationId": "make",
        "requestBody": {"content": content},
        "responses": {
            "200": {"description": "", "content": {"application/json": {"schema": shown}}}
        },
    }
    slug = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}
    gone = {"operationId": "drop", "parameters": [slug], "responses": {"204": {"description": ""}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {method: operation}, "/things/{slug}": {"delete": gone}},
        "components": {"schemas": {"Thing": MADE}},
    }


THING = {"$ref": "#/components/schemas/Thing"}
Told = Callable[..., list[tuple[str, str, Weight]]]


@pytest.fixture
def told(api_of: Callable[[Any], Api]) -> Told:
    """Return what says what is told of answers, one after the other: kind, place, weight."""

    def judged(
        *exchanges: tuple[Json, Json], api: dict[str, Any] | None = None, **more: Any
    ) -> list[tuple[str, str, Weight]]:
        found = api_of(api or document(THING, THING))
        scene = Scene(found, Judging(found))
        create = scene.operations["make"]
        told = []
        for body, shown in exchanges:
            message = Message(method="POST", path="/things", body=json.dumps(body).encode())
            asked = Case(
                operation="make",
                kind="valid",
                expect="accepted",
                message=message,
                value=body,
                has_value=True,
            )
            case = replace(asked, **more)
            told += list(echo.shown(scene, case, Reply(status=200), create, shown))
        return [(each.kind, each.claim.at, each.weight) for each in told]

    return judged


WARNS = Weight.WARNING


@pytest.mark.parametrize(
    ("body", "shown", "expected"),
    [
        ({"title": "A b"}, {"title": "a b"}, [("echo", "/title", WARNS)]),
        ({"title": " a b "}, {"title": "a b"}, [("echo", "/title", WARNS)]),
        ({"title": "e\u0301"}, {"title": "\u00e9"}, []),
        ({"email": " A@b.example"}, {"email": "a@b.example"}, []),
        ({"level": 0}, {}, []),
        ({"level": 0}, {"level": None}, [("echo", "/level", WARNS)]),
        ({"slug": "", "tags": []}, {"slug": None, "tags": None}, []),
        ({"motto": "A b"}, {"motto": "a B"}, []),
        ({"coupon_code": "A b"}, {"coupon_code": "a B"}, []),
        ({"sent_code": "A b"}, {"sent_code": "a B"}, [("echo", "/sent_code", WARNS)]),
        ({"title": "a"}, {"title": "b"}, [("echo", "/title", WARNS)]),
        ({"title": "a"}, {}, [("echo", "/title", WARNS)]),
        ({"title": ""}, {}, []),
        ({"site": "https://a.example"}, {"site": "https://cdn.example/a"}, []),
        ({"site": "https://a.example"}, {}, [("echo", "/site", WARNS)]),
        ({"password": "secret"}, {"password": "***"}, []),
        ({"slug": "mine"}, {"slug": "yours"}, []),
        ({"due": "2024-01-01T00:00:00Z"}, {"due": "2024-01-01T01:00:00+01:00"}, []),
        (
            {"due": "2024-01-01T00:00:00Z"},
            {"due": "2024-01-02T00:00:00Z"},
            [("echo", "/due", WARNS)],
        ),
        ({"tags": ["b", "a"]}, {"tags": ["a", "b"]}, []),
        ({"steps": ["b", "a"]}, {"steps": ["a", "b"]}, [("echo", "/steps", WARNS)]),
        ({"ranks": ["b", "a"]}, {"ranks": ["a", "b"]}, [("echo", "/ranks", WARNS)]),
        ({"tags": ["a", "a"]}, {"tags": ["a"]}, []),
        ({"tags": ["a", "b"]}, {"tags": ["a"]}, [("echo", "/tags", WARNS)]),
        ({"tags": ["a", "b"]}, {"tags": ["a", "c"]}, [("echo", "/tags/*", WARNS)]),
        ({"at": {"x": 1}}, {"at": {"x": 1, "more": 2, "unit": "m"}}, []),
        ({"at": {"x": 1}}, {"at": {"x": 2}}, [("echo", "/at/x", WARNS)]),
        ({"at": {"unit": "ft"}}, {"at": {"unit": "m"}}, [("echo", "/at/unit", Weight.ERROR)]),
        (
            {"points": [{"x": 1}, {"x": 2}]},
            {"points": [{"x": 2}, {"x": 1}]},
            [("echo", "/points", WARNS)],
        ),
        ({"points": [{"x": 1}]}, {"points": [{"x": 3}]}, [("echo", "/points/*/x", WARNS)]),
        ({"limits": {"a": 1, "b": 2}}, {"limits": {"a": 1}}, [("echo", "/limits/b", WARNS)]),
        ({"limits": {"a": 1}}, {"limits": {"a": 2}}, [("echo", "/limits/a", WARNS)]),
        ({"x-a": "b"}, {}, [("echo", "/x-a", WARNS)]),
        ({"size": {"x": 1}}, {"size": {"x": 2}}, [("echo", "/size/x", WARNS)]),
        ({"size": 3}, {"size": {"x": 3}}, []),
    ],
)
def test_what_was_asked_is_shown(
    told: Told, body: Json, shown: Json, expected: list[tuple[str, str, Weight]]
) -> None:
    """Where both have it; a server may sort sets, spell codes, hide secrets and name things."""
    assert told((body, shown)) == expected


def test_a_default_comes_back(told: Told) -> None:
    """Choices as the document says; what is left out by readers who know defaults, is none."""
    assert told(({}, {"colour": "blue", "level": 2})) == [
        ("default", "/colour", Weight.ERROR),
        ("default", "/level", WARNS),
    ]
    assert told(({}, {}), ({"colour": "red"}, {"colour": "red"}), ({}, {})) == []
    # One is filled in, so others are; what is empty must have been seen in an answer.
    applied: tuple[Json, Json] = ({}, {"level": 1})
    assert told(applied, applied) == [("default", "/colour", WARNS)]
    filled: tuple[Json, Json] = ({}, {"level": 1, "colour": "red"})
    assert told(filled, filled) == []
    shown: tuple[Json, Json] = ({"tags": []}, {"level": 1, "colour": "red", "tags": []})
    assert told(filled, shown, filled) == [("default", "/tags", WARNS)]


def test_a_patch_says_nothing_of_what_it_leaves_out(told: Told) -> None:
    """What it does not name stays as it was."""
    api = document(THING, THING, "patch")
    assert told(({}, {"colour": "blue"}), api=api) == []
    assert told(({"level": 3}, {"level": 2}), api=api) == [("echo", "/level", WARNS)]


def test_bodies_and_answers_wrap_each_other(told: Told) -> None:
    """An object of the body is shown at the top, and the whole body in an object of the answer."""
    wrapped = {"type": "object", "properties": {"meta": POINT, "file": {"type": "string"}}}
    api = document(wrapped, {**POINT, "properties": {**POINT["properties"], "id": {}}})
    assert told(({"meta": {"x": 1, "unit": "ft"}}, {"x": 1, "unit": "m"}), api=api) == [
        ("echo", "/meta/unit", Weight.ERROR)
    ]
    api = document(POINT, {"type": "object", "properties": {"place": POINT}})
    assert told(({"x": 1}, {"place": {"x": 2, "unit": "ft"}}), api=api) == [
        ("echo", "/x", WARNS),
        ("default", "/unit", Weight.ERROR),
    ]


def test_an_answer_holds_the_request_that_made_it(told: Told) -> None:
    """With its defaults, whichever of several kinds it is of."""
    kinds = [
        {
            "type": "object",
            "required": ["kind"],
            "properties": {
                "kind": {"const": kind},
                "note": {"type": "string"},
                **POINT["properties"],
            },
        }
        for kind in ("line", "dot")
    ]
    api = document(
        {"$ref": "#/components/schemas/Asked"},
        {"type": "object", "properties": {"input": {"$ref": "#/components/schemas/Asked"}}},
    )
    api["components"]["schemas"]["Asked"] = {"oneOf": kinds}
    dot: dict[str, Json] = {"kind": "dot", "note": "Hi"}
    assert told((dot, {"input": {**dot, "unit": "m"}}), api=api) == []
    assert told((dot, {"input": {"kind": "dot", "note": "hi", "unit": "ft"}}), api=api) == [
        ("echo", "/note", WARNS),
        ("default", "/unit", Weight.ERROR),
    ]


def test_a_form_is_shown_as_well(told: Told) -> None:
    """What was planned before it was written, with the ids that were sent."""
    form: Json = {"title": "a", "door_code": "planned"}
    base = Case(
        operation="make", kind="valid", expect="accepted", message=Message(method="", path="")
    )
    named = Named(member="door_code", planned="planned", given="sent", maker=base, pointer="/id")
    sent = {"value": None, "has_value": False, "told": form, "names": (named,)}
    assert told(({}, {"title": "a", "door_code": "sent"}), **sent) == []
    assert told(({}, {"title": "b", "door_code": "sent"}), **sent) == [("echo", "/title", WARNS)]


def test_what_states_change_is_not_asked_for(told: Told, api_of: Callable[[Any], Api]) -> None:
    """A member that some state forbids comes and goes."""
    del api_of
    states = {
        "new": {"next": ["done"], "forbids": ["note"]},
        "done": {"next": [], "requires": ["note"]},
    }
    cycle = {"member": "state", "initial": "new", "success": ["done"], "states": states}
    shape = {
        "type": "object",
        "properties": {"state": {"enum": ["new", "done"]}, "note": {"type": "string"}},
        "required": ["state"],
        "x-lifecycle": cycle,
    }
    asked = {"type": "object", "properties": {"note": {"type": "string"}}}
    assert told(({"note": "a"}, {"state": "new"}), api=document(asked, shape)) == []


@pytest.mark.parametrize(
    ("said", "body", "shown", "wrong"),
    [
        ("Last four of the card's number.", {"number": "4111 2222"}, "2222", False),
        ("Last four of the card's number.", {"number": "4111 2222"}, "4111", True),
        ("Last 4 digits of the number", {"number": "4111-2222"}, "**** 2222", False),
        ("The first six characters of the account number.", {"account_number": "abCD12"}, "ABC", 1),
        (
            "The first six characters of the account number.",
            {"accountNumber": "a1b2c3d"},
            "a1b2c3",
            0,
        ),
        ("Last four of a number or an iban", {"iban": "DE007788"}, "7788", False),
        ("Last four of a number or an iban", {"iban": "DE007788"}, "DE00", True),
        ("Last four of a number or an iban", {"iban": "DE007788", "number": "12345"}, "2345", 0),
        ("Last four of a number or an iban", {"iban": "DE007788"}, None, False),
        ("Last four of a number or an iban", {"number": "12"}, "77", False),
        ("Last four of a card; null for a number", {"number": "12345"}, "1234", False),
        ("The last four digits.", {"number": "12345"}, "1234", False),
    ],
)
def test_parts_of_texts(told: Told, said: str, body: Json, shown: Json, *, wrong: bool) -> None:
    """Marks do not count; a text of which nothing is said, or that is shorter, says nothing."""
    names = ("number", "iban", "account_number", "accountNumber")
    texts = {name: {"type": "string", "writeOnly": True} for name in names}
    asked = {"type": "object", "properties": texts}
    last: Json = {"type": ["string", "null"], "description": said}
    api = document(asked, {"type": "object", "properties": {"end": last}})
    found = told((body, {"end": shown}), api=api)
    assert found == ([("no-part", "/end", WARNS)] if wrong else [])

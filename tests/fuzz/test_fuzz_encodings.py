"""Forms with objects and lists inside: written as the document says, kept and broken."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.requests.encoding import written
from tallystick.fuzz.requests.plan import Wish, plan
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api, Content
from tallystick.serve import app
from tallystick.text import Json

PLACE: dict[str, Any] = {
    "type": "object",
    "required": ["street", "floor"],
    "additionalProperties": False,
    "properties": {
        "street": {"type": "string", "minLength": 2, "maxLength": 12},
        "floor": {"type": "integer", "minimum": 0, "maximum": 9},
    },
    "x-validations": [
        {"id": "low-floor", "rule": "self.street != 'cellar' || self.floor == 0", "message": "low"}
    ],
}
ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["sku"],
    "additionalProperties": False,
    "properties": {"sku": {"type": "string", "pattern": "^[A-Z]{2}$"}},
}
SIZE: dict[str, Any] = {
    "type": "object",
    "required": ["width"],
    "additionalProperties": False,
    "properties": {"width": {"type": "integer", "minimum": 1, "maximum": 5}},
}
TEXTS: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "maxItems": 3,
    "items": {"type": "string", "pattern": "^[a-z]{1,6}$"},
}
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["place"],
    "additionalProperties": False,
    "properties": {
        "place": PLACE,
        "deep": PLACE,
        "size": SIZE,
        "flat": {
            **SIZE,
            "properties": {"height": SIZE["properties"]["width"]},
            "required": ["height"],
        },
        "items": {"type": "array", "minItems": 1, "maxItems": 2, "items": ITEM},
        "tags": TEXTS,
        "piped": TEXTS,
        "commas": TEXTS,
    },
}
STYLES = {
    "deep": {"style": "deepObject", "explode": True},
    "size": {"style": "form", "explode": False},
    "flat": {"style": "form", "explode": True},
    "piped": {"style": "pipeDelimited", "explode": False},
    "commas": {"explode": False},
}
UPLOAD: dict[str, Any] = {
    "type": "object",
    "required": ["place"],
    "additionalProperties": False,
    "properties": {
        "place": PLACE,
        "items": FORM["properties"]["items"],
        "scan": {"type": "string", "format": "binary"},
    },
}


def document() -> dict[str, Any]:
    """Return a document with a URL-encoded and a multipart form."""
    refusals = {status: {"description": "Refused."} for status in ("400", "415", "422")}

    def operation(name: str, media_type: str, content: Any) -> dict[str, Any]:
        return {
            "operationId": name,
            "requestBody": {"required": True, "content": {media_type: content}},
            "responses": {"204": {"description": "Taken."}, **refusals},
        }

    encoded = {"schema": copy.deepcopy(FORM), "encoding": STYLES}
    upload = {
        "schema": copy.deepcopy(UPLOAD),
        "encoding": {"scan": {"contentType": "image/png, image/jpeg"}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parcels", "version": "1"},
        "paths": {
            "/parcels": {
                "post": operation("send", "application/x-www-form-urlencoded", encoded),
                "put": operation("scan", "multipart/form-data", upload),
            }
        },
    }


@pytest.fixture
def parcels(api_of: Callable[[Json], Api]) -> Api:
    """Return the API."""
    return api_of(document())


@pytest.fixture
def outcome(api_of: Callable[[Json], Api], parcels: Api) -> Callable[[Json], Outcome]:
    """Return a function that tries the server of a document by the true API."""

    def start(served: Json) -> Outcome:
        transport = InProcess(app(api_of(served)))
        try:
            return run(parcels, transport, Options(wish=Wish(most=900)))
        finally:
            transport.close()

    return start


def test_a_true_server_has_no_findings(outcome: Callable[[Json], Outcome]) -> None:
    """All that keeps the schema is taken, all that breaks it refused."""
    result = outcome(document())
    assert [(item.key, item.sentence) for item in result.findings if item.weight == "error"] == []
    assert result.operations["send"].accepted > 20
    assert result.operations["scan"].accepted > 8


@pytest.mark.parametrize(
    ("method", "member", "claim"),
    [
        ("post", "place", "send low-floor /place"),
        ("post", "deep", "send low-floor /deep"),
        ("put", "place", "scan low-floor /place"),
        ("post", "deep", "send schema:maximum /deep/floor"),
        ("post", "size", "send schema:maximum /size/width"),
        ("post", "flat", "send schema:maximum /flat/height"),
        ("post", "items", "send schema:pattern /items/*/sku"),
        ("put", "items", "scan schema:pattern /items/*/sku"),
        ("post", "commas", "send schema:maxItems /commas"),
    ],
)
def test_what_is_not_kept_is_found(
    outcome: Callable[[Json], Outcome], method: str, member: str, claim: str
) -> None:
    """By a form that breaks it inside."""
    source = document()
    (content,) = source["paths"]["/parcels"][method]["requestBody"]["content"].values()
    part = content["schema"]["properties"][member]
    if "low-floor" in claim:
        del part["x-validations"]
    elif "maxItems" in claim:
        del part["maxItems"]
    else:
        inner = part.get("items", part)["properties"][claim.rpartition("/")[2]]
        inner.pop("maximum", inner.pop("pattern", None))
    assert f"invalid-accepted {claim}" in {item.key for item in outcome(source).findings}


def content_of(api: Api, name: str) -> Content:
    """Return the content of an operation's body."""
    body = next(each for each in api.operations if each.id == name).body
    assert body is not None
    return body.contents[0]


def test_each_style_is_written_as_the_specification_shows(parcels: Api) -> None:
    """Objects by their default as JSON, lists one by one; with a style as a query would."""
    content = content_of(parcels, "send")

    def spelled(value: dict[str, Json]) -> str | None:
        pairs = written(value, content)
        return None if pairs is None else "&".join(each.pair for each in pairs)

    assert spelled({"place": {"floor": 1}}) == "place=%7B%22floor%22%3A1%7D"
    assert (
        spelled({"deep": {"street": "a b", "floor": 1}}) == "deep%5Bstreet%5D=a+b&deep%5Bfloor%5D=1"
    )
    assert spelled({"size": {"width": 2}}) == "size=width,2"
    assert spelled({"flat": {"height": 2}}) == "height=2"
    items = spelled({"items": [{"sku": "AB"}, {"sku": "CD"}]})
    assert items is not None
    assert items.count("items=%7B") == 2
    assert spelled({"tags": ["a", "b"]}) == "tags=a&tags=b"
    assert spelled({"piped": ["a", "b"]}) == "piped=a%7Cb"
    assert spelled({"commas": ["a", "b"]}) == "commas=a,b"


@pytest.mark.parametrize(
    "value",
    [
        {"deep": {"street": {"inner": 1}}},
        {"flat": {"place": 1}, "place": {"floor": 1}},
        {"commas": ["a,b"]},
        {"piped": [""]},
        {"tags": []},
        {"place": None},
        {"size": {}},
    ],
)
def test_what_can_be_read_in_two_ways_is_not_sent(parcels: Api, value: dict[str, Json]) -> None:
    """Or what has no form at all."""
    assert written(value, content_of(parcels, "send")) is None


def test_parts_have_their_content_types(parcels: Api) -> None:
    """Objects are JSON, files what the document says first."""
    cases = plan(parcels, Judging(parcels), Wish(most=300)).cases
    bodies = [case.message.body or b"" for case in cases if case.operation == "scan"]
    shown = b'name="place"\r\nContent-Type: application/json\r\n\r\n{"'
    assert any(shown in body for body in bodies)
    files = [body for body in bodies if b'name="scan"; filename=' in body]
    assert files
    assert all(b"Content-Type: image/png" in body for body in files)

"""`Location` of what was made, on a server made by hand that says it wrongly."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json


def document(*, declared: bool = True) -> dict[str, Any]:
    """Return a document of lamps and of the work on them."""
    lamp = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    shown: dict[str, Any] = {
        "description": "It.",
        "content": {"application/json": {"schema": lamp}},
    }
    made = shown | ({"headers": {"Location": {"schema": {"type": "string"}}}} if declared else {})
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    gone = {"description": "Refused."}
    get = {"parameters": [named], "responses": {"200": shown, "404": gone}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lamps", "version": "1"},
        "paths": {
            "/lamps": {"post": {"operationId": "hangLamp", "responses": {"201": made}}},
            "/lamps/{id}": {"get": {"operationId": "getLamp", **get}},
            "/work/{id}": {"get": {"operationId": "getWork", **get}},
        },
    }


class House(Handmade):
    """A server of the document; `where` is what it says of a new lamp."""

    def __init__(self, where: str) -> None:
        """Begin with a lamp of somebody."""
        self.where = where
        self.lamps = 1
        self.asked: list[str] = []

    def _one(self, request: Wire) -> Reply:
        self.asked.append(request.target)
        _, kind, name = [*request.target.split("/"), ""][:3]
        number = int(name) if name.isdecimal() else self.lamps
        there = kind == "lamps" and number < self.lamps
        if request.method == "GET":
            return _shown(200, name) if there or name == "w7" else Reply(status=404)
        self.lamps += 1
        place = self.where.format(self.lamps - 1)
        return _shown(201, str(self.lamps - 1), {"location": place} if place else {})


def _shown(status: int, name: str, more: dict[str, str] | None = None) -> Reply:
    headers = {"content-type": "application/json", **(more or {})}
    return Reply(status=status, headers=headers, body=json.dumps({"id": name}).encode())


@pytest.fixture
def found(api_of: Callable[[Json], Api]) -> Callable[..., list[tuple[str, str, str]]]:
    """Return a function that runs a campaign against a house."""

    def start(where: str, *, declared: bool = True) -> list[tuple[str, str, str]]:
        options = Options(wish=Wish(phases=("journeys",), most=60))
        outcome = run(api_of(document(declared=declared)), House(where), options)
        items = [item for item in outcome.findings if item.kind == "location"]
        return [(item.key, item.weight.value, item.sentence) for item in items]

    return start


@pytest.mark.parametrize(
    "where",
    [
        "",
        "/lamps/{}",
        "/v1/lamps/{}/",
        "https://lamps.example/api/lamps/{}?now",
        "/work/w7",
        "https://elsewhere.example/pictures/{}",
    ],
)
def test_where_it_is(where: str, found: Callable[..., list[tuple[str, str, str]]]) -> None:
    """Behind any base, or what works on it, or what another server has."""
    assert found(where) == []


WRONGS = {
    "/lamps/": "the document has nothing there",
    "{}": "the document has nothing there",
    "/lamps/1{}": "getLamp answers 404 there",
    "/lamps/0": "it is of another resource",
    "/work/{}": "getWork answers 404 there",
}


@pytest.mark.parametrize("where", WRONGS)
def test_where_it_is_not(where: str, found: Callable[..., list[tuple[str, str, str]]]) -> None:
    """Nothing, or another one; an error where the document lists the header."""
    ((key, weight, sentence),) = found(where)
    assert (key, weight) == ("location hangLamp response:location", "error")
    assert sentence.endswith(WRONGS[where])
    ((_, weight, _),) = found(where, declared=False)
    assert weight == "warning"

"""What things cost, and what callers say that they may cost, on a server by hand."""

from collections.abc import Callable
from math import ceil, floor
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.documented import success
from tallystick.fuzz.journeys.prices import price
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api, Record
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

WORDS = "A print. Two coins for each 10 characters begun and each copy; one page."
PAGE: dict[str, Any] = {
    "type": "object",
    "required": ["text", "seconds"],
    "properties": {
        "text": {"type": "string", "minLength": 1},
        "seconds": {"type": "number", "minimum": 1, "maximum": 9},
    },
}
PRINT: dict[str, Any] = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {
        "text": {"type": "string", "minLength": 1, "maxLength": 45},
        "copies": {"type": "integer", "minimum": 1, "maximum": 5, "default": 1},
        "speed": {
            "type": "string",
            "enum": ["slow", "fast"],
            "default": "slow",
            "description": "Being fast costs twice as much.",
        },
        "max_coins": {
            "type": "integer",
            "minimum": 1,
            "maximum": 900,
            "description": "The most that it may cost, else 402.",
        },
    },
}


def document(words: str = WORDS, **members: Any) -> dict[str, Any]:
    """Return a document of prints, with an account and several prints at once."""
    schema = {**PRINT, "description": words, "properties": PRINT["properties"] | members}
    made = {
        "type": "object",
        "required": ["id", "coins"],
        "properties": {"id": {"type": "string"}, "coins": {"type": "integer"}},
    }
    print_ = {"$ref": "#/components/schemas/Print"}
    several = {
        "type": "object",
        "required": ["prints"],
        "additionalProperties": False,
        "properties": {"prints": {"type": "array", "minItems": 1, "maxItems": 3, "items": print_}},
    }
    all_made = {"type": "object", "properties": {"prints": {"type": "array", "items": made}}}
    spent = {"type": "object", "properties": {"spent": {"type": "integer"}}}

    def operation(name: str, status: str, shown: Any, body: Any = None) -> dict[str, Any]:
        content = {"application/json": {"schema": shown}}
        answers = {status: {"description": "It.", "content": content}}
        answers |= {it: {"description": "No."} for it in ("400", "402", "404")}
        found: dict[str, Any] = {"operationId": name, "responses": answers}
        taken = {"required": True, "content": {"application/json": {"schema": body}}}
        return found if body is None else {**found, "requestBody": taken}

    named = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Prints", "version": "1"},
        "paths": {
            "/prints": {"post": operation("print", "201", made, print_)},
            "/prints/{id}": {"parameters": named, "get": operation("look", "200", made)},
            "/prints/batch": {"post": operation("printAll", "201", all_made, several)},
            "/account": {"get": operation("account", "200", spent)},
        },
        "components": {"schemas": {"Print": schema, "Page": PAGE}},
    }


def costs(body: dict[str, Any], wrong: str) -> int:
    """Return what a print costs."""
    text, copies = body["text"], body.get("copies", 1)
    size = len(text.encode()) if wrong == "bytes" else len(text)
    tens = max(1, size // 10) if wrong == "whole tens" else ceil(size / 10)
    fast = body.get("speed") == "fast" and wrong != "fast for nothing"
    other = 7 if wrong == "another price" else 2
    return other * tens * (1 if wrong == "one copy" else copies) * (2 if fast else 1)


class Prints(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin with nothing."""
        self.wrong, self.spent = wrong, 0
        self.rows: list[dict[str, Any]] = []

    def _one(self, request: Wire) -> Reply:
        name = request.target.rpartition("/")[2]
        if name == "account":
            return reply(200, {"spent": self.spent})
        if request.method == "GET":
            found = [row for row in self.rows if row["id"] == name]
            return reply(200, found[0]) if found else Reply(status=404)
        asked = asked_in(request.body)
        some = asked.get("prints") if name == "batch" and isinstance(asked, dict) else [asked]
        alone = name != "batch" or (isinstance(asked, dict) and len(asked) == 1)
        if not isinstance(some, list) or not alone or not 1 <= len(some) <= 3:
            return Reply(status=400)
        if not all(map(_fine, some)):
            return Reply(status=400)
        heeds = self.wrong != ("several at any price" if name == "batch" else "any price")
        if heeds and any(self._above(each) for each in some):
            self.spent += self.wrong == "refusals cost"
            return Reply(status=402)
        rows = [self._made(each) for each in some]
        return reply(201, {"prints": rows} if name == "batch" else rows[0])

    def _above(self, body: dict[str, Any]) -> bool:
        beside = {"one above": -1, "not as much": 1}.get(self.wrong, 0)
        return bool(costs(body, self.wrong) + beside > body.get("max_coins", 10**6))

    def _made(self, body: dict[str, Any]) -> dict[str, Any]:
        coins = costs(body, self.wrong)
        row: dict[str, Any] = {"id": f"p{len(self.rows)}", "coins": coins}
        self.rows.append(row)
        self.spent += coins
        return row


def _fine(body: Any) -> bool:
    if not isinstance(body, dict) or body.keys() - PRINT["properties"].keys():
        return False
    text, copies, most = body.get("text"), body.get("copies", 1), body.get("max_coins", 1)
    whole = all(isinstance(it, int) and not isinstance(it, bool) for it in (copies, most))
    sound = isinstance(text, str) and 1 <= len(text) <= 45 and body.get("speed", "slow") in SPEEDS
    return whole and sound and 1 <= copies <= 5 and 1 <= most <= 900


SPEEDS = ("slow", "fast")
DIFFERS = {"price-differs print price:said /coins": "warning"}
WRONGS = {
    "": dict[str, str](),
    "bytes": DIFFERS,
    "whole tens": DIFFERS,
    "fast for nothing": DIFFERS,
    "one copy": DIFFERS,
    "another price": {},
    "any price": {"limit-passed print limit:kept /max_coins": "warning"},
    "one above": {
        "limit-passed print limit:kept /max_coins": "warning",
    },
    "not as much": {"limit-refused print limit:met /max_coins": "warning"},
    "several at any price": {"limit-passed printAll limit:kept /max_coins": "warning"},
    "refusals cost": {"refusal-does print refused:nothing": "warning"},
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_prints_cost(wrong: str, lived: Callable[..., dict[str, str]]) -> None:
    """A price is as said where some prices are; a limit is met and not passed; no costs nothing."""
    assert lived(document(), Prints(wrong), rules="all", most=500) == WRONGS[wrong]


BODY: dict[str, Any] = {"text": "a" * 21, "copies": 3}
PAGES = {
    "type": "array",
    "minItems": 1,
    "items": {"$ref": "#/components/schemas/Page"},
}
READ = {
    "It costs 3 coins.": 3,
    "One coin per copy.": 3,
    "Half a coin for each started character of it.": None,
    "0.5 coins for each 2 started characters and each copy.": 16.5,
    "2 coins for every 5 characters begun": 10,
    "One coin for each page.": 2,
    "One coin for each 3 characters begun of each page.": 3,
    "One coin for each second begun of the whole.": 4,
    "One coin for each second begun of each page.": 5,
    "One coin for each horse.": None,
    "A coin, and ten for each thing.": None,
    "One coin. At least ten coins.": None,
    "One coin for each copy. Two coins for each page.": None,
    "One sheet for each copy.": None,
}


@pytest.mark.parametrize("words", READ)
def test_how_prices_are_read(words: str, api_of: Callable[[Json], Api]) -> None:
    """A price is read where all of it is understood."""
    api = api_of(document(words, pages=PAGES))
    create = next(it for it in api.operations if it.id == "print")
    content, made = json_content(create), success(create)
    assert content is not None
    assert content.type is not None
    assert made is not None
    asked = api.types[content.type]
    assert isinstance(asked, Record)
    found = price(api, create, asked, made)
    pages: list[Json] = [{"text": "abcd", "seconds": 1.5}, {"text": "c", "seconds": 2.5}]
    told = found.of({**BODY, "pages": pages}) if found is not None else None
    costs = READ[words]
    assert told == (None if costs is None else (floor(costs), ceil(costs)))
    if found is not None and costs is not None:
        assert found.of({**BODY, "pages": pages, "speed": "fast"}) == (costs * 2, costs * 2)

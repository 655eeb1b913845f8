"""Estimates beside creations, and what a caller is shown of their own, on a server by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Guarded, asked_in, reply

from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire

pytestmark = pytest.mark.usefixtures("hurried")

KILNS = ("north", "south")
FIRING: dict[str, Any] = {
    "description": "What is fired. One bowl for each pot.",
    "type": "object",
    "required": ["pots"],
    "additionalProperties": False,
    "properties": {
        "pots": {"type": "integer", "minimum": 1, "maximum": 9},
        "kiln": {"type": "string", "pattern": "^[a-z]{2,9}$", "examples": ["north"]},
    },
    "x-validations": [
        {
            "id": "kiln-known",
            "status": "server",
            "message": "There is no such kiln.",
            "fieldPath": ".kiln",
        }
    ],
}
FIRED: dict[str, Any] = {
    "type": "object",
    "required": ["id", "pots", "price", "bowls"],
    "properties": {
        **FIRING["properties"],
        "id": {"type": "string"},
        "price": {"type": "integer"},
        "bowls": {"type": "array", "items": {"type": "integer"}},
    },
}


def document(words: str = "Says a price as `fire` would; nothing is made.") -> dict[str, Any]:
    """Return a document of firings, with a quote and an account."""

    def shown(schema: Any, status: str = "200") -> dict[str, Any]:
        content = {"application/json": {"schema": schema}}
        return {status: {"description": "It.", "content": content}}

    def numbers(*names: str) -> dict[str, Any]:
        return {"type": "object", "properties": {name: {"type": "integer"} for name in names}}

    refused = {status: {"description": "No."} for status in ("400", "401", "404", "422")}
    firing = {"schema": {"$ref": "#/components/schemas/Firing"}}
    body = {"required": True, "content": {"application/json": firing}}
    named = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    every = {"type": "object", "properties": {"data": {"type": "array", "items": FIRED}}}

    def operation(name: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"operationId": name, "responses": {**answers, **refused}, **more}

    return {
        "openapi": "3.1.0",
        "info": {"title": "Kilns", "version": "1"},
        "security": [{"key": []}],
        "paths": {
            "/firings": {
                "get": operation("firings", shown(every)),
                "post": operation("fire", shown(FIRED, "201"), requestBody=body),
            },
            "/firings/{id}": {"parameters": named, "get": operation("look", shown(FIRED))},
            "/quotes": {
                "post": operation(
                    "quote", shown(numbers("price", "bowls")), requestBody=body, description=words
                )
            },
            "/account": {
                "get": operation("account", shown(numbers("spent", "firings", "api_calls")))
            },
        },
        "components": {
            "schemas": {"Firing": FIRING},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


class Kilns(Guarded):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin cold."""
        self.wrong = wrong
        self.rows: list[dict[str, Any]] = []
        self.owners: list[str] = []
        self.spent: dict[str, int] = {}
        self.calls = 0

    def _for(self, who: str, request: Wire) -> Reply:
        name = request.target.rpartition("/")[2]
        if request.method == "GET":
            return self._shown(who, name)
        self.calls += 1
        asked = asked_in(request.body)
        quote = name == "quotes"
        if not _fine(asked):
            return Reply(status=400)
        loose = quote and self.wrong == "unjudged"
        if asked.get("kiln", "north") not in KILNS and not loose:
            return reply(422, {"rule": "kiln-known"})
        price = 3 * asked["pots"]
        if not quote or self.wrong == "takes":
            self.spent[who] = self.spent.get(who, 0) + price
        if quote and self.wrong == "makes":
            self._made(who, asked, price)
        if quote:
            bowls = 1 if self.wrong == "one bowl" else asked["pots"]
            return reply(200, {"price": price + (self.wrong == "cheap"), "bowls": bowls})
        return reply(201, self._made(who, asked, price))

    def _made(self, who: str, asked: dict[str, Any], price: int) -> dict[str, Any]:
        row = {**asked, "id": f"f{len(self.rows)}", "price": price, "bowls": [0] * asked["pots"]}
        self.rows.append(row)
        self.owners.append(who)
        return row

    def _shown(self, who: str, name: str) -> Reply:
        mine = [row for row, owner in zip(self.rows, self.owners, strict=True) if owner == who]
        if name == "firings":
            return reply(200, {"data": mine})
        if name == "account":
            count = len(self.rows if self.wrong == "counts all" else mine)
            return reply(
                200, {"spent": self.spent.get(who, 0), "firings": count, "api_calls": self.calls}
            )
        found = [row for row in mine if row["id"] == name]
        return reply(200, found[0]) if found else Reply(status=404)


def _fine(asked: Any) -> bool:
    if not isinstance(asked, dict) or asked.keys() - {"pots", "kiln"}:
        return False
    pots, kiln = asked.get("pots"), asked.get("kiln", "north")
    sound = isinstance(kiln, str) and kiln.isascii() and kiln.isalpha() and kiln.islower()
    whole = isinstance(pots, int) and not isinstance(pots, bool) and 1 <= pots <= 9
    return whole and sound and 2 <= len(kiln) <= 9


WRONGS = {
    "": dict[str, str](),
    "takes": {"estimate-does quote estimate:nothing": "error"},
    "makes": {"estimate-does quote estimate:nothing": "error"},
    "cheap": {"estimate-differs quote estimate:same /price": "warning"},
    "one bowl": {"estimate-differs quote estimate:same /bowls": "warning"},
    "unjudged": {"estimate-unjudged quote estimate:judged kiln-known": "error"},
    "counts all": {"other-caller-counted account request:owner /firings": "warning"},
}


@pytest.fixture
def found(lived: Callable[..., dict[str, str]]) -> Callable[..., dict[str, str]]:
    """Return a function that runs a campaign against some kilns: the weight of each finding."""

    def start(wrong: str, **told: str) -> dict[str, str]:
        return lived(document(**told), Kilns(wrong), "a", "b", rules="all", most=600)

    return start


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_kilns_say(wrong: str, found: Callable[..., dict[str, str]]) -> None:
    """An estimate does nothing and judges as a creation does; an account is one's own."""
    assert found(wrong) == WRONGS[wrong]


def test_what_a_name_says_is_no_promise(found: Callable[..., dict[str, str]]) -> None:
    """Where only its name says that it is an estimate, and nobody says how it judges, they warn."""
    told = {name: found(name, words="A price.") for name in ("takes", "unjudged")}
    assert [set(each.values()) for each in told.values()] == [{"warning"}, {"warning"}]

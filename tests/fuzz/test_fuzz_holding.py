"""What something else names is not deleted, on a server made by hand that does it."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.journeys.holding import _means
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

IN_USE = "Somebody still needs it."
LENT = "409 while a book that stands on it is lent."


def document(said: str = IN_USE, *, lent: bool = False) -> dict[str, Any]:
    """Return a document of shelves, and of books that stand on them; `lent`, that come back."""
    text: dict[str, Any] = {"type": "string"}
    shelf: dict[str, Any] = {"type": "object", "required": ["id"], "properties": {"id": text}}
    asked: dict[str, Any] = {
        "type": "object",
        "required": ["shelfId"],
        "properties": {"shelfId": text},
    }
    book: dict[str, Any] = {
        "type": "object",
        "required": ["id", "shelfId"],
        "properties": {"id": text, "shelfId": text},
    }
    if lent:
        states = {"lent": {"next": ["returned"]}, "returned": {"next": []}}
        book["properties"] = {"id": text, "asked": asked, "state": {"enum": list(states)}}
        book["required"] = ["id", "asked", "state"]
        machine = {"member": "state", "initial": "lent", "success": ["returned"]}
        book["x-lifecycle"] = {**machine, "states": states}
    refused = {each: {"description": "Refused."} for each in ("400", "404")}

    def shown(schema: Json) -> dict[str, Any]:
        return {"description": "It.", "content": {"application/json": {"schema": schema}}}

    def named(name: str) -> dict[str, Any]:
        return {"name": name, "in": "path", "required": True, "schema": text}

    body = {"required": True, "content": {"application/json": {"schema": asked}}}
    made = {"201": shown(book), **refused}
    conflict = {"204": {"description": "Gone."}, "409": {"description": said}, **refused}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Books", "version": "1"},
        "paths": {
            "/shelves": {"post": {"operationId": "build", "responses": {"201": shown(shelf)}}},
            "/shelves/{shelfId}": {
                "parameters": [named("shelfId")],
                "get": {"operationId": "getShelf", "responses": {"200": shown(shelf), **refused}},
                "delete": {
                    "operationId": "burnShelf",
                    "description": said,
                    "responses": conflict,
                },
            },
            "/books": {"post": {"operationId": "put", "requestBody": body, "responses": made}},
            "/books/{bookId}": {
                "parameters": [named("bookId")],
                "get": {"operationId": "getBook", "responses": {"200": shown(book), **refused}},
            },
        },
    }


class Library(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without anything."""
        self.wrong = wrong
        self.count = 0
        self.things: dict[str, dict[str, Json]] = {}

    def _one(self, request: Wire) -> Reply:
        _, kind, name = [*request.target.split("/"), ""][:3]
        if request.method == "POST":
            return self._made(kind, asked_in(request.body))
        if name not in self.things or not name.startswith(kind):
            return Reply(status=404)
        if request.method == "GET":
            return reply(200, self.things[name])
        holders = [str(it["id"]) for it in self.things.values() if it.get("shelfId") == name]
        if holders and not self.wrong:
            return Reply(status=409)
        for each in [name, *(holders if self.wrong == "all" else ())]:
            del self.things[each]
        return Reply(status=204)

    def _made(self, kind: str, asked: Any) -> Reply:
        told: dict[str, Json] = {}
        if kind == "books":
            if not isinstance(asked, dict) or not isinstance(asked.get("shelfId"), str):
                return Reply(status=400)
            if asked["shelfId"] not in self.things:
                return Reply(status=404)
            told = {"shelfId": asked["shelfId"]}
        self.count += 1
        name = f"{kind}{self.count}"
        self.things[name] = {"id": name, **told}
        return reply(201, self.things[name])


@pytest.mark.parametrize(
    ("wrong", "said", "found"),
    [
        ("", IN_USE, []),
        ("yes", IN_USE, ["deleted-though-named burnShelf lifecycle:named"]),
        ("yes", "Somebody was quicker.", []),
        ("all", IN_USE, []),
    ],
)
def test_what_is_named_is_kept(
    wrong: str, said: str, found: list[str], api_of: Callable[[Json], Api]
) -> None:
    """It may be deleted with all that names it, or where no words speak of use."""
    options = Options(wish=Wish(phases=("rules", "journeys"), rules="off", most=300))
    outcome = run(api_of(document(said)), Library(wrong), options)
    assert [item.key for item in outcome.findings] == found


class Lending(Library):
    """A library whose books come back when they are looked at twice."""

    def _one(self, request: Wire) -> Reply:
        _, kind, name = [*request.target.split("/"), ""][:3]
        known = self.things.get(name)
        if known is None or kind == "shelves":
            return self._shelf(request, name)
        looks = known["looks"] = int(str(known["looks"])) + 1
        known["state"] = "returned" if looks > 1 else "lent"
        return reply(200, known)

    def _shelf(self, request: Wire, name: str) -> Reply:
        if request.method != "DELETE" or name not in self.things:
            return super()._one(request)
        holders = [it for it in self.things.values() if it.get("asked") == {"shelfId": name}]
        lent = [it for it in holders if it["state"] == "lent" or self.wrong == "ever"]
        if lent and self.wrong != "yes":
            return Reply(status=409)
        del self.things[name]
        return Reply(status=204)

    def _made(self, kind: str, asked: Any) -> Reply:
        made = super()._made(kind, asked)
        thing = self.things.get(f"{kind}{self.count}", {})
        shelf = thing.pop("shelfId", None)
        if shelf is None:
            return made
        thing.update({"asked": {"shelfId": shelf}, "state": "lent", "looks": 0})
        return reply(201, thing)


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("", []),
        ("yes", ["deleted-though-named burnShelf lifecycle:named"]),
        ("ever", ["not-deleted burnShelf lifecycle:deletable"]),
    ],
)
def test_what_is_named_is_kept_for_a_while(
    wrong: str, found: list[str], lived: Callable[..., dict[str, str]]
) -> None:
    """It goes when what names it has come to another state than the words say."""
    keys = lived(document(LENT, lent=True), Lending(wrong), most=300)
    kinds = ("deleted-though-named ", "not-deleted ")
    assert [key for key in keys if key.startswith(kinds)] == found


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Not while a book stands there.", True),
        ("Not while it is in use.", True),
        ("Not while lamps hang there.", False),
        ("Not while lamps hang there, or books are in use.", True),
    ],
)
def test_whose_use_is_meant(said: str, *, meant: bool) -> None:
    """Where some kinds are told of, others are not meant."""
    assert _means(said.lower(), "book", {"book", "lamp"}) is meant

"""What must not be done to a resource, and to what is in it, in some of its states."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, reply

from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire

pytestmark = pytest.mark.usefixtures("hurried")

STATES = ["draft", "sent"]
TEXT: dict[str, Any] = {
    "type": "object",
    "required": ["text", "ink"],
    "properties": {
        "text": {"type": "string", "minLength": 1, "maxLength": 20},
        "ink": {"enum": ["magenta of old roses", "red"]},
    },
}
PAGE: dict[str, Any] = {
    **TEXT,
    "properties": {
        **TEXT["properties"],
        "ink": {"enum": ["magenta of old roses", "sepia of the deep sea"]},
    },
    "x-validations": [
        {"id": "same-ink", "status": "server", "message": "A page has its letter's ink."}
    ],
}
SAID = {
    "replace": "Replaces a draft; what is not given is gone. 409 when it is no draft.",
    "burn": "Burns a draft; 409 when it is none.",
    "add": "Adds a page at the end of a draft; 409 when the letter is none.",
    "take": "Takes a page off a letter. 409 when that is not a draft any more.",
    "show": "Shows a letter.",
}


def document() -> dict[str, Any]:
    """Return a document of letters with pages."""
    shown = {
        "Page": {**TEXT, "required": ["id", *TEXT["required"]]},
        "Letter": {**TEXT, "required": ["id", "state", *TEXT["required"]]},
    }
    for each in shown.values():
        each["properties"] = {**TEXT["properties"], "id": {"type": "string"}}
    shown["Letter"]["properties"]["state"] = {"enum": STATES}
    refused = {status: {"description": "No."} for status in ("400", "401", "404", "409")}

    def answer(kind: str) -> dict[str, Any]:
        schema = {"$ref": f"#/components/schemas/{kind}"}
        return {"description": "It.", "content": {"application/json": {"schema": schema}}}

    def operation(name: str, kind: str, status: str, *, takes: bool = False) -> dict[str, Any]:
        taken = PAGE if kind == "Page" else TEXT
        content = {"content": {"application/json": {"schema": taken}}, "required": True}
        good = answer(kind) if kind else {"description": "Done."}
        told = {"operationId": name, "description": SAID.get(name, name)}
        body = {"requestBody": content} if takes else {}
        return {**told, **body, "responses": {status: good, **refused}}

    def named(*names: str) -> list[dict[str, Any]]:
        plain = {"in": "path", "required": True, "schema": {"type": "string"}}
        return [{"name": name, **plain} for name in names]

    letter, page = "/letters/{letterId}", "/letters/{letterId}/pages/{pageId}"
    return {
        "openapi": "3.1.0",
        "info": {"title": "Letters", "version": "1"},
        "security": [{"key": []}],
        "paths": {
            "/letters": {"post": operation("write", "Letter", "201", takes=True)},
            letter: {
                "parameters": named("letterId"),
                "get": operation("show", "Letter", "200"),
                "put": operation("replace", "Letter", "200", takes=True),
                "delete": operation("burn", "", "204"),
            },
            f"{letter}/send": {
                "parameters": named("letterId"),
                "post": operation("send", "Letter", "200"),
            },
            f"{letter}/pages": {
                "parameters": named("letterId"),
                "post": operation("add", "Page", "201", takes=True),
            },
            page: {
                "parameters": named("letterId", "pageId"),
                "get": operation("read", "Page", "200"),
                "delete": operation("take", "", "204"),
            },
        },
        "components": {
            "schemas": shown,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


class Desk(Handmade):
    """A server of the document; `wrong` is what it does though a letter was sent."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without letters."""
        self.wrong = wrong
        self.letters: dict[str, dict[str, Any]] = {}
        self.pages: dict[str, dict[str, dict[str, Any]]] = {}
        self.made = 0

    def _one(self, request: Wire) -> Reply:
        if dict(request.headers).get("Authorization") != "Bearer a":
            return Reply(status=401)
        _, _, name, *rest = [*request.target.split("/"), ""]
        asked = _told(request.body) if request.method in {"POST", "PUT"} else None
        if not name:
            return self._written(asked)
        if name not in self.letters:
            return Reply(status=404)
        row, way = self.letters[name], [each for each in rest if each]
        if way == ["send"]:
            return self._sent(row)
        if way:
            return self._page(request.method, row, way[1:], asked)
        return self._letter(request.method, row, asked)

    def _name(self) -> str:
        self.made += 1
        return f"n{self.made}"

    def _free(self, row: dict[str, Any], verb: str) -> bool:
        return row["state"] == "draft" or self.wrong == verb

    def _written(self, asked: dict[str, str] | None) -> Reply:
        if asked is None or asked["ink"].startswith("sepia"):
            return Reply(status=400)
        row = {"id": self._name(), **asked, "state": "draft"}
        self.letters[row["id"]], self.pages[row["id"]] = row, {}
        return reply(201, row)

    def _sent(self, row: dict[str, Any]) -> Reply:
        if row["state"] != "draft":
            return Reply(status=409)
        row["state"] = "sent"
        return reply(200, row)

    def _letter(self, method: str, row: dict[str, Any], asked: dict[str, str] | None) -> Reply:
        if method == "GET":
            return reply(200, row)
        if method == "PUT" and (asked is None or asked["ink"].startswith("sepia")):
            return Reply(status=400)
        if not self._free(row, "replace" if method == "PUT" else "burn"):
            return Reply(status=409)
        if method == "PUT":
            row |= asked or {}
            return reply(200, row)
        del self.letters[row["id"]]
        return Reply(status=204)

    def _page(
        self, method: str, row: dict[str, Any], way: list[str], asked: dict[str, str] | None
    ) -> Reply:
        pages = self.pages[row["id"]]
        if not way and method == "POST":
            return self._added(row, asked)
        if not way or way[0] not in pages:
            return Reply(status=404)
        if method == "GET":
            return reply(200, pages[way[0]])
        if self._free(row, "take"):
            del pages[way[0]]
            return Reply(status=204)
        return Reply(status=409)

    def _added(self, row: dict[str, Any], asked: dict[str, str] | None) -> Reply:
        if asked is None or not self._free(row, "add"):
            return Reply(status=400 if asked is None else 409)
        if asked["ink"] == "red":
            return Reply(status=400)
        if asked["ink"] != row["ink"]:
            return reply(400, {"rule": "same-ink"})
        page = {"id": self._name(), **asked}
        self.pages[row["id"]][page["id"]] = page
        return reply(201, page)


def _told(body: bytes | None) -> dict[str, str] | None:
    try:
        asked = json.loads(body or b"")
    except ValueError:
        return None
    told: dict[str, Any] = asked if isinstance(asked, dict) else {}
    text, ink = str(told.get("text", "")), told.get("ink")
    good = told.get("text") == text and 0 < len(text) <= 20
    known = ["magenta of old roses", "sepia of the deep sea", "red"]
    return {"text": text, "ink": str(ink)} if good and ink in known else None


@pytest.fixture
def found(lived: Callable[..., dict[str, str]]) -> Callable[[str], dict[str, str]]:
    """Return a function that runs a campaign against a desk: the weight of each finding."""
    return lambda wrong: lived(document(), Desk(wrong), "a")


def test_a_true_desk(found: Callable[[str], dict[str, str]]) -> None:
    """Nothing is found."""
    assert found("") == {}


@pytest.mark.parametrize("wrong", ["replace", "burn", "add", "take"])
def test_what_a_state_forbids(wrong: str, found: Callable[[str], dict[str, str]]) -> None:
    """It is tried, and what is accepted is told."""
    assert found(wrong) == {f"action-in-wrong-state {wrong} action:said sent": "warning"}

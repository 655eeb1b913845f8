"""What stands at a path and nobody makes, on a server made by hand that does one thing wrong."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from tests.fuzz.handmade import Guarded

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys import updating
from tallystick.fuzz.journeys.stands import stands
from tallystick.fuzz.model import Finding, Reply
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

JSON = "application/json"
CHOICES: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "patternProperties": {"^x-[a-z]+$": {"type": "string", "maxLength": 9}},
    "properties": {
        "theme": {"enum": ["dark", "light"], "default": "light"},
        "size": {"type": "integer", "minimum": 1, "maximum": 9},
        "secret": {"type": "string", "writeOnly": True, "maxLength": 9},
        "ways": {
            "type": "object",
            "maxProperties": 2,
            "additionalProperties": {"type": "boolean"},
        },
    },
}
NOTICE: dict[str, Any] = {
    "type": "object",
    "required": ["from", "until", "cause"],
    "additionalProperties": False,
    "properties": {
        "from": {"type": "string", "format": "date"},
        "until": {"type": "string", "format": "date"},
        "cause": {"enum": ["paint", "party"]},
        "note": {"type": "string", "minLength": 3, "maxLength": 9},
    },
    "x-validations": [
        {"id": "in-order", "rule": "self.from <= self.until", "message": "It ends after it begins."}
    ],
}
SHOWN: dict[str, Any] = {
    **NOTICE,
    "properties": {
        **NOTICE["properties"],
        "created_at": {"type": "string", "format": "date-time", "readOnly": True},
    },
}
FIRST: dict[str, Any] = {"theme": "light", "size": 4}


def document(*, gone: bool = True) -> dict[str, Any]:
    """Return a document of settings, one for each caller, and notices at rooms."""
    refused = {status: {"description": "Refused."} for status in ("400", "401", "415", "422")}
    missing = {**refused, "404": {"description": "Nothing is there."}}

    def answers(schema: Json, *statuses: str) -> dict[str, Any]:
        content = {JSON: {"schema": schema}}
        return {it: {"description": "It.", "content": content} for it in ("200", *statuses)}

    def body(schema: Json) -> dict[str, Any]:
        return {"required": True, "content": {JSON: {"schema": schema}}}

    there = missing if gone else refused
    named = {"name": "code", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Rooms", "version": "1"},
        "security": [{"key": []}],
        "paths": {
            "/settings": {
                "get": {"operationId": "getSettings", "responses": answers(CHOICES) | refused},
                "put": {
                    "operationId": "setSettings",
                    "requestBody": body(CHOICES),
                    "responses": answers(CHOICES) | refused,
                },
            },
            "/rooms/{code}/notice": {
                "parameters": [{**named, "example": "R1"}],
                "get": {"operationId": "getNotice", "responses": answers(SHOWN) | there},
                "put": {
                    "operationId": "putNotice",
                    "requestBody": body(NOTICE),
                    "responses": answers(SHOWN, "201") | missing,
                },
                "delete": {
                    "operationId": "dropNotice",
                    "responses": {"204": {"description": "Gone."}, **there},
                },
            },
        },
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


VALID = {
    "settings": jsonschema_rs.validator_for(CHOICES),
    "notice": jsonschema_rs.validator_for(NOTICE, validate_formats=True),
}


class House(Guarded):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin with the settings of one caller."""
        self.wrong = wrong
        self.settings: dict[str, dict[str, Any]] = {"Bearer a": dict(FIRST)}
        self.notice: dict[str, Any] | None = None
        self.seen: list[tuple[str, str]] = []

    def _for(self, who: str, request: Wire) -> Reply:
        self.seen.append((request.method, request.target))
        what = request.target.rpartition("/")[2]
        if what not in VALID or (what == "notice" and "/R1/" not in request.target):
            return Reply(status=404)
        if request.method == "PUT" and dict(request.headers)["Content-Type"] != JSON:
            return Reply(status=415)
        try:
            asked = json.loads(request.body or b"null")
        except ValueError:
            return Reply(status=400)
        if request.method == "PUT" and not self._valid(what, asked):
            return _json({"rule": "in-order"}, 422)
        return (
            self._settings(request, who, asked) if what == "settings" else self._at(request, asked)
        )

    def _valid(self, what: str, asked: Any) -> bool:
        if not VALID[what].is_valid(asked):
            return False
        if what == "settings":
            return True
        short = self.wrong == "short" and len(asked.get("note", "none")) == len("aaa")
        same = self.wrong == "same-day" and asked["from"] == asked["until"]
        return asked["from"] <= asked["until"] and not short and not same

    def _settings(self, request: Wire, who: str, asked: Any) -> Reply:
        shared = self.wrong in {"shared", "first"}
        who, shown = ("Bearer a" if shared else who), who
        if request.method == "PUT":
            made = {**({} if self.wrong == "no-default" else {"theme": "light"}), **asked}
            made.pop("secret", None)
            if self.wrong == "own":
                made = {name: part for name, part in made.items() if not name.startswith("x-")}
            if self.wrong == "ways" and len(made.get("ways", {})) > 1:
                made["ways"] = dict([*made["ways"].items()][:1])
            held = "Bearer b" if self.wrong == "first" and shown == "Bearer b" else who
            self.settings[held] = made
            if self.wrong == "meddles" and who == "Bearer b":
                self.settings["Bearer a"] = made
            return _json(made)
        return _json(self.settings.get(who, {"theme": "light"}))

    def _at(self, request: Wire, asked: Any) -> Reply:
        before = self.notice
        if request.method == "PUT":
            if self.wrong == "merges" and before is not None:
                asked = {**before, **asked}
            since = "2027-01-01T00:00:00Z" if before is None else before["created_at"]
            if self.wrong == "anew" and before is not None:
                since = "2027-02-02T00:00:00Z"
            made = {**asked, "created_at": since}
            if self.wrong != "lost" and not (self.wrong == "stays" and before is not None):
                self.notice = made
            status = {"always-200": 200, "always-201": 201}.get(self.wrong)
            return _json(made, status or (201 if before is None else 200))
        if request.method == "DELETE":
            if self.wrong != "left":
                self.notice = None
            there = before is not None or self.wrong == "twice"
            return Reply(status=204 if there else 404)
        return Reply(status=404) if before is None else _json(before)


def _json(value: Json, status: int = 200) -> Reply:
    headers = {"content-type": JSON}
    return Reply(status=status, headers=headers, body=json.dumps(value).encode())


@pytest.fixture
def found(
    api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[Finding]]:
    """Return a function that runs a campaign against a house, and gives what it found."""
    monkeypatch.setattr(updating, "LATER", (0.0,))

    def start(house: House, *, gone: bool = True) -> list[Finding]:
        wish = Wish(phases=("rules", "protocol", "journeys"), most=1200)
        options = Options(wish=wish, credentials=Credentials(auth=("a", "b")))
        return list(run(api_of(document(gone=gone)), house, options).findings)

    return start


@pytest.mark.parametrize("wrong", ["", "shared"])
def test_a_true_house(wrong: str, found: Callable[..., list[Finding]]) -> None:
    """Nothing is found, be the settings one for all or for each; all is left as it was."""
    house = House(wrong)
    assert [item.key for item in found(house)] == []
    assert house.settings["Bearer a"] == FIRST
    assert house.notice is None
    notice = {method for method, target in house.seen if target == "/rooms/R1/notice"}
    assert {"GET", "PUT", "DELETE"} <= notice


WRONGS = {
    "lost": ("valid-refused getNotice request:valid", "error"),
    "stays": ("update-lost getNotice update:set /cause", "error"),
    "merges": ("put-merges getNotice update:replaces /note", "warning"),
    "left": ("served-after-delete getNotice lifecycle:deleted", "error"),
    "twice": ("deleted-again dropNotice lifecycle:deleted-again", "warning"),
    "anew": ("identity getNotice response:identity /created_at", "error"),
    "always-200": ("put-status putNotice update:created new", "warning"),
    "always-201": ("put-status putNotice update:created there", "warning"),
    "short": ("valid-refused putNotice request:valid", "error"),
    "same-day": ("valid-refused putNotice request:valid", "error"),
    "first": ("update-lost getSettings update:set /ways", "warning"),
    "meddles": ("other-caller-changed setSettings update:owner", "error"),
    "no-default": ("default-lost getSettings update:default /theme", "warning"),
    "own": ("update-lost getSettings update:set /x-a", "warning"),
    "ways": ("update-lost getSettings update:set /ways", "warning"),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_house_that_is_wrong(wrong: str, found: Callable[..., list[Finding]]) -> None:
    """Each is found, and weighs what it should."""
    items = {item.key: item.weight.value for item in found(House(wrong))}
    key, weight = WRONGS[wrong]
    assert items.get(key) == weight, items


def test_what_is_left_where_the_document_does_not_say_so(
    found: Callable[..., list[Finding]],
) -> None:
    """Without a documented answer for nothing it is a warning."""
    items = {item.key: item.weight.value for item in found(House("left"), gone=False)}
    assert items.get("served-after-delete getNotice lifecycle:deleted") == "warning"


def test_how_it_is_shown_again(found: Callable[..., list[Finding]]) -> None:
    """What is set and taken away has a path without variables."""
    key = "served-after-delete getNotice lifecycle:deleted"
    item = next(it for it in found(House("left")) if it.key == key)
    put, drop, _, got = curl(item.case, "http://h").splitlines()
    assert put.startswith("curl -i -X PUT ")
    assert drop == "curl -i -X DELETE http://h/rooms/R1/notice"
    assert got == "curl -i -X GET http://h/rooms/R1/notice"


def test_stands_are_found_by_paths_and_members(api_of: Callable[[Json], Api]) -> None:
    """Where GET shows what PUT sets, itself or in a member; what is made elsewhere is none."""
    whole = document()
    settings = whole["paths"]["/settings"]
    held = {"type": "object", "properties": {"data": CHOICES}}
    settings["get"]["responses"]["200"]["content"][JSON]["schema"] = held
    api = api_of(whole)
    known = {each.get.id: each for each in stands(api, chains(api))}
    assert {name: each.inner for name, each in known.items()} == {
        "getSettings": ("data",),
        "getNotice": (),
    }
    assert known["getSettings"].delete is None
    settings["get"]["parameters"] = [
        {"name": "of", "in": "query", "required": True, "schema": {"type": "string"}}
    ]
    api = api_of(whole)
    assert [each.get.id for each in stands(api, chains(api))] == ["getNotice"]

"""A gallery whose rooms are only listed, on a server made by hand that does one thing wrong."""

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from tests.fuzz.handmade import Handmade

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import Finding, Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

SCHEMAS: dict[str, Any] = {
    "RoomCode": {"type": "string", "pattern": "^[A-Z]-[0-9]{2}$"},
    "Room": {
        "type": "object",
        "required": ["code", "walls", "height"],
        "properties": {
            "code": {"$ref": "#/components/schemas/RoomCode"},
            "walls": {"enum": ["white", "red"]},
            "height": {"type": "integer"},
        },
    },
    "Rooms": {
        "type": "object",
        "required": ["rooms", "total", "offset", "limit", "units"],
        "properties": {
            "rooms": {"type": "array", "items": {"$ref": "#/components/schemas/Room"}},
            "total": {"type": "integer"},
            "offset": {"type": "integer"},
            "limit": {"type": "integer"},
            "units": {"enum": ["metric", "imperial"]},
        },
    },
    "Visit": {
        "type": "object",
        "required": ["guests", "start"],
        "additionalProperties": False,
        "properties": {
            "guests": {"type": "integer", "minimum": 1, "maximum": 4},
            "start": {"$ref": "#/components/schemas/RoomCode"},
        },
    },
}
PARAMETERS: list[Any] = [
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": 20, "default": 5},
    },
    {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 0}},
    {"name": "sort", "in": "query", "schema": {"enum": ["code", "-code"], "default": "code"}},
    {
        "name": "units",
        "in": "cookie",
        "schema": {"enum": ["metric", "imperial"], "default": "metric"},
    },
]
CODE: Json = {
    "name": "code",
    "in": "path",
    "required": True,
    "schema": {"$ref": "#/components/schemas/RoomCode"},
}
HERE: tuple[dict[str, Any], ...] = tuple(
    {"code": f"{'CAB'[n % 3]}-{n:02}", "walls": ["white", "red"][n % 2], "height": 3 + n % 4}
    for n in range(9)
)


def _answers(schema: str, status: str = "200") -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    refusals = {code: {"description": "Refused."} for code in ("400", "404", "415", "422")}
    return {status: {"description": "", "content": content}, **refusals}


def document() -> dict[str, Any]:
    """Return the document."""
    body = {"schema": {"$ref": "#/components/schemas/Visit"}}
    visit = {"required": True, "content": {"application/json": body}}
    whole: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Gallery", "version": "1"},
        "paths": {
            "/rooms": {
                "get": {
                    "operationId": "listRooms",
                    "parameters": PARAMETERS,
                    "responses": _answers("Rooms"),
                }
            },
            "/rooms/{code}": {
                "parameters": [CODE],
                "get": {"operationId": "getRoom", "responses": _answers("Room")},
                "delete": {"operationId": "closeRoom", "responses": _answers("Room")},
            },
            "/rooms/{code}/note": {
                "parameters": [CODE],
                "delete": {"operationId": "dropNote", "responses": _answers("Room")},
            },
            "/visits": {
                "post": {
                    "operationId": "visit",
                    "requestBody": visit,
                    "responses": _answers("Visit", "201"),
                }
            },
        },
        "components": {"schemas": SCHEMAS},
    }
    return copy.deepcopy(whole)


class Gallery(Handmade):
    """The server, as a transport.

    Attributes:
        asked: Methods and paths of the requests, in order.
    """

    def __init__(self, fault: str = "", rooms: Sequence[dict[str, Any]] = HERE) -> None:
        """Do one thing wrong, "" for none."""
        self._fault = fault
        self._rooms = {each["code"]: each for each in rooms}
        self.asked: list[tuple[str, str]] = []
        self.started: list[Json] = []

    def _one(self, wire: Wire) -> Reply:
        path, _, query = wire.target.partition("?")
        self.asked.append((wire.method, path))
        status, value = self._told(wire, path, parse_qs(query, keep_blank_values=True))
        headers = {"content-type": "application/json"}
        return Reply(status=status, headers=headers, body=json.dumps(value).encode())

    def _told(self, wire: Wire, path: str, query: dict[str, list[str]]) -> tuple[int, Json]:
        if path == "/rooms" and wire.method == "GET":
            cookie = next((v for k, v in wire.headers if k.lower() == "cookie"), "units=metric")
            return self._list(query, cookie.partition("=")[2])
        if path == "/visits" and wire.method == "POST":
            return self._visit(wire)
        step, _, below = path.removeprefix("/rooms/").partition("/")
        room = self._rooms.get(step)
        if room is None or not path.startswith("/rooms/"):
            return 404, None
        if self._fault == "walls" and step == "B-08":
            room = room | {"walls": "green"}
        here = (wire.method, below) in {("GET", ""), ("DELETE", "note")}
        return (200, room) if here else (404, None)

    def _list(self, query: dict[str, list[str]], units: str) -> tuple[int, Json]:
        fault, off = self._fault, {"limit-default": "3"}.get(self._fault, "5")
        given = {name: values[0] for name, values in query.items()}
        limit, offset = given.get("limit", off), given.get("offset", "0")
        order = given.get("sort", "-code" if fault == "sort-default" else "code")
        whole = limit.isdecimal() and offset.isdecimal() and 1 <= int(limit) <= 20
        if not whole or order not in {"code", "-code"} or units not in {"metric", "imperial"}:
            return 400, None
        rooms = list(self._rooms.values())
        if fault != "unsorted":
            rooms.sort(key=lambda it: it["code"], reverse=order == "-code")
        begin = 0 if fault == "offset-ignored" else int(offset)
        page: list[Json] = [*rooms[begin:]]
        if fault != "limit-ignored":
            page = page[: int(limit)]
        more = int(offset) + int(limit)
        leads = fault == "next-always" or (fault == "next-at-end" and begin < len(rooms))
        following = {"next": f"/rooms?limit={limit}&offset={more}"} if leads else {}
        return 200, {
            **following,
            "rooms": page,
            "total": len(page) if fault == "total-of-page" else len(rooms),
            "offset": 0 if fault == "offset-0" else int(offset),
            "limit": int(limit),
            "units": "metric" if fault == "units" else units,
        }

    def _visit(self, wire: Wire) -> tuple[int, Json]:
        try:
            body = json.loads(wire.body or b"")
        except ValueError:
            return 400, None
        known = isinstance(body, dict) and set(body) == {"guests", "start"}
        if dict(wire.headers).get("Content-Type") != "application/json":
            return 415, None
        if not known or type(body["guests"]) is not int or not 1 <= body["guests"] <= 4:
            return 422, None
        self.started.append(body["start"])
        here = isinstance(body["start"], str) and body["start"] in self._rooms
        return (201, body) if here else (422, None)


def told(api: Api, server: Gallery, seed: int = 0) -> tuple[Finding, ...]:
    """Return what a campaign finds."""
    phases = ("rules", "protocol", "journeys")
    wish = Wish(seed=seed, most=600, phases=phases)
    return run(api, server, Options(wish=wish)).findings


ApiOf = Callable[[Json], Api]

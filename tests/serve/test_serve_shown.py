"""What a list shows though nobody makes it, and what its pages say of themselves."""

from typing import Any

import pytest
from tests.serve.conftest import Kitchen, Open

JSON = "application/json"
ROOM: dict[str, Any] = {
    "type": "object",
    "required": ["key", "walls"],
    "properties": {"key": {"$ref": "#/components/schemas/Code"}, "walls": {"type": "string"}},
}
PAGE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "rooms": {"type": "array", "items": ROOM},
        "offset": {"type": "integer"},
        "limit": {"type": "integer"},
    },
    "example": {
        "rooms": [{"key": f"A-0{n}", "walls": walls} for n, walls in enumerate(("red", "white"))],
        "offset": 7,
        "limit": 7,
    },
}
PAGING: list[Any] = [
    {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 5}},
    {"name": "offset", "in": "query", "schema": {"type": "integer", "default": 0}},
]
CODE: dict[str, Any] = {
    "name": "code",
    "in": "path",
    "required": True,
    "schema": {"$ref": "#/components/schemas/Code"},
}


def _answers(schema: Any) -> dict[str, Any]:
    return {"200": {"description": ".", "content": {JSON: {"schema": schema}}}}


ROOMS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Rooms", "version": "1"},
    "paths": {
        "/rooms": {"get": {"parameters": PAGING, "responses": _answers(PAGE)}},
        "/rooms/{code}": {"parameters": [CODE], "get": {"responses": _answers(ROOM)}},
    },
    "components": {"schemas": {"Code": {"type": "string", "pattern": "^[A-Z]-[0-9]{2}$"}}},
}


@pytest.fixture
def rooms(serve: Open) -> Kitchen:
    """Return a server."""
    return serve(ROOMS)


def test_each_item_is_what_its_id_shows(rooms: Kitchen) -> None:
    """Its member with the type of the path names it; others are examples."""
    assert rooms.get("/rooms/A-01").json() == {"key": "A-01", "walls": "white"}
    assert rooms.get("/rooms/A-00").json() == {"key": "A-00", "walls": "red"}
    assert rooms.get("/rooms/B-09").status_code == 200


def test_pages_say_what_they_were_asked_for(rooms: Kitchen) -> None:
    """Or what holds by default."""
    plain = rooms.get("/rooms").json()
    assert (plain["limit"], plain["offset"], len(plain["rooms"])) == (5, 0, 2)
    second = rooms.get("/rooms?limit=1&offset=1").json()
    assert (second["limit"], second["offset"], second["rooms"][0]["key"]) == (1, 1, "A-01")

"""What a resource gives out: as many outputs as words promise, in their order and format."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import echo
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api
from tallystick.text import Json

PRINT: dict[str, Any] = {
    "type": "object",
    "description": "One credit for each page, one print for each copy, always on paper.",
    "required": ["copies"],
    "properties": {
        "copies": {"type": "integer", "minimum": 1},
        "format": {"enum": ["mp3", "wav", "tiff"]},
    },
}
SONG: dict[str, Any] = {
    "type": "object",
    "description": "A mix: one print, and one for each part in the order in which they are asked.",
    "required": ["parts"],
    "properties": {"parts": {"type": "array", "items": {"type": "string"}, "default": []}},
}
ROW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "media_type": {"enum": ["audio/mpeg", "audio/wav", "image/x-tiff"]},
    },
}


def document(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a document of something that is printed."""
    prints: dict[str, Any] = {"type": "array", "items": ROW}
    shown: dict[str, Any] = {"type": "object", "properties": {"id": {}, "prints": prints}}

    def content(inner: Json) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": inner}}}

    answer = {"description": "It.", **content(shown)}
    path = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    create = {"operationId": "make", "requestBody": {"required": True, **content(schema)}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Prints", "version": "1"},
        "paths": {
            "/prints": {"post": {**create, "responses": {"201": answer}}},
            "/prints/{id}": {
                "get": {"operationId": "look", "parameters": [path], "responses": {"200": answer}}
            },
        },
    }


@pytest.fixture
def found(api_of: Callable[[Json], Api]) -> Callable[..., list[str]]:
    """Return a function that judges prints: the claims that do not hold."""

    def judged(schema: dict[str, Any], body: dict[str, Any], prints: list[Json]) -> list[str]:
        api = api_of(document(schema))
        scene = Scene(api, Judging(api))
        message = Message(method="GET", path="/prints/{id}")
        case = Case(
            operation="look",
            kind="poll",
            expect="accepted",
            message=message,
            takes="make",
            value=body,
            has_value=True,
        )
        create = scene.operations["make"]
        told = echo.shown(scene, case, Reply(status=200), create, {"id": "1", "prints": prints})
        return [it.claim.key for it in told]

    return judged


def named(*names: str) -> list[Json]:
    """Return prints with names."""
    return [{"name": name} for name in names]


def test_as_many_as_a_number_says(found: Callable[..., list[str]]) -> None:
    """Words name the list and the number; a price for each is none of them."""
    assert found(PRINT, {"copies": 2}, named("a", "b")) == []
    assert found(PRINT, {"copies": 2}, named("a")) == ["look response:each /prints"]
    assert found(PRINT, {"copies": 1}, named("a", "b")) == ["look response:each /prints"]


def test_as_many_as_a_list_has_and_one_beside(found: Callable[..., list[str]]) -> None:
    """They come in its order where words say so, whatever stands beside them."""
    assert found(SONG, {"parts": ["b", "a"]}, named("mix", "b", "a")) == []
    assert found(SONG, {"parts": []}, named("mix")) == []
    assert found(SONG, {}, named("mix")) == []
    assert found(SONG, {"parts": ["b", "a"]}, named("mix")) == ["look response:each /prints"]
    assert found(SONG, {"parts": ["b", "a"]}, named("mix", "a", "b")) == [
        "look response:each /prints"
    ]


def test_the_format_is_the_one_asked_for(found: Callable[..., list[str]]) -> None:
    """By the media type that has its name; where none has, nothing is said."""
    wav: dict[str, Json] = {"media_type": "audio/wav"}
    mpeg: dict[str, Json] = {"media_type": "audio/mpeg"}
    wrong = ["look response:format /format"]
    assert found(PRINT, {"copies": 1, "format": "wav"}, [wav]) == []
    assert found(PRINT, {"copies": 1, "format": "mp3"}, [mpeg]) == []
    assert found(PRINT, {"copies": 1, "format": "wav"}, [mpeg]) == wrong
    assert found(PRINT, {"copies": 1, "format": "tiff"}, [mpeg]) == []

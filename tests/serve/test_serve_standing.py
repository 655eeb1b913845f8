"""What stands at a path is kept for each caller: set by PUT and PATCH where GET shows it."""

import copy
from typing import Any

import pytest
from tests.serve.conftest import Kitchen, Open

JSON = "application/json"
MERGE = "application/merge-patch+json"
CHOICES: dict[str, Any] = {
    "type": "object",
    "required": ["size"],
    "patternProperties": {"^x-": {"type": "string"}},
    "example": {"size": 1, "theme": "dark", "made": "by us"},
    "properties": {
        "size": {"type": "integer"},
        "theme": {"enum": ["dark", "light"], "default": "light"},
        "made": {"type": "string", "readOnly": True},
        "frame": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"wide": {"type": "boolean"}, "by": {"type": ["string", "null"]}},
        },
    },
}
NOTICE: dict[str, Any] = {
    "type": "object",
    "required": ["cause"],
    "properties": {"cause": {"enum": ["paint", "party"]}, "note": {"type": "string"}},
}


def _answers(schema: Any, *statuses: str) -> dict[str, Any]:
    refused = {status: {"description": "."} for status in ("400", "401", *statuses)}
    return {"200": {"description": ".", "content": {JSON: {"schema": schema}}}, **refused}


def _set(schema: Any, media_type: str = JSON) -> dict[str, Any]:
    body = {"required": True, "content": {media_type: {"schema": schema}}}
    return {"requestBody": body, "responses": _answers(schema)}


PART = {**CHOICES, "required": []}
CODE = {"name": "code", "in": "path", "required": True, "schema": {"type": "string"}}
ROOMS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Rooms", "version": "1"},
    "security": [{"key": []}],
    "paths": {
        "/choices": {
            "get": {"responses": _answers(CHOICES)},
            "put": _set(CHOICES),
            "patch": _set(PART, MERGE),
        },
        "/rooms/{code}/notice": {
            "parameters": [CODE],
            "get": {"responses": _answers(NOTICE, "404")},
            "put": _set(NOTICE),
            "delete": {"responses": {"204": {"description": "."}, "404": {"description": "."}}},
        },
    },
    "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
}


@pytest.fixture(name="kitchen")
def _kitchen(serve: Open) -> Kitchen:
    return serve(ROOMS, token=["k", "other"])


def _put(kitchen: Kitchen, path: str, body: Any, **more: Any) -> Any:
    return kitchen.call("PUT", path, json=body, **more).json()


def test_what_is_set_is_shown_to_who_set_it(kitchen: Kitchen) -> None:
    """At first there is the example; what a PUT leaves out is gone, or as by default."""
    assert kitchen.get("/choices").json() == CHOICES["example"]
    told = {"size": 3, "x-mine": "yes", "frame": {"wide": True}}
    put = _put(kitchen, "/choices", {**told, "made": "by me"})
    assert put == {**told, "theme": "light", "made": "by us"}
    assert kitchen.get("/choices").json() == put
    assert kitchen.get("/choices", token="other").json() == CHOICES["example"]
    assert _put(kitchen, "/choices", {"size": 4}) == {"size": 4, "theme": "light", "made": "by us"}


def test_a_merge_patch_merges(kitchen: Kitchen) -> None:
    """At every depth; null takes away what is in an object."""
    before = _put(kitchen, "/choices", {"size": 3, "frame": {"wide": True, "by": "me"}})
    headers = {"content-type": MERGE}
    body = b'{"frame": {"by": null}, "x-mine": "yes"}'
    patched = kitchen.call("PATCH", "/choices", content=body, headers=headers).json()
    assert patched == {**before, "frame": {"wide": True}, "x-mine": "yes"}
    assert kitchen.get("/choices").json() == patched


def test_what_is_taken_away_is_gone(kitchen: Kitchen) -> None:
    """At one place, for one caller, until it is set again."""
    path = "/rooms/R1/notice"
    for place in (path, "/rooms/R2/notice"):
        _put(kitchen, place, {"cause": "paint", "note": "wet"})
    assert kitchen.call("DELETE", path).status_code == 204
    assert kitchen.get(path).status_code == 404
    assert kitchen.call("DELETE", path).status_code == 404
    assert kitchen.get(path, token="other").status_code == 200
    assert kitchen.get("/rooms/R2/notice").json() == {"cause": "paint", "note": "wet"}
    assert _put(kitchen, path, {"cause": "party"}) == {"cause": "party"}
    assert kitchen.get(path).json() == {"cause": "party"}


def test_where_nothing_else_is_said_the_example_comes_back(serve: Open) -> None:
    """A document without an answer for nothing: what was taken away is as at the beginning."""
    document = copy.deepcopy(ROOMS)
    at = document["paths"]["/rooms/{code}/notice"]
    for method in ("get", "delete"):
        del at[method]["responses"]["404"]
    kitchen = serve(document)
    begun = kitchen.get("/rooms/R1/notice").json()
    _put(kitchen, "/rooms/R1/notice", {"cause": "party", "note": "loud"})
    assert kitchen.call("DELETE", "/rooms/R1/notice").status_code == 204
    assert kitchen.get("/rooms/R1/notice").json() == begun


def test_what_stands_in_a_member_is_set_there(serve: Open) -> None:
    """``{"data": {...}}`` shows it, and PUT takes it bare."""
    document = copy.deepcopy(ROOMS)
    whole = {"type": "object", "required": ["data"], "properties": {"data": NOTICE}}
    document["paths"]["/rooms/{code}/notice"]["get"]["responses"] = _answers(whole, "404")
    kitchen = serve(document)
    assert _put(kitchen, "/rooms/R1/notice", {"cause": "party"}) == {"cause": "party"}
    assert kitchen.get("/rooms/R1/notice").json() == {"data": {"cause": "party"}}

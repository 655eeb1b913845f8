"""What nobody asked for is nothing where words say so; a request that is shown is all there."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.documented import success
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import echo, listed
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api, Record
from tallystick.text import Json

TEXT: dict[str, Any] = {"type": ["string", "null"]}
ASKED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "title": TEXT,
        "mood": {"type": ["string", "null"], "description": "Detected from the title when absent."},
        "ink": {"type": "string"},
        "size": {"type": "integer", "default": 3},
        "marks": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
    },
}
PLAIN: dict[str, Any] = {
    "type": "object",
    "required": ["ink"],
    "properties": {**ASKED["properties"], "id": {"type": "string"}},
}


def document(said: str = "", member: str = "", inner: str = "") -> dict[str, Any]:
    """Return an API of notes.

    Args:
        said: Of the note.
        member: Of its title.
        inner: Of an object in it that shows a whole request.
    """
    title = {**TEXT, "description": member}
    own: dict[str, Any] = {**PLAIN["properties"], "title": title}
    if inner:
        wrapped = {"$ref": "#/components/schemas/Asked", "description": inner}
        own = {"id": {"type": "string"}, "input": wrapped}
    note = {"type": "object", "description": said, "required": ["ink"], "properties": own}

    def content(name: str) -> dict[str, Any]:
        return {
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        }

    good = {"description": "It.", **content("Note")}
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    make = {"operationId": "make", "requestBody": content("Asked"), "responses": {"201": good}}
    look = {"operationId": "look", "parameters": [named], "responses": {"200": good}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Notes", "version": "1"},
        "paths": {"/notes": {"post": make}, "/notes/{id}": {"get": look}},
        "components": {"schemas": {"Asked": ASKED, "Note": note}},
    }


@pytest.fixture
def found(api_of: Callable[[Json], Api]) -> Callable[..., list[str]]:
    """Return a function that judges a note: the claims that do not hold."""

    def judged(asked: dict[str, Json], shown: dict[str, Json], **said: str) -> list[str]:
        api = api_of(document(**said))
        scene = Scene(api, Judging(api))
        message = Message(method="GET", path="/notes/{id}")
        case = Case(
            operation="look",
            kind="poll",
            expect="accepted",
            message=message,
            takes="make",
            value=dict(asked),
            has_value=True,
        )
        create = scene.operations["make"]
        told = echo.shown(scene, case, Reply(status=200), create, {"id": "1", **shown})
        return [f"{it.claim.name} {it.claim.at}" for it in told]

    return judged


@pytest.mark.parametrize(
    "said",
    [
        {"member": "As in the request."},
        {"member": "Null unless given."},
        {"said": "What was not given is null, or as its default says."},
        {"said": "What has no default is left out."},
        {"said": "Members are absent when not given."},
    ],
)
def test_what_nobody_asked_for(said: dict[str, str], found: Callable[..., list[str]]) -> None:
    """It is nothing; what was asked for, or has a default, or has to be there, may be anything."""
    assert found({}, {"title": ""}, **said) == ["response:default /title"]
    assert found({"title": None}, {"title": "a"}, **said) == ["response:default /title"]
    assert found({"title": "a"}, {"title": "a"}, **said) == []
    assert found({}, {"title": None, "ink": "blue", "size": 3, "mood": "sad"}, **said) == []


@pytest.mark.parametrize(
    "said",
    [{}, {"member": "As in the request, or the first line."}, {"said": "What is null is ours."}],
)
def test_what_may_be_anything(said: dict[str, str], found: Callable[..., list[str]]) -> None:
    """Words that say less, or what else it is, say nothing."""
    assert found({}, {"title": "a"}, **said) == []


def test_a_whole_request(found: Callable[..., list[str]]) -> None:
    """All of it is there, in its order, where words say that it is the request."""
    asked: dict[str, Json] = {"ink": "red", "marks": ["b", "a"]}
    turned: dict[str, Json] = {"input": {"ink": "red", "marks": ["a", "b"], "size": 3}}
    lost: dict[str, Json] = {"input": {"marks": ["b", "a"], "size": 3}}
    whole = "The request, with defaults."
    assert found(asked, {"input": {**asked, "size": 3}}, inner=whole) == []
    assert "response:echo /marks" in found(asked, turned, inner=whole)
    assert "response:echo /ink" in found(asked, lost, inner=whole)
    assert found(asked, turned, inner="What is made.") == []


def test_lists_of_plain_items_are_shown_alike(api_of: Callable[[Json], Api]) -> None:
    """In a list and by the id, in any order; a summary of another type may have others."""
    api = api_of(document())
    scene = Scene(api, Judging(api))
    shown = success(api.operations[0])
    note = api.types[shown] if shown is not None else None
    assert isinstance(note, Record)
    message = Message(method="GET", path="/notes")
    case = Case(operation="look", kind="list", expect="accepted", message=message)

    def differs(item: list[Json], shown: list[Json]) -> list[str]:
        whole = {"marks": shown}
        page = listed.Shown(case, Reply(status=200))
        told = listed.same(scene, page, {"marks": item}, (whole, whole), (note, note.id))
        return [f"{it.claim.at} {it.weight.value}" for it in told]

    assert differs(["a", "b"], ["b", "a"]) == []
    assert differs([], ["a"]) == ["/marks warning"]

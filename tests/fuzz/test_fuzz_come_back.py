"""What was asked comes back, defaults too; what only requests may hold does not."""

import json
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.documented import success
from tallystick.fuzz.model import Case, Message, Reply, Weight
from tallystick.fuzz.oracles import echo, unlisted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.text import Json

SURVEY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "depth": {"type": "integer", "default": 1},
        "scale": {"type": "number"},
        "loud": {"type": "boolean", "default": False},
        "cost": {"type": "integer", "readOnly": True},
        "title": {"type": "string"},
        "pin": {"type": "string", "writeOnly": True},
    },
}


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Return the scene of an API that takes surveys."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Survey"}}}
    operation = {
        "operationId": "order",
        "requestBody": {"content": content},
        "responses": {"201": {"description": "Ordered.", "content": content}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Surveys", "version": "1"},
        "paths": {"/surveys": {"post": operation}},
        "components": {"schemas": {"Survey": SURVEY}},
    }
    parsed, found = parse_text(json.dumps(document).encode(), "surveys.json")
    assert parsed is not None, found
    resolved, found = resolve(parsed)
    assert resolved is not None, found
    api, found = lower(resolved)
    assert api is not None, found
    return Scene(api, Judging(api))


def asked(body: Json) -> Case:
    """Return a request."""
    message = Message(method="POST", path="/surveys", body=json.dumps(body).encode())
    return Case(
        operation="order",
        kind="valid",
        expect="accepted",
        message=message,
        value=body,
        has_value=True,
    )


def answered(body: Json) -> Reply:
    """Return an answer."""
    headers = {"content-type": "application/json"}
    return Reply(status=201, headers=headers, body=json.dumps(body).encode())


@pytest.mark.parametrize(
    ("body", "shown", "told"),
    [
        ({"depth": 3, "loud": True}, {"depth": 3, "loud": True}, []),
        ({"depth": 3}, {"depth": 4}, ["/depth"]),
        ({"loud": True}, {"loud": False}, ["/loud"]),
        ({}, {"depth": 2, "loud": False}, ["/depth"]),
        ({"scale": 0.1}, {"scale": 0.1 + 1e-12}, []),
        ({"scale": 2}, {"scale": 2.0}, []),
        ({"cost": 3, "title": "a"}, {"cost": 4, "title": "a"}, []),
        ({"depth": 3}, {}, ["/depth"]),
        ({"depth": 0, "loud": False}, {}, []),
    ],
)
def test_numbers_and_booleans_come_back(
    scene: Scene, body: Json, shown: Json, told: list[str]
) -> None:
    """Those that a client leaves out are what they are by default; a server's own are its own."""
    type_id = success(scene.operations["order"])
    assert type_id is not None
    scene.defaults.clear()
    found = list(echo.judge(scene, asked(body), answered(shown), type_id, type_id, shown))
    assert [each.claim.at for each in found] == told
    assert all(each.weight is Weight.WARNING for each in found)


def test_what_is_only_written_is_not_shown(scene: Scene) -> None:
    """A PIN in an answer is told, though the schema lists it: for requests."""
    found = list(unlisted.judge(scene, asked({}), answered({"depth": 1, "pin": "1234"})))
    assert [(each.kind, each.claim.at) for each in found] == [("unlisted-member", "201/pin")]

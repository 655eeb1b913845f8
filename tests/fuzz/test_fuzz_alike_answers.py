"""Answers that say what a sound one said are not judged again; all others are."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tallystick.fuzz.bodies.judging import Judging, compact
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import conformance
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api
from tallystick.text import Json

PLACED = {"content-type": "application/json", "x-left": "3"}
ORDER = Reply(status=200, headers=PLACED, body=compact({"id": 7}))
ASKED = Case(
    operation="order", kind="valid", expect="accepted", message=Message(method="GET", path="/order")
)


@pytest.fixture
def scene(api_of: Callable[[Json], Api]) -> Scene:
    """Return an order that is shown by its number, and a bill that is shown by its name."""

    def shown(name: str, kind: str) -> Json:
        schema: Json = {"type": "object", "properties": {"id": {"type": kind}}}
        left: Json = {"X-Left": {"required": True, "schema": {"type": "integer", "maximum": 9}}}
        content: Json = {"application/json": {"schema": schema}}
        listed: dict[str, Json] = {
            "200": {"description": ".", "headers": left, "content": content},
            "404": {"description": ".", "content": {"application/json": {"schema": False}}},
        }
        return {"get": {"operationId": name, "responses": listed}}

    paths: Json = {"/order": shown("order", "integer"), "/bill": shown("bill", "string")}
    api = api_of({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths})
    return Scene(api, Judging(api))


def kinds(scene: Scene, reply: Reply, case: Case = ASKED) -> list[str]:
    """Return what is wrong with an answer."""
    return [it.kind for it in conformance.judge(scene, case, reply)]


def test_a_sound_answer_is_judged_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked about one that says the same."""
    assert kinds(scene, ORDER) == []
    monkeypatch.delattr(Judging, "broken")
    assert kinds(scene, replace(ORDER)) == []


def test_what_says_something_else_is_judged(scene: Scene) -> None:
    """Another body, header, status, or operation is another answer; a wrong one is each time."""
    assert kinds(scene, ORDER) == []
    wrong = replace(ORDER, body=compact({"id": "7"}))
    assert kinds(scene, wrong) == kinds(scene, wrong) == ["response-schema"]
    assert kinds(scene, replace(ORDER, headers={**PLACED, "x-left": "10"})) == ["response-header"]
    assert kinds(scene, replace(ORDER, status=404)) == ["response-schema"]
    assert kinds(scene, ORDER, replace(ASKED, operation="bill")) == ["response-schema"]


def test_what_has_no_body_is_fit_for_some_methods_only(scene: Scene) -> None:
    """An answer to HEAD has none; the same one to GET lacks it."""
    bare = replace(ORDER, body=b"")
    head = replace(ASKED, message=replace(ASKED.message, method="HEAD"))
    assert kinds(scene, bare, head) == []
    assert kinds(scene, bare) == ["response-body"]

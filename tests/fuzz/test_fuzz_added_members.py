"""What a client adds to an open object may come back: the document leaves it to clients."""

from collections.abc import Callable

import pytest

from tallystick.fuzz.bodies.judging import Judging, compact
from tallystick.fuzz.model import Case, Message
from tallystick.fuzz.oracles import unlisted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api
from tallystick.text import Json

from .handmade import reply


def way(word: str, own: str) -> Json:
    """Return one way to pay, open to members of others."""
    members: Json = {"by": {"const": word}, own: {"type": "string"}}
    return {"type": "object", "required": ["by", own], "properties": members}


PAYS: Json = {"oneOf": [way("card", "number"), way("wire", "iban")]}
ASKED: dict[str, Json] = {"type": "object", "properties": {"pay": PAYS, "pin": {"type": "string"}}}
SHOWN: Json = {"type": "object", "properties": {"id": {"type": "string"}, "pay": PAYS}}
CARD: dict[str, Json] = {"by": "card", "number": "1"}


def answers(status: str, schema: Json) -> Json:
    """Return the responses of an operation that has one."""
    return {status: {"description": ".", "content": {"application/json": {"schema": schema}}}}


@pytest.fixture(params=[True, False], ids=["open", "closed"])
def scene(api_of: Callable[[Json], Api], request: pytest.FixtureRequest) -> Scene:
    """Return orders that are paid in one of two ways; they themselves may be closed."""
    schema: Json = {**ASKED, "additionalProperties": request.param}
    body: Json = {"required": True, "content": {"application/json": {"schema": schema}}}
    order: Json = {
        "operationId": "order",
        "requestBody": body,
        "responses": answers("201", SHOWN),
    }
    orders: Json = {
        "operationId": "orders",
        "responses": answers("200", {"type": "array", "items": SHOWN}),
    }
    paths: Json = {"/orders": {"post": order, "get": orders}}
    document: Json = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    api = api_of(document)
    return Scene(api, Judging(api))


def asked(body: Json, *, after: Case | None = None) -> Case:
    """Return a request that orders."""
    message = Message(method="POST", path="/orders", body=compact(body))
    return Case(
        operation="order",
        kind="valid",
        expect="accepted",
        message=message,
        value=body,
        has_value=True,
        after=after,
    )


LISTED = Case(
    operation="orders",
    kind="valid",
    expect="accepted",
    message=Message(method="GET", path="/orders"),
)


def told(scene: Scene, case: Case, status: int, shown: Json) -> list[str]:
    """Return the places that one answer is warned of."""
    return [each.claim.at for each in unlisted.judge(scene, case, reply(status, shown))]


@pytest.mark.parametrize("member", ["iban", "mine"])
def test_what_was_added_comes_back(scene: Scene, member: str) -> None:
    """A member of another variant, or of nobody's: where it was sent, it may be shown."""
    body: Json = {"pay": {**CARD, member: "2"}}
    assert told(scene, asked(body), 201, body) == []
    assert told(scene, asked({"pay": CARD}, after=asked(body)), 201, body) == []
    assert told(scene, LISTED, 200, [body]) == []


def test_what_nobody_added_is_told(scene: Scene) -> None:
    """Nor does it help another resource that somebody added it to one."""
    odd: Json = {"pay": {**CARD, "mine": "2"}}
    assert told(scene, LISTED, 200, [odd]) == ["200/*/pay/mine"]
    assert told(scene, asked(odd), 201, odd) == []
    assert told(scene, asked({"pay": CARD}), 201, odd) == ["201/pay/mine"]


def test_what_others_added_before_may_be_listed(scene: Scene) -> None:
    """Where the server keeps what is added, a list may have more of it, by earlier clients.

    What is listed elsewhere is told all the same: nobody added that.
    """
    older: Json = {"pay": {**CARD, "theirs": "2"}, "pin": "1234"}
    assert told(scene, LISTED, 200, [older]) == ["200/*/pay/theirs", "200/*/pin"]
    mine: Json = {"pay": {**CARD, "mine": "2"}}
    assert told(scene, asked(mine), 201, mine) == []
    assert told(scene, LISTED, 200, [older]) == ["200/*/pin"]
    assert told(scene, asked({"pay": CARD}), 201, older) == ["201/pay/theirs", "201/pin"]


def test_what_a_request_lists_is_told_where_an_answer_does_not(scene: Scene) -> None:
    """The document says that it is for requests: an answer that shows it departs from it."""
    body: Json = {"pay": CARD, "pin": "1234"}
    assert told(scene, asked(body), 201, body) == ["201/pin"]


def test_what_was_refused_was_not_added(scene: Scene) -> None:
    """A list that shows what was refused is looked at."""
    odd: Json = {"pay": {**CARD, "mine": "2"}}
    assert told(scene, asked(odd), 400, {}) == []
    assert told(scene, LISTED, 200, [odd]) == ["200/*/pay/mine"]

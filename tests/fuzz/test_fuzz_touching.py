"""Bounds of parameters that requests meet without being sent for them: they count as met."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import Message
from tallystick.fuzz.reports.facts import standing
from tallystick.fuzz.requests.giving import Giver
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.requests.touching import touches
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api
from tallystick.serve import app
from tallystick.text import Json

PAGE = {"type": "integer", "minimum": 1, "maximum": 9}
WORD = {"type": "string", "minLength": 2, "maxLength": 4}
MANY = {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "integer"}}
PARAMETERS = [
    {"name": "page", "in": "path", "required": True, "schema": PAGE},
    {"name": "word", "in": "query", "required": True, "schema": WORD, "example": "abcd"},
    {"name": "X-Word", "in": "header", "required": True, "schema": WORD, "example": "ab"},
    {"name": "many", "in": "query", "schema": MANY, "example": [1]},
]


def document() -> dict[str, Any]:
    """Return a document with one operation."""
    responses = {status: {"description": "It."} for status in ("200", "400")}
    get = {"operationId": "look", "parameters": PARAMETERS, "responses": responses}
    return {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "paths": {"/pages/{page}": {"get": get}},
    }


def test_what_every_request_has_is_not_called_never_sent(api_of: Callable[[Json], Api]) -> None:
    """Examples and first values are at edges, too; nothing is claimed of what was not sent."""
    api = api_of(document())
    transport = InProcess(app(api))
    try:
        outcome = run(api, transport, Options(wish=Wish(phases=("rules", "protocol"))))
    finally:
        transport.close()
    rows = standing(outcome)
    assert {row["at"] for row in rows if row["edge"] == "accepted"} >= {
        "path.page",
        "query.word",
        "header.X-Word",
        "query.many",
    }
    assert not [(row["at"], row["claim"]) for row in rows if row["edge"] == "never sent"]


@pytest.mark.parametrize(
    ("path", "query", "headers", "met"),
    [
        ("/pages/1", "", (), {"path.page 1 !minimum"}),
        ("/pages/{page}", "", (), set()),
        ("/pages/5", "word=abcd&many=1", (), {"query.word abcd !maxLength", "many"}),
        ("/pages/5", "word=abcde", (("X-Word", "ab"),), {"header.X-Word ab !minLength"}),
        ("/pages/5", "", (("X-Word", "abc"),), set()),
    ],
)
def test_what_a_request_meets(
    path: str,
    query: str,
    headers: tuple[tuple[str, str], ...],
    met: set[str],
    api_of: Callable[[Json], Api],
) -> None:
    """By what is sent, and not by what it is sent for."""
    api = api_of(document())
    message = Message(method="GET", path=path, query=query, headers=headers)
    known = touches(api.operations[0], Giver(Judging(api)), api)
    found = {it.goal for it in known if it.met(message)}
    wanted = {"query.many [1] !minItems" if each == "many" else each for each in met}
    assert found == wanted

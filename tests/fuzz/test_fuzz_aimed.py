"""Pointers in refusals lead to members that bodies have, or may have."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.fuzz.handmade import reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case, Claim, Message
from tallystick.fuzz.oracles import judged
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api
from tallystick.text import Json

WORDS = "Points to the member in the body."
BROKEN = Case(
    operation="makeBox",
    kind="keyword",
    expect="refused",
    claim=Claim(operation="makeBox", name="schema:minLength", at="/name"),
    message=Message(method="POST", path="/boxes"),
    value={"name": "", "parts": [{"size": 1, "odd": {"a/b": 1}}]},
    has_value=True,
)


def kinds(
    api_of: Callable[[Json], Api], document: dict[str, Any], pointer: Json, case: Case = BROKEN
) -> list[str]:
    """Return the kinds of findings about a refusal that holds a pointer."""
    scene = Scene(api := api_of(document), Judging(api))
    answer = reply(422, {"where": [{"at": pointer}]})
    return [it.kind for it in judged(scene, case, answer)]


def described(document: dict[str, Any], pointer: Json) -> dict[str, Any]:
    """Return the document with refusals that hold a list of members, each with a pointer."""
    each = {"type": "object", "properties": {"at": pointer}}
    told = {"type": "object", "properties": {"where": {"type": "array", "items": each}}}
    refusal = {"description": "-", "content": {"application/json": {"schema": told}}}
    document["paths"]["/boxes"]["post"]["responses"]["422"] = refusal
    order = document["components"]["schemas"]["Order"]["properties"]
    order["marks"] = {"type": "object", "additionalProperties": {"type": "string"}}
    order["extra"] = {"type": "object"}
    order["free"] = {}
    order["turn"] = {
        "anyOf": [{"$ref": "#/components/schemas/Part"}, {"type": "array", "items": {}}]
    }
    return document


@pytest.mark.parametrize(
    ("pointer", "stray"),
    [
        ("/name", False),
        ("/weight", False),
        ("/parts/0/odd/a~1b", False),
        ("/parts/7/size", False),
        ("/parts/-", False),
        ("/marks/any", False),
        ("/extra/any", False),
        ("/free/any/thing", False),
        ("/turn/size", False),
        ("/turn/0/any", False),
        ("", False),
        ("#/body/name", False),
        ("name", False),
        ("/body/name", True),
        ("/parts/size", True),
        ("/parts/0/name", True),
        ("/name/0", True),
        ("/turn/name", True),
    ],
)
def test_where_pointers_lead(
    pointer: Json, *, stray: bool, document: dict[str, Any], api_of: Callable[[Json], Api]
) -> None:
    """To what was sent, or what the schema knows or lets be there: else a warning."""
    told = described(document, {"type": "string", "description": f"A JSON Pointer. {WORDS}"})
    assert kinds(api_of, told, pointer) == ["stray-pointer"] * stray


@pytest.mark.parametrize(
    ("declared", "stray"),
    [
        ({"format": "json-pointer", "description": WORDS}, True),
        ({"description": "JSON Pointer into the request body."}, True),
        ({"format": "json-pointer"}, False),
        ({"format": "json-pointer", "description": "To the part of the request."}, False),
        ({"description": WORDS}, False),
    ],
)
def test_what_has_to_be_said_of_a_pointer(
    declared: dict[str, Json], *, stray: bool, document: dict[str, Any], api_of: Callable[..., Api]
) -> None:
    """That it is one, and that it leads into the body."""
    told = described(document, {"type": "string", **declared})
    assert kinds(api_of, told, "/body/name") == ["stray-pointer"] * stray


def test_where_more_than_the_body_may_be_meant(
    document: dict[str, Any], api_of: Callable[[Json], Api]
) -> None:
    """What is wrong with a request as a whole is pointed at as servers like."""
    told = described(document, {"type": "string", "format": "json-pointer", "description": WORDS})
    other = replace(BROKEN, kind="protocol", claim=Claim(operation="makeBox", name="request:json"))
    assert kinds(api_of, told, "/header/x", other) == []

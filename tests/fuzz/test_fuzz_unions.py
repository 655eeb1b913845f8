"""Each variant of a union says something of its own, and each is broken alone."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.broken import Bad
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import bodies
from tallystick.fuzz.model import Claim
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Api
from tallystick.text import Json


def by(word: str, member: str, schema: Json) -> dict[str, Any]:
    """Return one variant."""
    return {
        "type": "object",
        "required": ["type", member],
        "additionalProperties": False,
        "properties": {"type": {"enum": [word]}, member: schema},
    }


SCHEMAS: dict[str, Any] = {
    "Mail": by("mail", "sender", {"type": "string", "minLength": 2}),
    "Call": by("call", "minutes", {"type": "integer", "maximum": 240}),
    "Ticket": {
        "type": "object",
        "required": ["source"],
        "properties": {
            "source": {
                "oneOf": [
                    {"$ref": "#/components/schemas/Mail"},
                    {"$ref": "#/components/schemas/Call"},
                ]
            },
            "size": {"anyOf": [{"type": "integer", "maximum": 9}, {"type": "string"}]},
        },
    },
}


@pytest.fixture
def broken(api_of: Callable[[Json], Api]) -> list[Bad]:
    """Return the bodies that break something in a ticket."""
    body: dict[str, Json] = {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Ticket"}}}
    }
    operation: Json = {
        "operationId": "open",
        "requestBody": {"required": True, **body},
        "responses": {"204": {"description": "Opened."}},
    }
    api = api_of(
        {
            "openapi": "3.1.0",
            "info": {"title": "Tickets", "version": "1"},
            "paths": {"/tickets": {"post": operation}},
            "components": {"schemas": SCHEMAS},
        }
    )
    content = json_content(api.operations[0])
    assert content is not None
    assert content.type is not None
    made = bodies(Judging(api), content, content.type, seed=1, most=60, statuses=())
    return list(made.broken)


def of(broken: list[Bad], name: str, at: str) -> dict[str, Any]:
    """Return variant -> the source of the first body that breaks a keyword at a place alone."""
    found: dict[str, Any] = {}
    for bad in broken:
        if (bad.name, bad.at, bad.alone) == (f"schema:{name}", at, True):
            assert isinstance(bad.value, dict)
            found.setdefault(bad.variant, bad.value)
    return found


def test_a_keyword_that_two_variants_have_is_broken_in_both(broken: list[Bad]) -> None:
    """A mail without its type, and a call without it: servers may take either for the other."""
    missing = of(broken, "required", "/source/type")
    assert {name: set(body["source"]) for name, body in missing.items()} == {
        "Mail": {"sender"},
        "Call": {"minutes"},
    }
    more = of(broken, "additionalProperties", "/source")
    assert {name: body["source"]["type"] for name, body in more.items()} == {
        "Mail": "mail",
        "Call": "call",
    }


def test_what_one_variant_says_has_no_name_of_a_variant(broken: list[Bad]) -> None:
    """It is told by its place alone, inside a union of objects and in one of plain values."""
    assert [*of(broken, "maximum", "/source/minutes")] == [""]
    (size,) = of(broken, "maximum", "/size").values()
    assert size["size"] == 10


def test_claims_of_two_variants_are_two() -> None:
    """A known failure in one hides none in the other."""
    claims = [
        Claim(operation="open", name="schema:required", at="/source/type", variant=variant)
        for variant in ("", "Mail", "Call")
    ]
    assert [claim.key for claim in claims] == [
        "open schema:required /source/type",
        "open schema:required /source/type (Mail)",
        "open schema:required /source/type (Call)",
    ]

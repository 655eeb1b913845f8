"""Where rules turn: bodies on both sides, one step apart."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import Bodies, bodies
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Api

CART: dict[str, Any] = {
    "type": "object",
    "required": ["pulled", "length"],
    "additionalProperties": False,
    "properties": {
        "pulled": {"enum": ["hand", "horse"]},
        "length": {"type": "number", "exclusiveMinimum": 1, "maximum": 9, "multipleOf": 0.5},
        "riders": {"type": "array", "maxItems": 9, "items": {"enum": ["child", "adult"]}},
        "name": {"type": "string", "minLength": 1, "maxLength": 8},
        "load": {"type": "integer", "minimum": 0, "maximum": 50},
    },
    "x-validations": [
        {
            "id": "short-by-hand",
            "rule": "self.pulled != 'hand' || self.length <= 4.0",
            "message": "nobody pulls more than 4 m",
        },
        {
            "id": "an-adult",
            "rule": "!has(self.riders) || self.riders.exists(r, r == 'adult')",
            "message": "an adult rides, too",
        },
        {
            "id": "two-children-an-adult",
            "rule": "!has(self.riders) || size(self.riders.filter(r, r == 'child'))"
            " <= 2 * size(self.riders.filter(r, r == 'adult'))",
            "message": "an adult looks after two children",
        },
    ],
}


@pytest.fixture(scope="module")
def api(api_of: Callable[[Any], Api]) -> Api:
    """Return an API that takes carts in two ways."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Cart"}}}
    one = {"requestBody": {"required": True, "content": content}}
    said = {"responses": {"204": {"description": "Taken."}}}
    return api_of(
        {
            "openapi": "3.1.0",
            "info": {"title": "Carts", "version": "1"},
            "paths": {
                "/carts": {"post": {"operationId": "make", **one, **said}},
                "/cart": {"put": {"operationId": "change", **one, **said}},
            },
            "components": {"schemas": {"Cart": CART}},
        }
    )


@pytest.fixture(scope="module")
def made(api: Api) -> Bodies:
    """Return the bodies of carts."""
    content = json_content(api.operations[0])
    assert content is not None
    assert content.type is not None
    return bodies(Judging(api), content, content.type, seed=1, most=100, statuses=("stated",))


def test_a_rule_is_kept_and_broken_by_one_step(made: Bodies) -> None:
    """By half a metre, though no number of the rule is one; by one child."""
    valid: list[Any] = [found.value for found in made.valid]
    assert any((it["pulled"], it["length"]) == ("hand", 4) for it in valid)
    broken: list[Any] = [bad.value for bad in made.broken if bad.name == "short-by-hand"]
    assert any(it["length"] == 4.5 for it in broken)
    riders = [sorted(it["riders"]) for it in valid if it.get("riders")]
    assert any(each.count("child") == 2 * each.count("adult") for each in riders)


def test_null_keeps_a_rule_that_forbids_a_member(bodies_of: Callable[..., Bodies]) -> None:
    """Who looks for names alone refuses it: each of two is null beside the other one."""
    rule = "!(has(self.wheels) && has(self.runners))"
    parts = {"type": ["array", "null"], "minItems": 1, "items": {"type": "integer"}}
    schema = {
        "type": "object",
        "properties": {"wheels": parts, "runners": parts, "bell": {"type": "string"}},
        "x-validations": [{"id": "one-of-them", "rule": rule, "message": "not both"}],
    }
    valid: list[Any] = [found.value for found in bodies_of(schema, most=40).valid]
    assert any(one and it.get("runners", 1) is None for it in valid if (one := it.get("wheels")))
    assert any(two and it.get("wheels", 1) is None for it in valid if (two := it.get("runners")))

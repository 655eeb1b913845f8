"""Rules broken with much beside them: a member that a rule does not read may open a hole."""

from collections.abc import Callable
from typing import Any

from tallystick.fuzz.bodies.making import Bodies
from tallystick.text import Json

CART: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": ["open", "shut"]},
        "lid": {"type": "boolean"},
        "hue": {"enum": ["red", "blue", "grey"]},
        "name": {"type": "string", "maxLength": 9},
        "wheels": {"type": ["integer", "null"], "minimum": 1, "maximum": 9},
        "motor": {"type": "object", "properties": {"fast": {"type": "boolean"}}},
    },
    "x-validations": [
        {
            "id": "lid-of-shut",
            "rule": "!has(self.lid) || !self.lid || self.kind == 'shut'",
            "message": "an open cart has no lid",
        },
        {
            "id": "no-blue-wheels",
            "rule": "!has(self.hue) || self.hue != 'blue' || !has(self.wheels)",
            "message": "blue carts have no wheels",
        },
    ],
}


def broken(bodies_of: Callable[..., Bodies], schema: Json) -> list[Any]:
    """Return what breaks the first rule alone."""
    made = bodies_of(schema, most=60).broken
    return [it.value for it in made if it.alone and it.name == "lid-of-shut"]


def test_all_else_is_given(bodies_of: Callable[..., Bodies]) -> None:
    """In one body, as far as other rules allow; and other choices in another one."""
    sent = broken(bodies_of, CART)
    full = [it for it in sent if {"hue", "name", "wheels"} <= it.keys()]
    assert full
    assert all(it["wheels"] is not None for it in full[:1])
    assert {it.get("hue") for it in sent} >= {"red", "blue"}
    assert not [it for it in sent if it.get("hue") == "blue" and "wheels" in it]


def test_a_rule_that_stands_by_itself(bodies_of: Callable[..., Bodies]) -> None:
    """There is nothing beside it."""
    kind, lid = CART["properties"]["kind"], CART["properties"]["lid"]
    alone = {**CART, "properties": {"kind": kind, "lid": lid}}
    alone["x-validations"] = CART["x-validations"][:1]
    assert all(it.keys() == {"kind", "lid"} for it in broken(bodies_of, alone))

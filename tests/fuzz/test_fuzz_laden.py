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


WAGON: dict[str, Any] = {
    "type": "object",
    "required": ["speed"],
    "additionalProperties": False,
    "properties": {
        "speed": {"type": "integer", "minimum": 1, "maximum": 99},
        "slow": {"type": "boolean"},
        "hue": {"enum": ["red", "blue", "grey", "green", "pink", "white"]},
        "size": {"enum": ["s", "m", "l", "xl", "xs", "none"]},
        "kind": {"enum": ["bus", "tram", "van"]},
        "rails": {"type": "integer", "minimum": 1, "maximum": 9},
        "load": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"sand": {"type": "integer"}, "coal": {"type": "integer"}},
            "minProperties": 1,
            "maxProperties": 1,
        },
        "doors": {"type": "array", "maxItems": 3, "items": {"type": "boolean"}},
    },
    "x-validations": [
        {
            "id": "slow-is-slow",
            "rule": "!has(self.slow) || !self.slow || self.speed < 20",
            "message": "what is slow is below 20",
        },
        {
            "id": "rails-of-trams",
            "rule": "(has(self.kind) && self.kind == 'tram') == has(self.rails)",
            "message": "trams have rails, and nothing else",
        },
    ],
}


def slow(bodies_of: Callable[..., Bodies], schema: Json = WAGON) -> list[Any]:
    """Return what breaks the first rule of a wagon alone."""
    made = bodies_of(schema, most=60).broken
    return [it.value for it in made if it.alone and it.name == "slow-is-slow"]


def test_each_choice_stands_beside_a_broken_rule(bodies_of: Callable[..., Bodies]) -> None:
    """In fewer bodies than there are of choices, the first of which has nothing beside the rule."""
    sent = slow(bodies_of)
    assert sent[0].keys() == {"speed", "slow"}
    for name in ("hue", "size"):
        assert {it.get(name) for it in sent} >= set(WAGON["properties"][name]["enum"])
    assert len(sent) < 16


def test_choices_go_round_the_ways_to_break_a_rule(bodies_of: Callable[..., Bodies]) -> None:
    """What is broken in another way, by another number, has other choices beside it."""
    beside = [(it["speed"], it.get("hue")) for it in slow(bodies_of) if "hue" in it]
    assert len({speed for speed, _ in beside}) > 1
    assert len({hue for _, hue in beside}) > len(beside) // 2


def test_a_choice_that_needs_another_one(bodies_of: Callable[..., Bodies]) -> None:
    """What breaks the rule is put into a body that has both."""
    assert any(it.get("kind") == "tram" and "rails" in it for it in slow(bodies_of))


def test_objects_of_each_shape_and_lists_of_each_length(bodies_of: Callable[..., Bodies]) -> None:
    """One member of an object may stand for another one; lists are short and long."""
    sent = slow(bodies_of)
    assert {name for it in sent for name in it.get("load", ())} == {"sand", "coal"}
    assert {len(it["doors"]) for it in sent if "doors" in it} >= {1, 2}


def test_an_item_that_breaks_a_rule_has_others_before_it(bodies_of: Callable[..., Bodies]) -> None:
    """As many as lists have."""
    trains: dict[str, Any] = {
        "type": "object",
        "properties": {"wagons": {"type": "array", "maxItems": 3, "items": WAGON}},
    }
    sent = slow(bodies_of, trains)
    wrong = [[bool(wagon.get("slow")) for wagon in it["wagons"]] for it in sent]
    assert [False, False, True] in [
        [it and n == len(some) - 1 for n, it in enumerate(some)] for some in wrong
    ]
    assert {len(some) for some in wrong} == {1, 2, 3}

"""Few valid bodies show all bounds and choices, and how each rule is kept."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.making import Bodies
from tallystick.fuzz.bodies.valid import Found

LIMITS: dict[str, Any] = {
    name: {"type": "integer", "minimum": number, "maximum": number + 9}
    for number, name in enumerate("abcdefgh")
}
THING: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": ["plain", "fancy"]},
        "low": {"type": "integer"},
        "high": {"type": "integer"},
        "note": {"type": "string", "maxLength": 20},
        **LIMITS,
    },
    "x-validations": [
        {
            "id": "in-order",
            "rule": "!has(self.low) || !has(self.high) || self.low <= self.high",
            "message": "the low one is not above the high one",
        }
    ],
}


@pytest.fixture(scope="module")
def made(bodies_of: Callable[..., Bodies]) -> Bodies:
    """Return the bodies of an operation that takes several things."""
    listed = {"type": "array", "minItems": 1, "maxItems": 3, "items": THING}
    things = {"type": "object", "required": ["things"], "properties": {"things": listed}}
    return bodies_of(things, most=60)


def bounds(found: Found) -> set[str]:
    """Return the bounds of numbers that a body is at."""
    return {goal for goal in found.goals if "!m" in goal and goal[:10] == "/things/*/"}


def test_few_bodies_show_all_bounds(made: Bodies) -> None:
    """Also of what stands in the items of a list."""
    every = set().union(*map(bounds, made.valid))
    assert len(every) >= 2 * len(LIMITS)
    few = sorted(made.valid, key=lambda it: -len(bounds(it)))[:4]
    assert set().union(*map(bounds, few)) == every


def test_what_shows_a_rule_goes_on_showing_it(made: Bodies) -> None:
    """Two numbers that are equal stay so, whatever is put beside them."""
    showing = (it for it in made.valid if any("!in-order" in goal for goal in it.goals))
    beside = [it for it in showing if len(bounds(it)) > 2]
    assert beside
    for found in beside:
        items = found.value["things"] if isinstance(found.value, dict) else None
        assert isinstance(items, list)
        assert any(isinstance(it, dict) and {"low", "high"} & it.keys() for it in items)

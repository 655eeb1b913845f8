"""A list grows by an item of its own name, and what names it grows with it."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.making import Bodies
from tallystick.fuzz.bodies.twinning import twinned
from tallystick.text import Json

PLAY: dict[str, Any] = {
    "type": "object",
    "required": ["actors", "lines"],
    "additionalProperties": False,
    "properties": {
        "stage": {"enum": ["round", "split"]},
        "actors": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string", "pattern": "^[A-Z][a-z]{0,4}$"}},
            },
        },
        "lines": {
            "type": "array",
            "minItems": 1,
            "maxItems": 6,
            "items": {
                "type": "object",
                "required": ["who"],
                "properties": {"who": {"type": "string"}},
            },
        },
    },
    "x-validations": [
        {
            "id": "names-differ",
            "rule": "self.actors.all(a, self.actors.exists_one(b, a.name == b.name))",
            "message": "each has a name of its own",
        },
        {
            "id": "all-speak",
            "rule": "self.actors.all(a, self.lines.exists(l, l.who == a.name))",
            "message": "each says something",
        },
        {
            "id": "split-of-two",
            "rule": "!has(self.stage) || self.stage == 'round' || size(self.actors) == 2",
            "message": "one on each side",
        },
    ],
}


@pytest.fixture(scope="module")
def made(bodies_of: Callable[..., Bodies]) -> Bodies:
    """Return the bodies of an operation that takes plays."""
    return bodies_of(PLAY, most=60)


def sizes(made: Bodies, name: str) -> set[int]:
    """Return how many actors are in bodies that break a claim alone."""
    broken = (it.value for it in made.broken if it.name == name and it.alone)
    lists = (it["actors"] for it in broken if isinstance(it, dict) and "actors" in it)
    return {len(it) for it in lists if isinstance(it, list)}


def test_a_count_is_gone_past_on_both_sides(made: Bodies) -> None:
    """One actor, and three who all have names and something to say."""
    assert sizes(made, "split-of-two") == {1, 3}


def test_a_bound_is_gone_past_beside_rules_about_its_items(made: Bodies) -> None:
    """Four actors break nothing but that there are three at most."""
    assert 4 in sizes(made, "schema:maxItems")


def test_a_twin_has_a_name_of_its_own() -> None:
    """Which no item has yet; what no list beside names has no twin."""
    body: Json = {"a": [{"n": "Ax"}, {"n": "Ay"}], "b": [{"w": "Ay"}, {"w": "Ax", "t": 1}]}
    assert twinned(body, ("a",)) == {
        "a": [{"n": "Ax"}, {"n": "Ay"}, {"n": "Az"}],
        "b": [{"w": "Az", "t": 1}, {"w": "Ay"}, {"w": "Ax", "t": 1}],
    }
    assert twinned({"a": [{"n": "Ax"}], "b": ["By"]}, ("a",)) is None
    assert twinned([1], ()) is None

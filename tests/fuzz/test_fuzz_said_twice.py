"""What a schema says and a rule says again is broken by what both say, and by nothing beside it."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tallystick.fuzz.bodies.making import Bodies
from tallystick.text import Json

LAYER: dict[str, Any] = {
    "type": "object",
    "required": ["fruit"],
    "properties": {"fruit": {"type": "string", "minLength": 12}},
}
CAKE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "layers": {"type": "array", "maxItems": 64, "items": LAYER},
        "grams": {
            "type": ["array", "null"],
            "maxItems": 64,
            "uniqueItems": True,
            "items": {"type": "integer", "minimum": 0},
        },
    },
    "x-validations": [
        {
            "id": "weighed",
            "rule": "(!has(self.layers) && !has(self.grams)) || (has(self.layers)"
            " && has(self.grams) && size(self.layers) == size(self.grams)"
            " && self.grams.all(g, g >= 0 && self.grams.exists_one(o, o == g)))",
            "message": "each layer has a weight of its own",
        }
    ],
}


@pytest.fixture(scope="module")
def made(bodies_of: Callable[..., Bodies]) -> Bodies:
    """Return the bodies of an operation that takes cakes."""
    return bodies_of(CAKE, most=60)


def wrong(made: Bodies, name: str, at: str) -> list[tuple[list[Json], list[Json]]]:
    """Return the layers and weights of bodies that break a keyword at a place."""
    every: list[Any] = [bad.value for bad in made.broken if (bad.name, bad.at) == (name, at)]
    return [(it.get("layers") or [], it["grams"]) for it in every]


@pytest.mark.parametrize("keyword", ["minimum", "type", "null"])
def test_what_stands_beside_a_wrong_item_fits(made: Bodies, keyword: str) -> None:
    """The lists are as long as each other: a server refuses the body for that item alone."""
    found = wrong(made, f"schema:{keyword}", "/grams/*")
    assert found
    assert all(len(layers) == len(grams) for layers, grams in found)


def test_a_wrong_item_is_the_last_of_several_all_the_same(made: Bodies) -> None:
    """In a valid body whose lists have several items."""
    sizes = {len(grams) for _, grams in wrong(made, "schema:minimum", "/grams/*")}
    assert max(sizes) > 1


def test_a_boolean_counts_where_a_rule_reads_the_number(made: Bodies) -> None:
    """Though the rule fails with it, and half a number breaks less."""
    every = [grams for _, grams in wrong(made, "schema:type", "/grams/*")]
    assert any(grams[-1] is True for grams in every)
    assert any(isinstance(grams[-1], float) for grams in every)


def test_twins_stand_in_a_list_that_is_no_longer_for_them(made: Bodies) -> None:
    """They take the places of items that differed."""
    found = wrong(made, "schema:uniqueItems", "/grams")
    assert found
    assert all(len(layers) == len(grams) for layers, grams in found)


def test_twins_are_neighbours_and_are_not(made: Bodies) -> None:
    """Also where no valid body was known of whose lists have three items: they grow together."""
    found = [grams for _, grams in wrong(made, "schema:uniqueItems", "/grams")]
    near = {any(one == other for one, other in pairwise(grams)) for grams in found}
    assert near == {True, False}

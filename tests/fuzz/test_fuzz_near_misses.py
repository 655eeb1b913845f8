"""What is sent just past a claim: of tuples, patterns of names, variants and lists with rules."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.making import Bodies
from tallystick.fuzz.bodies.texts import misses
from tallystick.text import Json

ROUND = {
    "type": "object",
    "required": ["form", "width"],
    "additionalProperties": False,
    "properties": {"form": {"const": "round"}, "width": {"type": "integer", "minimum": 1}},
}
FLAT = {
    "type": "object",
    "required": ["form", "edges"],
    "additionalProperties": False,
    "properties": {"form": {"const": "flat"}, "edges": {"type": "integer", "minimum": 3}},
}
MOMENT = {"type": "string", "format": "date-time", "pattern": "^20[0-9]{2}-[01][0-9].*Z$"}
STONE: dict[str, Any] = {
    "type": "object",
    "required": ["form"],
    "additionalProperties": False,
    "patternProperties": {"^x-[a-z]{1,10}$": {"type": "string"}},
    "properties": {
        "form": {"oneOf": [ROUND, FLAT]},
        "place": {
            "type": "array",
            "prefixItems": [
                {"type": "number", "minimum": -90, "maximum": 90},
                {"type": "number", "minimum": -180, "maximum": 180},
            ],
            "items": False,
            "minItems": 2,
        },
        "owners": {"type": "array", "maxItems": 3, "items": {"enum": ["first", "other"]}},
        "weight": {"type": "number", "maximum": 20},
        "lift": {"type": "number", "maximum": 60, "multipleOf": 0.5},
        "found": MOMENT,
        "lost": MOMENT,
        "colour": {"enum": ["red", "blue"]},
    },
    "x-validations": [
        {
            "id": "one-first",
            "rule": "!has(self.owners) || self.owners.exists_one(o, o == 'first')",
            "message": "one owner is the first",
        },
        {
            "id": "can-be-lifted",
            "rule": "!has(self.weight) || (has(self.lift) && self.weight < self.lift)",
            "message": "a stone can be lifted",
        },
        {
            "id": "lost-later",
            "rule": "!has(self.lost) || !has(self.found) || self.found <= self.lost",
            "message": "what is lost was found before",
        },
    ],
}


@pytest.fixture(scope="module")
def made(bodies_of: Callable[..., Bodies]) -> Bodies:
    """Return the bodies of an operation that takes stones."""
    return bodies_of(STONE, most=200)


def wrong(made: Bodies, name: str, at: str) -> list[Any]:
    """Return what breaks a claim alone."""
    return [bad.value for bad in made.broken if (bad.name, bad.at) == (name, at) and bad.alone]


def test_each_item_of_a_tuple_has_bounds_of_its_own(made: Bodies) -> None:
    """Both are gone past."""
    places = [body["place"] for body in wrong(made, "schema:maximum", "/place/*")]
    assert any(90 < place[0] <= 180 for place in places)
    assert any(place[1] > 180 for place in places)


def test_names_that_a_pattern_just_does_not_match(made: Bodies) -> None:
    """One letter more, and a digit for a letter."""
    names = {name for body in wrong(made, "schema:additionalProperties", "") for name in body}
    assert "x-" + 11 * "a" in names
    assert any(name[-1].isdigit() for name in names)


def test_a_variant_has_no_members_of_others(made: Bodies) -> None:
    """What is round has no edges, what is flat no width."""
    forms = [body["form"] for body in wrong(made, "schema:additionalProperties", "/form")]
    assert {("round", "edges"), ("flat", "width")} <= {
        (form["form"], name) for form in forms for name in form
    }


def test_a_list_is_too_long_and_keeps_its_rule(made: Bodies) -> None:
    """Another item than the one that may stand there once is repeated."""
    owners = [body["owners"] for body in wrong(made, "schema:maxItems", "/owners")]
    assert [len(each) for each in owners] == [4]


def test_a_bound_that_a_rule_hides_is_gone_past_by_one_step(made: Bodies) -> None:
    """The solver finds some number past it; the nearest one is taken."""
    assert [body["weight"] for body in wrong(made, "schema:maximum", "/weight")] == [20.001]


def test_times_with_a_pattern_come_in_either_order(made: Bodies) -> None:
    """Format and pattern are met, so that the rule about both is broken."""
    assert wrong(made, "lost-later", "")
    assert any({"lost", "found"} <= set(_members(found.value)) for found in made.valid)


def _members(value: Json) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def test_likely_values_come_first(made: Bodies) -> None:
    """Green is a colour, too."""
    colours = [body["colour"] for body in wrong(made, "schema:enum", "/colour")]
    assert colours[:2] == ["redx", "green"]


def test_the_nearest_misses_of_a_pattern_come_first() -> None:
    """One digit more than there may be, one less."""
    assert list(misses(r"^\+[0-9]{6,14}$"))[:2] == ["+" + 15 * "0", "+00000"]

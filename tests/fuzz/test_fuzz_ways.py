"""Each way to break and to keep a rule: what tells a rule with a hole from the right one."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.deciding import decision
from tallystick.fuzz.bodies.making import Bodies
from tallystick.fuzz.bodies.texts import different, extremes, misses
from tallystick.ir import Api
from tallystick.text import Json

LINE: dict[str, Any] = {
    "type": "object",
    "required": ["currency"],
    "additionalProperties": False,
    "properties": {"currency": {"enum": ["EUR", "USD"]}},
}
BILL: dict[str, Any] = {
    "type": "object",
    "required": ["currency", "brand", "code"],
    "additionalProperties": False,
    "properties": {
        "currency": {"enum": ["EUR", "USD"]},
        "brand": {"enum": ["plain", "gold"]},
        "code": {"type": "string", "pattern": "^[0-9]{3,4}$"},
        "due": {"type": "integer", "minimum": 1, "maximum": 90},
        "terms": {"type": "string", "minLength": 1, "maxLength": 9},
        "zip": {"type": "string", "maxLength": 10},
        "unit": {"enum": ["piece", "kg"]},
        "quantity": {"type": "number", "exclusiveMinimum": 0, "maximum": 99},
        "labels": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 9}},
        "columns": {
            "type": "array",
            "maxItems": 6,
            "uniqueItems": True,
            "items": {"type": "string", "pattern": "^[a-z_]{2,20}$"},
        },
        "lines": {"type": "array", "maxItems": 3, "items": LINE},
    },
    "x-validations": [
        {"id": "one-of-two", "rule": "has(self.due) != has(self.terms)", "message": "one of both"},
        {
            "id": "code-of-brand",
            "rule": "size(self.code) == (self.brand == 'gold' ? 4 : 3)",
            "message": "gold has four",
        },
        {
            "id": "zip-code",
            "rule": "!has(self.zip) || self.zip.matches('^[0-9]{5}(-[0-9]{4})?$')",
            "message": "five digits, or five and four",
        },
        {
            "id": "pieces-whole",
            "rule": "(has(self.unit) && self.unit != 'piece') || !has(self.quantity)"
            " || double(int(self.quantity)) == self.quantity",
            "message": "no parts of pieces",
        },
        {
            "id": "label-names",
            "rule": "!has(self.labels) || self.labels.all(k, k.matches('^[a-z][a-z0-9]{0,9}$'))",
            "message": "small letters and digits",
        },
        {
            "id": "one-currency",
            "rule": "!has(self.lines) || self.lines.all(l, l.currency == self.currency)",
            "message": "all in one",
        },
    ],
}


@pytest.fixture(scope="module")
def made(bodies_of: Callable[..., Bodies]) -> Bodies:
    """Return the bodies of an operation that takes bills."""
    return bodies_of(BILL, most=120)


def wrong(made: Bodies, name: str) -> list[Any]:
    """Return what breaks a rule, or a keyword, alone."""
    return [bad.value for bad in made.broken if bad.name == name and bad.alone]


def right(made: Bodies) -> list[Any]:
    """Return the valid bodies."""
    return [found.value for found in made.valid]


def test_an_exclusive_rule_is_broken_by_neither_and_by_both(made: Bodies) -> None:
    """A server that asks for one at least takes both."""
    given = {(("due" in body), ("terms" in body)) for body in wrong(made, "one-of-two")}
    assert given == {(False, False), (True, True)}


def test_what_differs_by_a_choice_is_broken_with_either(made: Bodies) -> None:
    """Too short a code where it is long, too long a one where it is short."""
    told = {(body["brand"], len(body["code"])) for body in wrong(made, "code-of-brand")}
    assert told == {("gold", 3), ("plain", 4)}


def test_a_pattern_of_a_rule_has_its_optional_part_and_not(made: Bodies) -> None:
    """Five digits, and five and four."""
    assert {len(body["zip"]) for body in right(made) if "zip" in body} >= {5, 10}


def test_each_condition_keeps_a_rule_alone(made: Bodies) -> None:
    """Parts of kilograms, and whole pieces."""
    shown = [body for body in right(made) if "quantity" in body]
    assert any(body.get("unit") == "kg" and body["quantity"] % 1 for body in shown)
    assert any(body.get("unit") != "kg" and not body["quantity"] % 1 for body in shown)


def test_a_rule_is_broken_where_a_member_is_not_given(made: Bodies) -> None:
    """Who says no unit means pieces."""
    assert {body.get("unit") for body in wrong(made, "pieces-whole")} == {None, "piece"}


def test_keys_are_one_letter_too_long_and_have_capitals(made: Bodies) -> None:
    """Names that just do not match what a rule asks of them."""
    names = {name for body in wrong(made, "label-names") for name in body["labels"]}
    assert {"a" * 11, "a" * 9 + "A"} <= names


def test_one_item_of_several_breaks_a_rule(made: Bodies) -> None:
    """Not all of them, so that one right one is not enough."""
    lists = [
        [line["currency"] == body["currency"] for line in body["lines"]]
        for body in wrong(made, "one-currency")
    ]
    assert any(True in each for each in lists)


def test_a_list_without_twins_is_too_long_by_items_of_the_pattern(made: Bodies) -> None:
    """Nothing else is wrong with it."""
    bodies = wrong(made, "schema:maxItems")
    columns = next(body["columns"] for body in bodies if len(body.get("columns", ())) > 6)
    assert len(set(columns)) == 7
    assert all(name.isalpha() or "_" in name for name in columns)


def test_patterns_at_both_ends() -> None:
    """The shortest text, the longest, and others; all alternatives."""
    assert {len(text) for text in extremes("^[A-Z]{2}[0-9]{10,30}$")} >= {12, 32}
    assert {"a", "bc"} <= set(extremes("^(a|bc)$"))
    assert {"x_f", "x_0"} <= set(extremes("^x_[0-9a-f]$"))
    assert "ZZZ" in set(extremes("^[A-Z]{3}$"))
    assert len(different("^[a-z]{2}$", 9)) == 9
    assert "aaA" in list(misses("^[a-z]{1,3}$"))[:4]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("one-of-two", {}, (False, True)),
        ("one-of-two", {"due": 3}, (True, True)),
        ("one-of-two", {"due": 3, "terms": "net"}, (False, True)),
        ("zip-code", {"zip": "12345"}, (True, True)),
        ("pieces-whole", {"unit": "kg", "quantity": 1.5}, (True, True)),
        ("pieces-whole", {"unit": "kg", "quantity": 2}, (True, False)),
        ("one-currency", {"lines": [{"currency": "EUR"}], "currency": "USD"}, (False, True)),
    ],
)
def test_what_decides(
    api_of: Callable[[Any], Api], name: str, value: Json, told: tuple[bool, bool]
) -> None:
    """Where two conditions keep a rule, none of them does it alone."""
    info: Json = {"title": "Bills", "version": "1"}
    schemas: Json = {"Bill": BILL}
    api = api_of(
        {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}
    )
    (rule,) = (it for each in api.types.values() for it in each.rules if it.id == name)
    assert rule.expression is not None
    found = decision(rule.expression, value)
    assert (found.holds, found.way is not None) == told

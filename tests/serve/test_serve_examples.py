"""Values made from schemas: valid, repeatable, and honest when there are none."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.serve.checking import validator
from tallystick.serve.examples import Unmakeable, Wish, make
from tallystick.serve.pattern import matching

SCHEMAS: dict[str, Any] = {
    "constant": {"const": {"a": [1]}},
    "enum with null": {"enum": [None, "a"]},
    "nullable": {"type": ["null", "integer"]},
    "exclusive bounds": {"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 1.5},
    "whole, exclusive": {"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 5},
    "whole, between fractions": {"type": "integer", "minimum": 0.5, "maximum": 1.5},
    "multiple": {"type": "integer", "multipleOf": 7, "minimum": 30, "maximum": 40},
    "negative": {"type": "integer", "maximum": -3},
    "long text": {"type": "string", "minLength": 300, "maxLength": 310},
    "short text": {"type": "string", "maxLength": 2},
    "pattern and length": {"type": "string", "pattern": "^[a-f]+$", "minLength": 9},
    "uuid": {"type": "string", "format": "uuid"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "time"},
    "moment": {"type": "string", "format": "date-time"},
    "duration": {"type": "string", "format": "duration"},
    "email": {"type": "string", "format": "email"},
    "uri": {"type": "string", "format": "uri"},
    "ipv6": {"type": "string", "format": "ipv6"},
    "items": {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 3, "uniqueItems": True},
    "different texts": {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 4,
        "uniqueItems": True,
    },
    "tuple": {"prefixItems": [{"type": "string"}, {"const": 2}], "items": False, "minItems": 2},
    "map": {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 2},
    "required but undeclared": {"type": "object", "required": ["a"]},
    "branches": {
        "allOf": [
            {"properties": {"a": {"type": "string"}}},
            {"required": ["a", "b"], "properties": {"a": {"minLength": 9}, "b": {"const": 1}}},
        ]
    },
    "first variant impossible": {"oneOf": [False, {"type": "integer"}]},
    "null last": {"anyOf": [{"type": "null"}, {"type": "string", "minLength": 1}]},
    "closed": {"type": "object", "properties": {"a": {}}, "additionalProperties": False},
    "bad example": {"type": "integer", "examples": ["no"]},
    "untyped": {},
    "anything": True,
}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_values_are_valid_and_repeat(schema: Any) -> None:
    """The same seed makes the same value."""
    accepts = validator(schema).is_valid
    first, second = (make(schema, Wish(seed="s", now=1.7e9), accepts) for _ in range(2))
    assert accepts(first)
    assert first == second


def test_the_seed_chooses_ids() -> None:
    """Different resources have different ids."""
    schema: Any = {"type": "string", "format": "uuid"}
    accepts = validator(schema).is_valid
    made = {make(schema, Wish(seed=str(n), now=0.0), accepts) for n in range(9)}
    assert len(made) == 9


def test_optional_members_are_filled_in_and_given_up_when_they_do_not_fit() -> None:
    """What callers only send is never shown."""
    schema: Any = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"const": 1}, "b": {"const": 2}, "secret": {"writeOnly": True}},
    }
    wish = Wish(seed="s", now=0.0)
    assert make(schema, wish, validator(schema).is_valid) == {"a": 1, "b": 2}
    alone: Any = {**schema, "maxProperties": 1}
    assert make(alone, wish, validator(alone).is_valid) == {"a": 1}


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": "string", "minLength": 2, "maxLength": 1},
        {"type": "integer", "minimum": 2, "maximum": 1},
        {"type": "object", "required": ["a"], "properties": {"a": False}},
        {"enum": []},
    ],
)
def test_what_cannot_be_made_is_told(schema: Any) -> None:
    """An invalid value is never passed off as an example."""
    with pytest.raises(Unmakeable):
        make(schema, Wish(seed="s", now=0.0), validator(schema).is_valid)


def test_schemas_that_never_end_come_to_an_end() -> None:
    """A tree that must have two subtrees has no finite value; an optional one is cut off."""
    endless: Any = {"type": "object", "required": ["l", "r"], "properties": {}}
    endless["properties"] = {"l": {"$ref": "#"}, "r": {"$ref": "#"}}
    wish = Wish(seed="s", now=0.0)
    with pytest.raises(Unmakeable):
        make(endless, wish, lambda _: True, lambda _: endless)
    bushy: Any = {"properties": {name: {"$ref": "#"} for name in "abcdefghij"}}
    accepts = validator(bushy).is_valid
    assert accepts(make(bushy, wish, accepts, lambda _: bushy))
    circle: Any = {"$ref": "#"}
    with pytest.raises(Unmakeable):
        make(circle, wish, lambda _: True, lambda _: circle)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[a-z]{3,}\d+$", r"^(foo|bar)-[0-9a-f]{8}$", r"^\+[1-9]\d{1,14}$", r"^$", r"^.{5}$",
        r"^[^/]+\.(png|jpe?g)$", r"^(?:a{2}){3}$", r"^[\w.-]+@[\w-]+\.[a-z]{2,}$", r"^\u0041\x42$",
        r"^[^a-zA-Z0-9]$", r"^\D\W\S$", r"^(?<year>\d{4})-(0[1-9]|1[0-2])$", r"^[a\-z\]]$",
    ],
)  # fmt: skip
def test_patterns_are_matched(pattern: str) -> None:
    """Python's own engine agrees."""
    text = matching(pattern)
    assert text is not None
    assert re.search(pattern.replace("(?<", "(?P<"), text), text


@pytest.mark.parametrize(
    "pattern",
    ["(", "[", "[b-a]", "a{99999999}", "(" * 99, "(a)\\1", "x" * 9999, "((a{999}){999}){9}"],
)
def test_patterns_that_are_too_much_are_given_up(pattern: str) -> None:
    """Without an error, and without taking long."""
    assert matching(pattern) is None


@given(st.text(alphabet="ab01.*+?^$[](){}|\\-,:dws<>=!", max_size=30))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_pattern_breaks_the_maker(pattern: str) -> None:
    """A text within the bounds, or None; never an exception."""
    text = matching(pattern, 1, 9)
    assert text is None or 1 <= len(text) <= 9

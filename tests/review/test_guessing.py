"""Guesses: what the oracles accept settles a question; a search is for the rest."""

import json
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from tallystick.diagnostics import Span
from tallystick.review.asking import Forms
from tallystick.review.guessing import MOST, guesses
from tallystick.review.parts import Part
from tallystick.solve import Proof, Witness, bare

RECURSIVE: dict[str, Any] = {
    "$defs": {"tree": {"anyOf": [{"$ref": "#/$defs/tree"}, {"type": "null"}]}},
    "$ref": "#/$defs/tree",
}
TWO = Part(("a",), "a", Span("api.json"), has_value=True, value=2)
PLAIN: list[dict[str, Any]] = [
    {"type": "string", "minLength": 7},
    {
        "type": "object",
        "required": ["at"],
        "properties": {"at": {"format": "date-time", "type": "string"}},
    },
    {"type": "integer", "minimum": 40, "maximum": 41},
    {"enum": [3, "x"]},
    {"type": "array", "minItems": 3, "items": {"type": "boolean"}},
    {"type": "array", "prefixItems": [{"const": 1}, {"const": 2}], "minItems": 2},
    {"type": "object", "required": ["a"], "properties": {"a": {"type": ["null", "number"]}}},
    {"allOf": [{"required": ["b"], "properties": {"b": {"const": 1}}}, {"type": "object"}]},
    {"type": "object", "properties": {"kind": {"const": "k"}}, "not": {"maxProperties": 0}},
    RECURSIVE,
]


@pytest.mark.parametrize("schema", PLAIN, ids=json.dumps)
def test_a_plain_schema_is_met_by_a_guess(schema: dict[str, Any]) -> None:
    """And not by many that fail: nobody is asked to search."""
    validator = Draft202012Validator(schema)
    found = list(guesses(bare(schema)))
    assert len(found) <= MOST
    assert any(map(validator.is_valid, found))


def test_a_guess_is_the_answer_where_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """No solver is made for it, even where something more is needed."""
    monkeypatch.setattr("tallystick.review.asking.Solver", None)
    asked = Forms(bare({"type": "object", "properties": {"a": {"enum": [1, 2]}}}), 40)
    assert asked.satisfy() == Witness({})
    assert asked.having(TWO) == Witness({"a": 2})


def test_where_no_guess_fits_a_proof_decides() -> None:
    """What nothing satisfies is proved, as ever."""
    answer = Forms(bare({"type": "string", "minLength": 3, "maxLength": 2}), 40).satisfy()
    assert isinstance(answer, Proof)
    assert answer.whole


def test_many_branches_end() -> None:
    """A schema that branches into itself is left after a while."""
    branches = [{"$ref": "#/$defs/a"}] * 9
    schema: dict[str, Any] = {
        "$defs": {"a": {"type": "object", "required": ["x"], "properties": {"x": {}}}},
        "$ref": "#/$defs/a",
    }
    schema["$defs"]["a"]["properties"]["x"] = {"anyOf": branches}
    assert len(list(guesses(bare(schema)))) <= MOST

"""Proofs about parts that nobody spells out: they hold for lists and objects of every size."""

from typing import Any

import pytest

from tallystick.solve import Proof, Witness, bare, contained, containment
from tallystick.solve.document import Schema
from tallystick.solve.encoding.world import Bounds
from tallystick.solve.pairing import Pairing
from tallystick.solve.smt.symbolic import TooManyTermsError
from tallystick.text import Json

LIST: dict[str, Any] = {"type": "array"}
MAP: dict[str, Any] = {"type": "object"}
INTEGERS: dict[str, Any] = {"type": "integer"}
STRINGS_BESIDE = {"contains": INTEGERS, "unevaluatedItems": {"type": "string"}}
FEW: dict[str, Any] = {"minContains": 0, "maxContains": 0}
BEGIN: Json = {"contains": {"pattern": "^a"}, "unevaluatedItems": False}
END: Json = {"contains": {"pattern": "b$"}, "unevaluatedItems": False}
PATTERNS: dict[str, Any] = {
    "patternProperties": {"^a": {"type": "string"}},
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({**LIST, "contains": INTEGERS, **FEW}, {**LIST, "items": {"not": INTEGERS}}),
        ({**LIST, "items": {"not": INTEGERS}}, {**LIST, "contains": INTEGERS, **FEW}),
        ({**LIST, "items": {"type": "string"}, "contains": INTEGERS}, False),
        (
            {**LIST, "contains": {"minimum": 3}, "minContains": 4, "items": INTEGERS},
            {**LIST, "contains": {"type": "integer", "minimum": 2}, "minContains": 3},
        ),
        (
            {**LIST, "anyOf": [{"uniqueItems": True, "contains": {"const": 1}}, {"maxItems": 0}]},
            {**LIST, "uniqueItems": True},
        ),
        (
            {**LIST, "uniqueItems": True, "prefixItems": [{"const": 1}]},
            {**LIST, "prefixItems": [True], "items": {"not": {"const": 1}}},
        ),
        ({**LIST, "items": {"pattern": "^aa"}}, {**LIST, "items": {"minLength": 2}}),
        ({**MAP, "propertyNames": {"pattern": "^aa"}}, {**MAP, "propertyNames": {"minLength": 2}}),
        (
            {**MAP, "propertyNames": {"pattern": "^a"}, "additionalProperties": {"type": "string"}},
            {**MAP, **PATTERNS},
        ),
        ({**MAP, **PATTERNS}, {**MAP, "propertyNames": {"pattern": "a"}}),
        ({**MAP, **PATTERNS}, {**MAP, "additionalProperties": {"type": "string"}}),
        (
            {**MAP, "minProperties": 5, "patternProperties": {"^a": False}},
            {**MAP, "not": {"propertyNames": {"pattern": "^ab"}}},
        ),
        ({**MAP, "minProperties": 7, "maxProperties": 5}, False),
        ({**LIST, "not": {"items": {"type": "string"}}}, {**LIST, "minItems": 1}),
        ({**MAP, "not": {"propertyNames": {"minLength": 1}}}, {**MAP, "required": [""]}),
        (
            {**LIST, "contains": INTEGERS, "unevaluatedItems": {"type": "string"}},
            {**LIST, "items": {"type": ["integer", "string"]}},
        ),
        (
            {**LIST, "items": {"type": ["integer", "string"]}, "minItems": 1},
            {**LIST, "anyOf": [STRINGS_BESIDE, {"items": {"type": "string"}}]},
        ),
        (
            {**MAP, "patternProperties": {"^a": True}, "unevaluatedProperties": False},
            {**MAP, "propertyNames": {"pattern": "a"}},
        ),
        (
            {**MAP, "propertyNames": {"pattern": "^ab"}},
            {**MAP, "patternProperties": {"^a": True}, "unevaluatedProperties": False},
        ),
    ],
)
def test_a_proof_for_every_size(left: Any, right: Any) -> None:
    """No bound takes part in it."""
    answer = contained(bare(left), bare(right))
    assert isinstance(answer, Proof)
    assert answer.whole


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({**LIST, "contains": INTEGERS, "minContains": 3}, {**LIST, "uniqueItems": True}),
        ({**LIST, "contains": {"minimum": 3}}, {**LIST, "items": {"minimum": 3}}),
        ({**LIST, "uniqueItems": True}, {**LIST, "contains": INTEGERS, "maxContains": 4}),
        ({**MAP, "propertyNames": {"minLength": 1}}, {**MAP, "propertyNames": {"pattern": "^a"}}),
        ({**MAP, "additionalProperties": {"type": "string"}}, {**MAP, **PATTERNS}),
        ({**MAP, "minProperties": 3}, {**MAP, "maxProperties": 4}),
        ({**LIST, "minItems": 3}, {**LIST, **STRINGS_BESIDE}),
        ({**LIST, "minItems": 15}, {"prefixItems": [True] * 14, "unevaluatedItems": False}),
        ({**MAP, "minProperties": 3}, {**MAP, "unevaluatedProperties": INTEGERS}),
    ],
)
def test_a_message_where_there_is_one(left: Any, right: Any) -> None:
    """What stands for others hides no message."""
    assert isinstance(contained(bare(left), bare(right)), Witness)


def test_what_two_schemas_leave_differs() -> None:
    """Both say false of what they have not looked at: of different items."""
    texts: Schema = {**LIST, "prefixItems": [{"const": "ab"}] * 11, "minItems": 14}
    either: Schema = {"anyOf": [BEGIN, {"not": END}]}  # not eleven of "ab" and three of "b"
    answer = contained(bare(texts), bare(either))
    assert not isinstance(answer, Proof) or not answer.whole


def test_where_they_are_too_many_lists_are_spelled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands for others may make the formulas too large; then it is done without."""
    tried: list[Bounds] = []

    def made(known: Any, bounds: Bounds, *rest: Any, apart: bool) -> Pairing:
        tried.append(bounds)
        if bounds.anyone:
            raise TooManyTermsError
        return Pairing(known, bounds, *rest, apart=apart)

    monkeypatch.setattr(containment, "Pairing", made)
    few: Schema = {"prefixItems": [True] * 14, "unevaluatedItems": False}
    answer = contained(bare({**LIST, "minItems": 15}), bare(few))
    assert isinstance(answer, Witness)
    assert any(it.anyone for it in tried)

"""Containment: witnesses that both sides' oracles confirm, proofs that name their bounds."""

import pytest

from tallystick.solve import Proof, Witness, bare, contained, excluded
from tallystick.text import Json

TEXT: dict[str, Json] = {"type": "string"}
TREE: dict[str, Json] = {
    "$ref": "#/$defs/T",
    "$defs": {"T": {"properties": {"v": TEXT, "next": {"$ref": "#/$defs/T"}}}},
}
NODE: dict[str, Json] = {
    "$ref": "#/$defs/Node",
    "$defs": {
        "Node": {
            "properties": {"v": {"type": ["null", "string"]}, "next": {"$ref": "#/$defs/Node"}}
        }
    },
}
NARROW_WIDE: dict[str, tuple[dict[str, Json], dict[str, Json]]] = {
    "type": (TEXT, {"type": ["string", "null"]}),
    "number": ({"type": "integer"}, {"type": "number"}),
    "enum": ({"enum": ["a", "b"]}, {"enum": ["b", "a", "c"]}),
    "const": ({"const": 1}, {"enum": [1.0, 2]}),
    "minimum": ({"minimum": 3}, {"minimum": 2}),
    "maximum": ({"maximum": 2}, {"maximum": 3}),
    "exclusiveMinimum": ({"exclusiveMinimum": 3}, {"minimum": 3}),
    "exclusiveMaximum": ({"exclusiveMaximum": 3}, {"maximum": 3}),
    "multipleOf": ({"multipleOf": 0.5}, {"multipleOf": 0.25}),
    "minLength": ({"minLength": 2}, {"minLength": 1}),
    "maxLength": ({**TEXT, "maxLength": 3}, {"maxLength": 4}),
    "pattern": ({**TEXT, "pattern": "^[a-c]$"}, {"pattern": "^[a-z]$"}),
    "format": ({"format": "uuid"}, {"maxLength": 36}),
    "minItems": ({"minItems": 2}, {"minItems": 1}),
    "maxItems": ({"maxItems": 2}, {"maxItems": 3}),
    "prefixItems": ({"prefixItems": [TEXT, TEXT]}, {"prefixItems": [TEXT]}),
    "items": ({"items": {"const": "a"}}, {"items": TEXT}),
    "contains": ({"contains": {"const": "a"}}, {"contains": TEXT}),
    "minContains": ({"contains": TEXT, "minContains": 2}, {"contains": TEXT}),
    "maxContains": ({"contains": TEXT, "maxContains": 1}, {"contains": TEXT, "maxContains": 2}),
    "uniqueItems": ({"uniqueItems": True}, {"uniqueItems": False}),
    "unevaluatedItems": ({"unevaluatedItems": False}, {"unevaluatedItems": TEXT}),
    "required": ({"required": ["a", "b"]}, {"required": ["a"]}),
    "properties": ({"properties": {"a": TEXT, "b": TEXT}}, {"properties": {"a": TEXT}}),
    "patternProperties": (
        {"patternProperties": {"^a": TEXT}},
        {"patternProperties": {"^ab": TEXT}},
    ),
    "additionalProperties": ({"additionalProperties": False}, {"additionalProperties": TEXT}),
    "propertyNames": ({"propertyNames": {"maxLength": 1}}, {"propertyNames": {"maxLength": 2}}),
    "minProperties": ({"minProperties": 2}, {"minProperties": 1}),
    "maxProperties": ({"maxProperties": 1}, {"maxProperties": 2}),
    "dependentRequired": (
        {"dependentRequired": {"a": ["b", "c"]}},
        {"dependentRequired": {"a": ["c"]}},
    ),
    "dependentSchemas": (
        {"dependentSchemas": {"a": {"required": ["b", "c"]}}},
        {"dependentSchemas": {"a": {"required": ["b"]}}},
    ),
    "unevaluatedProperties": (
        {"properties": {"a": True}, "unevaluatedProperties": False},
        {"properties": {"a": True}, "unevaluatedProperties": TEXT},
    ),
    "allOf": ({"allOf": [TEXT, {"minLength": 1}]}, {"allOf": [TEXT]}),
    "anyOf": ({"anyOf": [TEXT]}, {"anyOf": [{"type": "null"}, TEXT]}),
    "oneOf": ({"type": "integer"}, {"oneOf": [{"type": "integer"}, TEXT]}),
    "not": ({"not": {"type": ["string", "null"]}}, {"not": TEXT}),
    "if": (
        {"if": {"required": ["a"]}, "then": {"required": ["b", "c"]}},
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
    ),
    "false": (False, TEXT),  # type: ignore[dict-item] # a schema too
    "recursion": (TREE, NODE),
}
EQUAL: dict[str, tuple[dict[str, Json], dict[str, Json]]] = {
    "const and enum": ({"const": 1}, {"enum": [1.0]}),
    "anyOf of consts": ({"anyOf": [{"const": "a"}, {"const": "b"}]}, {"enum": ["b", "a"]}),
    "null": ({"anyOf": [TEXT, {"type": "null"}]}, {"type": ["null", "string"]}),
    "allOf merged": (
        {"allOf": [{"properties": {"a": TEXT}}, {"required": ["a"]}]},
        {"properties": {"a": TEXT}, "required": ["a"]},
    ),
    "reference": ({"$ref": "#/$defs/T", "$defs": {"T": {"minimum": 1}}}, {"minimum": 1}),
    "types split": (
        {"oneOf": [{"type": "integer", "minimum": 1}, {"type": "boolean"}]},
        {"type": ["boolean", "integer"], "minimum": 1},
    ),
    "bounds of integers": (
        {"type": "integer", "exclusiveMinimum": 1, "maximum": 4.5},
        {"type": "integer", "minimum": 2, "exclusiveMaximum": 5},
    ),
    "implication": (
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
        {"anyOf": [{"not": {"required": ["a"]}}, {"required": ["b"]}]},
    ),
    "dependent": (
        {"dependentRequired": {"a": ["b"]}},
        {"dependentSchemas": {"a": {"required": ["b"]}}},
    ),
    "double negation": ({"not": {"not": {"minLength": 2}}}, {"minLength": 2}),
    "patterns": ({**TEXT, "pattern": "^(a|b)*$"}, {**TEXT, "pattern": "^[ab]*$"}),
    "length as pattern": (
        {**TEXT, "pattern": "^[a-z]*$", "maxLength": 2},
        {**TEXT, "pattern": "^[a-z]{0,2}$"},
    ),
    "renamed recursion": (
        {"$ref": "#/$defs/A", "$defs": {"A": {"properties": {"n": {"$ref": "#/$defs/A"}}}}},
        {"$ref": "#/$defs/B", "$defs": {"B": {"properties": {"n": {"$ref": "#/$defs/B"}}}}},
    ),
    "unrolled recursion": (
        TREE,
        {
            "properties": {"v": TEXT, "next": {"$ref": "#/$defs/T"}},
            "$defs": {"T": {"properties": {"v": TEXT, "next": {"$ref": "#/$defs/T"}}}},
        },
    ),
}


@pytest.mark.parametrize("name", NARROW_WIDE)
def test_each_direction(name: str) -> None:
    """The narrow one is contained in the wide one, and a message shows that they differ."""
    narrow, wide = NARROW_WIDE[name]
    forth = contained(bare(narrow), bare(wide))
    assert isinstance(forth, Proof)
    assert forth.whole
    back = contained(bare(wide), bare(narrow))
    assert isinstance(back, Witness)
    assert back.because
    assert set(back.because) <= set(excluded(bare(wide), bare(narrow))), back.because


@pytest.mark.parametrize("name", EQUAL)
def test_what_means_the_same_is_contained_both_ways(name: str) -> None:
    """A rewriting is no difference."""
    one, other = EQUAL[name]
    for answer in (contained(bare(one), bare(other)), contained(bare(other), bare(one))):
        assert isinstance(answer, Proof), answer
        assert answer.whole


def test_members_that_only_one_side_names() -> None:
    """A closed left has no member that the right alone knows; an open one has."""
    right = bare({"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}})
    shared: dict[str, Json] = {"properties": {"a": {"type": "string"}}}
    closed = contained(bare({**shared, "additionalProperties": False}), right)
    assert isinstance(closed, Proof)
    assert closed.whole
    answer = contained(bare(shared), right)
    assert isinstance(answer, Witness)
    assert isinstance(answer.value, dict)
    assert "b" in answer.value


def test_claims_of_the_right_one_by_one() -> None:
    """Each claim that excludes something has a message of its own."""
    left = bare({"type": "object", "required": ["a"]})
    right = bare({"required": ["a", "b"], "maxProperties": 2})
    answers = excluded(left, right)
    found = {(it.keyword, it.detail): type(answer) for it, answer in answers.items()}
    expected = {
        ("required", "a"): Proof,
        ("required", "b"): Witness,
        ("maxProperties", ""): Witness,
    }
    assert found == expected


def test_what_cannot_be_read_cancels() -> None:
    """A pattern with a look-behind is not encoded, but it is the same on both sides."""
    odd = bare({"type": "string", "pattern": "(?<=a)x"})
    answer = contained(odd, odd)
    assert isinstance(answer, Proof)
    assert answer.whole


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"patternProperties": {"^a": TEXT}}, {"patternProperties": {"^b": TEXT}}),
        (
            {"patternProperties": {"^a": True}, "additionalProperties": TEXT},
            {"additionalProperties": TEXT},
        ),
    ],
)
def test_what_is_said_of_other_members_proves_nothing(
    said: dict[str, Json], asked: dict[str, Json]
) -> None:
    """Two members are needed to tell the two apart: more than are spelled out at first."""
    answer = contained(bare(said), bare({"anyOf": [asked, {"maxProperties": 1}]}))
    assert isinstance(answer, Witness)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"prefixItems": [TEXT]}, {"items": TEXT}),
        ({"prefixItems": [True] * 5, "items": TEXT}, {"items": TEXT}),
    ],
)
def test_what_is_said_of_other_items_proves_nothing(
    said: dict[str, Json], asked: dict[str, Json]
) -> None:
    """The same of the items of a list."""
    answer = contained(bare(said), bare({"anyOf": [asked, {"maxItems": 4}]}))
    assert isinstance(answer, Witness)

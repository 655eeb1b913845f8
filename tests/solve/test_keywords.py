"""Every keyword: a message that fulfils it, one that breaks it alone, a proof where none can."""

import pytest

from tallystick.solve import Claim, Need, Proof, Solver, Witness, bare, contained
from tallystick.text import Json

OBJECT: dict[str, Json] = {"type": "object"}
TEXT: dict[str, Json] = {"type": "string"}
SCHEMAS: dict[str, dict[str, Json]] = {
    "type": {"type": ["integer", "null"]},
    "enum": {"enum": ["a", 1, None, [1], {"a": 1}]},
    "const": {"const": {"a": [1, 2.5]}},
    "minimum": {"type": "number", "minimum": 1.5},
    "maximum": {"type": "integer", "maximum": -3},
    "exclusiveMinimum": {"type": "integer", "exclusiveMinimum": 2.5},
    "exclusiveMaximum": {"type": "number", "exclusiveMaximum": 0},
    "multipleOf": {"type": "number", "multipleOf": 0.1, "minimum": 0.25},
    "minLength": {**TEXT, "minLength": 3},
    "maxLength": {**TEXT, "maxLength": 2},
    "pattern": {**TEXT, "pattern": "^[A-Z]{2}-\\d+$"},
    "minItems": {"type": "array", "minItems": 2},
    "maxItems": {"type": "array", "maxItems": 1},
    "prefixItems": {"type": "array", "prefixItems": [TEXT, {"type": "null"}], "minItems": 2},
    "items": {"type": "array", "items": TEXT, "minItems": 1},
    "contains": {"type": "array", "contains": {"const": 5}},
    "minContains": {"type": "array", "contains": {"type": "integer"}, "minContains": 2},
    "maxContains": {"type": "array", "contains": {"type": "integer"}, "maxContains": 1},
    "uniqueItems": {"type": "array", "uniqueItems": True, "minItems": 2},
    "unevaluatedItems": {"prefixItems": [TEXT], "unevaluatedItems": {"type": "null"}},
    "required": {**OBJECT, "required": ["a", "b"]},
    "properties": {**OBJECT, "properties": {"a": TEXT}, "required": ["a"]},
    "additionalProperties": {**OBJECT, "properties": {"a": True}, "additionalProperties": False},
    "patternProperties": {**OBJECT, "patternProperties": {"^x-": TEXT}, "minProperties": 1},
    "propertyNames": {**OBJECT, "propertyNames": {"pattern": "^[a-z]$"}, "minProperties": 1},
    "minProperties": {**OBJECT, "minProperties": 2},
    "maxProperties": {**OBJECT, "maxProperties": 1},
    "dependentRequired": {**OBJECT, "dependentRequired": {"a": ["b"]}, "required": ["a"]},
    "dependentSchemas": {"dependentSchemas": {"a": {"maxProperties": 1}}, "required": ["a"]},
    "unevaluatedProperties": {
        "allOf": [{"properties": {"a": True}}],
        "unevaluatedProperties": False,
    },
    "allOf": {"allOf": [{"minimum": 3}, {"type": "integer"}]},
    "anyOf": {"anyOf": [{"const": 1}, {**TEXT, "minLength": 2}]},
    "oneOf": {"oneOf": [{"type": "integer"}, {"minimum": 2, "type": "number"}]},
    "not": {"not": {"type": ["string", "null"]}},
    "if": {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}},
    "$ref": {"$ref": "#/$defs/T", "$defs": {"T": {"const": "t"}}},
    "discriminator": {
        "oneOf": [
            {**OBJECT, "required": ["k", "x"], "properties": {"k": {"const": "a"}}},
            {**OBJECT, "required": ["k", "y"], "properties": {"k": {"const": "b"}}},
        ]
    },
    "recursion": {
        "$ref": "#/$defs/T",
        "$defs": {
            "T": {
                **OBJECT,
                "required": ["v"],
                "properties": {"v": {"type": "integer"}, "next": {"$ref": "#/$defs/T"}},
            }
        },
    },
}
FORMATS = ("date", "date-time", "time", "uuid", "uri", "email", "ipv4", "ipv6", "hostname")


@pytest.mark.parametrize("keyword", SCHEMAS)
def test_fulfilled_and_each_claim_broken(keyword: str) -> None:
    """The oracles have confirmed each message; the validator names the claim."""
    solver = Solver(bare(SCHEMAS[keyword]))
    assert isinstance(solver.satisfy(), Witness)
    assert solver.claims
    assert not solver.unencoded
    for claim in solver.claims:
        answer = solver.violate(claim)
        assert isinstance(answer, Witness), claim
        assert solver.blames(answer.value, claim), claim


@pytest.mark.parametrize("name", FORMATS)
def test_strings_with_a_format_and_without_it(name: str) -> None:
    """The validator, which asserts formats, agrees with both."""
    solver = Solver(bare({"type": "string", "format": name}))
    (claim,) = (it for it in solver.claims if it.keyword == "format")
    assert isinstance(solver.satisfy(), Witness)
    answer = solver.violate(claim)
    assert isinstance(answer, Witness)
    assert isinstance(answer.value, str)


IMPOSSIBLE: dict[str, dict[str, Json]] = {
    "numbers": {"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 2},
    "multiples": {"type": "number", "multipleOf": 0.5, "minimum": 0.6, "maximum": 0.9},
    "lengths": {"type": "string", "pattern": "^(ab)+$", "minLength": 3, "maxLength": 3},
    "patterns": {"type": "string", "allOf": [{"pattern": "^a"}, {"pattern": "^[b-z]"}]},
    "format": {"type": "string", "format": "ipv4", "pattern": "[a-z]"},
    "members": {**OBJECT, "required": ["a", "b"], "maxProperties": 1},
    "closed": {**OBJECT, "required": ["a"], "additionalProperties": False},
    "names": {**OBJECT, "required": ["long"], "propertyNames": {"maxLength": 3}},
    "dependents": {
        **OBJECT,
        "dependentRequired": {"a": ["b"]},
        "required": ["a"],
        "not": {"required": ["b"]},
    },
    "items": {"type": "array", "items": False, "minItems": 1},
    "unique": {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 3},
    "contains": {"type": "array", "contains": {"const": 1}, "items": {"const": 2}},
    "branches": {"oneOf": [{"type": "string"}, {"type": "string"}]},
    "condition": {"if": {"minimum": 1}, "then": False, "type": "integer", "exclusiveMinimum": 0},
    "tags": {
        "oneOf": [
            {**OBJECT, "required": ["k"], "properties": {"k": {"const": tag}}} for tag in ("a", "b")
        ],
        "properties": {"k": {"const": "c"}},
    },
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_is_proved(name: str) -> None:
    """The proof names claims, and is not of something else: without one of them there is one."""
    schema = IMPOSSIBLE[name]
    answer = Solver(bare(schema)).satisfy()
    assert isinstance(answer, Proof)
    assert answer.claims
    if name != "contains":  # an endless list may yet contain it, for all that is looked at
        assert answer.whole


def test_a_claim_beyond_the_bounds_is_not_proved_safe() -> None:
    """What may break further away than anybody looks is bounded, or found."""
    schema: dict[str, Json] = {
        "allOf": [{"items": TEXT}, {"prefixItems": [{"const": "a"}] * 4}],
    }
    solver = Solver(bare(schema))
    claim = next(it for it in solver.claims if it.span.pointer == "/allOf/0/items")
    answer = solver.violate(claim)
    assert isinstance(answer, Witness)
    assert isinstance(answer.value, list)
    assert len(answer.value) > 4


@pytest.mark.parametrize("value", [0, -0.0, 0.0, 1e300, 10**30, 0.1, -1.5, 2.0**53])
def test_odd_numbers_are_what_they_are(value: float) -> None:
    """A number is asked for as it is written."""
    schemas: tuple[dict[str, Json], ...] = (
        {"type": "number"},
        {"const": value},
        {"enum": [value]},
        {"minimum": value},
    )
    for schema in schemas:
        answer = Solver(bare(schema)).satisfy(Need("", "value", value))
        assert isinstance(answer, Witness), schema


def test_multiples_of_a_decimal_are_exact() -> None:
    """0.3 is a multiple of 0.1, zero is one of everything."""
    solver = Solver(bare({"multipleOf": 0.1}))
    assert isinstance(solver.satisfy(Need("", "value", 0.3)), Witness)
    assert isinstance(solver.satisfy(Need("", "value", 0.0)), Witness)
    answer = solver.satisfy(Need("", "value", 0.25))
    assert isinstance(answer, Proof)
    assert answer.whole


def test_what_cannot_be_read_is_left_open() -> None:
    """A dynamic reference is said to be left open, never proved."""
    solver = Solver(bare({"$dynamicRef": "#/$defs/T", "$defs": {"T": {"const": 1}}}))
    assert solver.unencoded == ("$dynamicRef",)
    answer = solver.satisfy(Need("", "value", 1))
    assert isinstance(answer, Witness)
    assert not isinstance(solver.satisfy(Need("", "value", 2)), Witness)
    assert {claim.keyword for claim in solver.claims} == {"$dynamicRef"}
    assert all(isinstance(claim, Claim) for claim in solver.claims)


def test_a_claim_deeper_than_anybody_looks_is_bounded() -> None:
    """It can be broken only below levels where another schema says the same."""
    chain: dict[str, Json] = {}
    for _ in range(14):
        chain = {"properties": {"v": TEXT, "n": chain}}
    recursive: dict[str, Json] = {"properties": {"v": TEXT, "n": {"$ref": "#/$defs/T"}}}
    schema: dict[str, Json] = {"allOf": [{"$ref": "#/$defs/T"}, chain], "$defs": {"T": recursive}}
    solver = Solver(bare(schema))
    claim = next(it for it in solver.claims if it.span.pointer == "/$defs/T/properties/v")
    answer = solver.violate(claim)
    assert isinstance(answer, Proof)
    assert "depth" in {bound.kind for bound in answer.bounds}


def test_a_branch_that_refuses_has_not_looked_at_a_member() -> None:
    """What it names counts as unevaluated."""
    one: dict[str, Json] = {"properties": {"a": TEXT}, "required": ["a"]}
    other: dict[str, Json] = {"properties": {"b": True}}
    solver = Solver(bare({"anyOf": [one, other], "unevaluatedProperties": False}))
    assert isinstance(solver.satisfy(Need("", "value", {"a": "text"})), Witness)
    answer = solver.satisfy(Need("", "value", {"a": 1}))
    assert isinstance(answer, Proof)
    assert answer.whole


@pytest.mark.parametrize("step", [0.01, 0.001, 1.5, 2.25, 1e-5])
def test_multiples_of_fractions(step: float) -> None:
    """A number that is none is found; what is one of more is one."""
    fine, coarse = multiples(step), multiples(step * 4)
    assert isinstance(contained(bare({"type": "number"}), bare(fine)), Witness)
    assert isinstance(contained(bare(fine), bare(coarse)), Witness)
    answer = contained(
        bare({"allOf": [multiples(1.5), {"not": multiples(0.5)}]}), bare(schema=False)
    )
    assert isinstance(answer, Proof)
    assert answer.whole


def multiples(step: float) -> dict[str, Json]:
    """Return the schema of the multiples of a number."""
    return {"type": "number", "multipleOf": step}

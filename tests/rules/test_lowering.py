"""What rules look like in the words of JSON Schema."""

import json

import pytest
from jsonschema_rs import Draft202012Validator

from tallystick.diagnostics import Span, has_errors
from tallystick.rules import (
    ANY,
    BOOL,
    DOUBLE,
    INT,
    STRING,
    ListShape,
    MapShape,
    Member,
    MessageShape,
    Shape,
    Simple,
    UnionShape,
    compile_rule,
)
from tallystick.rules.lowering import Lowered, lower_rule, takes_null

INNER = MessageShape(name="Inner", members={"b": Member(shape=INT), "t": Member(shape=STRING)})
SHAPE = MessageShape(
    name="Thing",
    members={
        "kind": Member(shape=Simple(kind="string", values=("a", "b", "c"))),
        "other": Member(shape=Simple(kind="string", values=("a", "b", "c"))),
        "flag": Member(shape=BOOL),
        "n": Member(shape=INT),
        "m": Member(shape=INT),
        "x": Member(shape=DOUBLE),
        "s": Member(shape=STRING),
        "r": Member(shape=STRING),
        "nil": Member(shape=STRING, nullable=True),
        "list": Member(shape=ListShape(items=STRING)),
        "ints": Member(shape=ListShape(items=INT)),
        "inner": Member(shape=INNER),
        "maybe": Member(shape=INNER, nullable=True),
        "inners": Member(shape=ListShape(items=INNER)),
        "map": Member(shape=MapShape(values=INT)),
        "any": Member(shape=ANY),
    },
)


def lower(text: str, shape: Shape = SHAPE) -> Lowered:
    """Lower a rule that compiles."""
    expression, found = compile_rule(text, shape, {}, Span("a.yaml", "/rule"))
    assert expression is not None, found
    assert not has_errors(found)
    return lower_rule(expression, shape, {})


WHOLE: dict[str, object] = {
    "has(self.s)": {"required": ["s"]},
    "!has(self.s)": {"properties": {"s": {"not": {}}}},
    "has(self.nil)": {"required": ["nil"], "properties": {"nil": {"type": "string"}}},
    "!has(self.nil)": {"properties": {"nil": {"type": "null"}}},
    "!has(self.s) || has(self.r)": {"dependentRequired": {"s": ["r"]}},
    "!has(self.s) || (has(self.r) && has(self.n))": {"dependentRequired": {"s": ["r", "n"]}},
    "!has(self.s) || has(self.nil)": {
        "if": {"required": ["s"]},
        "then": {"required": ["nil"], "properties": {"nil": {"type": "string"}}},
    },
    "has(self.s) != has(self.r)": {"oneOf": [{"required": ["s"]}, {"required": ["r"]}]},
    "[self.s].all(v, has(self.r))": {"required": ["s", "r"]},
    "[[self.s]].exists(l, l.all(v, true))": {"required": ["s"]},
    "[has(self.s), has(self.r), has(self.n)].exists_one(g, g)": {
        "oneOf": [{"required": ["s"]}, {"required": ["r"]}, {"required": ["n"]}]
    },
    "has(self.s) || has(self.r)": {"anyOf": [{"required": ["s"]}, {"required": ["r"]}]},
    "!(has(self.s) && has(self.r))": {"not": {"required": ["s", "r"]}},
    "!has(self.n) || self.n < 5": {"properties": {"n": {"exclusiveMaximum": 5}}},
    "!has(self.n) || !(self.n < 5)": {"properties": {"n": {"minimum": 5}}},
    "!has(self.n) || 5 < self.n": {"properties": {"n": {"exclusiveMinimum": 5}}},
    "has(self.n) && self.n >= 1 && self.n <= 3": {
        "required": ["n"],
        "properties": {"n": {"minimum": 1, "maximum": 3}},
    },
    "!has(self.n) || self.n % 16 == 0": {
        "properties": {
            "n": {"minimum": -(2**63), "maximum": 2**63 - 1, "multipleOf": 16},
        },
    },
    "!has(self.kind) || self.kind in ['b', 'a']": {"properties": {"kind": {"enum": ["a", "b"]}}},
    "!has(self.kind) || self.kind != 'a'": {"properties": {"kind": {"not": {"const": "a"}}}},
    "!has(self.nil) || self.nil == 'q'": {"properties": {"nil": {"enum": ["q", None]}}},
    "!has(self.s) || self.s.startsWith('a.b')": {"properties": {"s": {"pattern": "^a\\.b"}}},
    "!has(self.s) || self.s.endsWith('/')": {"properties": {"s": {"pattern": "/$"}}},
    "!has(self.s) || self.s.contains('^')": {"properties": {"s": {"pattern": "\\^"}}},
    "!has(self.s) || self.s.matches('^[a-c]\\\\d+$')": {
        "properties": {"s": {"pattern": "^[a-c][0-9]+$"}}
    },
    "!has(self.s) || size(self.s) > 3": {"properties": {"s": {"minLength": 4}}},
    "!has(self.list) || size(self.list) <= 3": {"properties": {"list": {"maxItems": 3}}},
    "!has(self.list) || size(self.list) == 2": {
        "properties": {"list": {"minItems": 2, "maxItems": 2}}
    },
    "!has(self.map) || size(self.map) < 3": {"properties": {"map": {"maxProperties": 2}}},
    "!has(self.list) || self.list.all(v, v != 'a')": {
        "properties": {"list": {"items": {"not": {"const": "a"}}}}
    },
    "!has(self.list) || self.list.exists(v, v == 'a')": {
        "properties": {"list": {"contains": {"const": "a"}}}
    },
    "!has(self.list) || 'a' in self.list": {"properties": {"list": {"contains": {"const": "a"}}}},
    "!has(self.list) || self.list.exists_one(v, v == 'a')": {
        "properties": {"list": {"contains": {"const": "a"}, "maxContains": 1}}
    },
    "!has(self.list) || size(self.list.filter(v, v == 'a')) <= 2": {
        "properties": {"list": {"contains": {"const": "a"}, "minContains": 0, "maxContains": 2}}
    },
    "!has(self.ints) || self.ints.all(v, self.ints.exists_one(w, w == v))": {
        "properties": {"ints": {"uniqueItems": True}}
    },
    "!has(self.inners) || self.inners.all(v, !has(v.b) || v.b > 0)": {
        "properties": {"inners": {"items": {"properties": {"b": {"exclusiveMinimum": 0}}}}}
    },
    "!has(self.list) || self.list[0] == 'a'": {
        "if": {"required": ["list"]},
        "then": {"properties": {"list": {"minItems": 1, "prefixItems": [{"const": "a"}]}}},
    },
    "!has(self.map) || self.map.all(k, self.map[k] > 1)": {
        "properties": {
            "map": {"additionalProperties": {"anyOf": [{"type": "null"}, {"exclusiveMinimum": 1}]}}
        }
    },
    "!has(self.map) || self.map.all(k, k.startsWith('x-'))": {
        "properties": {"map": {"propertyNames": {"pattern": "^x-"}}}
    },
    "!has(self.inner) || !has(self.inner.b) || self.inner.b > 1": {
        "properties": {"inner": {"properties": {"b": {"exclusiveMinimum": 1}}}}
    },
    "has(self.maybe) && has(self.maybe.b)": {
        "required": ["maybe"],
        "properties": {"maybe": {"type": "object", "required": ["b"]}},
    },
    "has(self.flag) && self.flag ? has(self.s) : has(self.r)": {
        "if": {"required": ["flag"], "properties": {"flag": {"const": True}}},
        "then": {"required": ["s"]},
        "else": {"required": ["r"]},
    },
    "(has(self.flag) && self.flag) == has(self.s)": {
        "if": {"required": ["flag"], "properties": {"flag": {"const": True}}},
        "then": {"required": ["s"]},
        "else": {"properties": {"s": {"not": {}}}},
    },
    "self.n > 2": {"required": ["n"], "properties": {"n": {"exclusiveMinimum": 2}}},
    "has(self.any) && self.any == 3": {"required": ["any"], "properties": {"any": {"const": 3}}},
    "has(self.any) && self.any > 3": {
        "required": ["any"],
        "properties": {"any": {"type": "number", "exclusiveMinimum": 3}},
    },
    "has(self.kind) && self.kind == 'a' && self.kind in ['a', 'b']": {
        "required": ["kind"],
        "properties": {"kind": {"const": "a"}},
    },
    "size(self.list) >= 0": {"required": ["list"]},
    "!has(self.ints) || self.ints.filter(v, v > 2).all(v, v < 9)": {
        "properties": {
            "ints": {"items": {"if": {"exclusiveMinimum": 2}, "then": {"exclusiveMaximum": 9}}},
        },
    },
    "false": {"not": {}},
    "true": None,
}


@pytest.mark.parametrize("text", WHOLE)
def test_a_rule_has_words(text: str) -> None:
    """The schema a person would write, and nothing is left unsaid."""
    lowered = lower(text)
    assert lowered.schema == WHOLE[text]
    assert lowered.whole


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("!has(self.s) || !has(self.r) || self.s == self.r", "it compares 'self.s' and 'self.r'"),
        ("!has(self.n) || !has(self.m) || self.n < self.m", "it orders 'self.n' and 'self.m'"),
        ("!has(self.s) || self.s < 'm'", "it orders texts"),
        ("!has(self.n) || self.n * 2 < 9", "it computes with values of the message"),
        ("!has(self.n) || string(self.n) == '1'", "it converts a value with string()"),
        ("!has(self.n) || self.n % 2 == 1", "it computes the rest of a division"),
        ("!has(self.n) || self.n < 9007199254740993", "validators may read one of its constants"),
        ("!has(self.list) || self.list.all(v, self.list.all(w, v == w))", "it compares items"),
    ],
)
def test_a_rule_without_words_says_why(text: str, reason: str) -> None:
    """Nothing is written, and the reason is a part of a sentence."""
    lowered = lower(text)
    assert lowered.schema is None
    assert lowered.doubts[0].startswith(reason)


def test_what_can_be_said_of_a_rule_is() -> None:
    """The part without words is left out; what remains is weaker, never stricter."""
    lowered = lower(
        "has(self.list) && has(self.ints) && size(self.list) == size(self.ints)"
        " && size(self.list) <= 3"
    )
    assert lowered.schema == {
        "required": ["ints", "list"],
        "properties": {"list": {"maxItems": 3}},
    }
    assert lowered.doubts == ("it compares the sizes of 'self.list' and 'self.ints'",)


def test_two_members_of_few_values_compare() -> None:
    """Value by value."""
    lowered = lower("!has(self.kind) || !has(self.other) || self.kind == self.other")
    assert lowered.whole
    assert lowered.schema is not None
    judge = Draft202012Validator(lowered.schema)
    for one in ("a", "b", "c"):
        assert judge.is_valid({"kind": one})
        assert judge.is_valid({"kind": one, "other": one})
        assert not judge.is_valid({"kind": one, "other": "b" if one != "b" else "c"})


def test_a_member_of_several_types_is_asked_for_its_type() -> None:
    """Where the schema does not promise the type, the lowered rule asks for it."""
    shape = MessageShape(
        name="T", members={"v": Member(shape=UnionShape(variants=(STRING, INT)), required=True)}
    )
    lowered = lower("self.v.startsWith('a')", shape)
    assert lowered.schema == {
        "required": ["v"],
        "properties": {"v": {"type": "string", "pattern": "^a"}},
    }


def test_a_member_that_a_variant_does_not_declare_may_be_anything() -> None:
    """The variant accepts undeclared members, so nothing promises the type."""
    one = MessageShape(name="One", members={"a": Member(shape=STRING)})
    shape = UnionShape(variants=(one, MessageShape(name="Two", members={})))
    assert lower("self.a.startsWith('x')", shape).schema == {
        "required": ["a"],
        "properties": {"a": {"type": "string", "pattern": "^x"}},
    }


@pytest.mark.parametrize(
    "schema",
    [
        {"required": ["a"]},
        {"type": "object"},
        {"type": ["object", "null"]},
        {"not": {"required": ["a"]}},
        {"const": 1},
        {"enum": [1, None]},
        {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {"anyOf": [{"type": "null"}, {"type": "array"}]},
        {"allOf": [{"not": {}}, {}]},
        {"if": {"required": ["a"]}, "then": {"not": {}}},
        {"if": {"type": "object"}, "then": {"not": {}}},
        {"if": {"type": "object"}, "then": {"not": {}}, "else": {"type": "string"}},
    ],
    ids=json.dumps,
)
def test_whether_null_passes(schema: dict[str, object]) -> None:
    """Judged as a validator does."""
    assert takes_null(schema) is Draft202012Validator(schema).is_valid(None)

"""Rules written into the schemas of their documents."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tallystick.ir import Api
from tallystick.ir.lowering import LoweredRule, lower_rules, notices
from tallystick.resolve import bundle
from tallystick.text import Json

Document = dict[str, Json]
Read = Callable[[Document], tuple[Api, object]]


def rule(text: str, name: str = "r") -> Json:
    """Return an entry of ``x-validations``."""
    return {"id": name, "rule": text, "message": "No."}


def written(
    read: Read, schemas: Document, *, keep: bool = True
) -> tuple[dict[str, Any], tuple[LoweredRule, ...]]:
    """Return the components of a document with lowered rules, and what became of each rule."""
    api, _ = read({"components": {"schemas": schemas}})
    resolved, done = lower_rules(api, keep=keep)
    whole = bundle(resolved)
    assert isinstance(whole, dict)
    OpenAPIV31SpecValidator(whole).validate()
    assert api.resolved.entry.root != whole or not any(it.written for it in done)
    components: Any = whole["components"]
    return components["schemas"], done


def judge(schemas: dict[str, Any], name: str) -> Draft202012Validator:
    """Return a validator of a component."""
    text = json.dumps({"$ref": f"#/$defs/{name}", "$defs": schemas})
    return Draft202012Validator(json.loads(text.replace("#/components/schemas/", "#/$defs/")))


THING: Document = {
    "type": "object",
    "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
    "x-validations": [rule("!has(self.a) || has(self.b)")],
}


def test_a_rule_goes_into_all_of_under_its_id(read: Read) -> None:
    """Before the rules, which stay; the document that was read is left as it is."""
    schemas, done = written(read, {"X": THING})
    assert list(schemas["X"]) == ["type", "properties", "allOf", "x-validations"]
    assert schemas["X"]["allOf"] == [{"$comment": "rule r", "dependentRequired": {"a": ["b"]}}]
    assert [(it.rule.id, it.doubts, it.written) for it in done] == [("r", (), True)]
    assert "allOf" not in THING


def test_an_all_of_that_is_there_is_continued(read: Read) -> None:
    """References count its items, so the lowered rules come last."""
    schemas, _ = written(read, {"X": {**THING, "allOf": [{"minProperties": 1}]}})
    assert [list(it) for it in schemas["X"]["allOf"]] == [
        ["minProperties"],
        ["$comment", "dependentRequired"],
    ]


def test_what_is_said_whole_may_be_dropped(read: Read) -> None:
    """A rule that the schema says in part only stays."""
    rules = [rule("!has(self.a) || has(self.b)", "one"), rule("self.a != self.b", "two")]
    schemas, done = written(read, {"X": {**THING, "x-validations": rules}}, keep=False)
    assert [it["id"] for it in schemas["X"]["x-validations"]] == ["two"]
    assert [it.code.id for it in notices(done)] == ["rule-lowered-in-part"]
    schemas, _ = written(read, {"X": THING}, keep=False)
    assert "x-validations" not in schemas["X"]


def test_null_is_not_judged(read: Read) -> None:
    """A rule judges a value that is there; the lowered one must let null pass."""
    thing: dict[str, Json] = {
        **THING,
        "type": ["object", "null"],
        "x-validations": [rule("!has(self.a)")],
    }
    schemas, _ = written(read, {"X": thing, "Y": {**thing, "x-validations": [rule("has(self.a)")]}})
    for name in ("X", "Y"):
        assert judge(schemas, name).is_valid(None)
    assert not judge(schemas, "X").is_valid({"a": "x"})
    denied: Json = {**thing, "x-validations": [rule("!(has(self.a) && has(self.b))")]}
    schemas, _ = written(read, {"X": denied})
    assert judge(schemas, "X").is_valid(None)
    assert not judge(schemas, "X").is_valid({"a": "x", "b": "y"})


def test_members_that_a_rule_looks_at_stay_unevaluated(read: Read) -> None:
    """What ``unevaluatedProperties`` refuses is refused still."""
    base: Json = {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "oneOf": [
            {"properties": {"k": {"const": 1}, "b": {"type": "string"}}, "required": ["k", "b"]},
            {"properties": {"k": {"const": 2}}, "required": ["k"]},
        ],
        "unevaluatedProperties": False,
        "x-validations": [rule("!has(self.b) || self.b != 'q'")],
    }
    schemas, done = written(read, {"X": base})
    assert all(it.written for it in done)
    assert judge(schemas, "X").is_valid({"k": 1, "b": "x"})
    assert not judge(schemas, "X").is_valid({"k": 1, "b": "q"})
    assert not judge(schemas, "X").is_valid({"k": 2, "b": "x"})


@pytest.mark.parametrize("keyword", ["if", "not", "contains"])
def test_a_schema_that_asks_is_left_alone(read: Read, keyword: str) -> None:
    """A rule in a question would change the question: messages could be refused that are valid."""
    schemas, done = written(
        read,
        {
            "X": THING,
            "Y": {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/X"}}},
            "Z": {keyword: {"$ref": "#/components/schemas/Y"}},
        },
    )
    assert "allOf" not in schemas["X"]
    assert done[0].doubts == (f"its schema is used under `{keyword}` too, where no rule applies",)


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        ({"type": "null"}, True),
        ({"type": "array"}, True),
        ({"type": "object"}, False),
        ({}, False),
        (
            {
                "type": "object",
                "properties": {"k": {"const": "y"}},
                "required": ["k"],
            },
            True,
        ),
    ],
    ids=str,
)
def test_a_branch_that_another_overlaps_is_weaker(read: Read, other: Json, *, apart: bool) -> None:
    """What breaks the rule of one branch may pass by another; that is said."""
    thing: Json = {
        "type": "object",
        "properties": {"k": {"const": "x"}, "a": {"type": "string"}},
        "required": ["k"],
        "x-validations": [rule("has(self.a)")],
    }
    union: Json = {
        "oneOf": [{"$ref": "#/components/schemas/X"}, {"$ref": "#/components/schemas/O"}]
    }
    _, done = written(read, {"X": thing, "O": other, "U": union})
    assert (done[0].doubts == ()) is apart
    assert done[0].written


def test_a_type_that_is_only_implied_is_asked_for(read: Read) -> None:
    """Without ``type`` a text passes the schema, and no rule that reads a member."""
    thing: Json = {"properties": {"a": {"type": "string"}}, "x-validations": [rule("has(self.a)")]}
    schemas, _ = written(read, {"X": thing})
    assert not judge(schemas, "X").is_valid("text")
    assert judge(schemas, "X").is_valid({"a": "x"})


def test_a_rule_for_servers_is_named(read: Read) -> None:
    """It has nothing that could be lowered."""
    entry: Json = {"id": "quota", "status": "server", "message": "Too many."}
    _, done = written(read, {"X": {"type": "object", "x-validations": [entry]}})
    (notice,) = notices(done)
    assert notice.code.id == "rule-not-lowered"
    assert "`quota`" in notice.message
    assert "only a server can judge it" in notice.message

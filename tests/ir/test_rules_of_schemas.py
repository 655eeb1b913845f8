"""x-validations: read, compiled against the type, inherited, and tried on their examples."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diagnostics import Diagnostics
from tallystick.ir import Api, Type, TypeId, check_rules
from tallystick.text import Json, SpecText

Document = dict[str, Json]
Read = Callable[[Document], tuple[Api, Diagnostics]]
Lower = Callable[..., tuple[Type, Diagnostics]]

PROPERTIES: Json = {
    "url": {"type": ["string", "null"]},
    "data": {"type": "string"},
    "count": {"type": "integer"},
    "inner": {"$ref": "#/components/schemas/Inner"},
    "list": {"type": "array", "items": {"type": "object", "properties": {"a": {}}}},
    "free": {"type": "object", "additionalProperties": {"type": "integer"}},
}
INNER: Json = {"type": "object", "properties": {"loop": {"type": "boolean"}}}
ONE: Document = {"id": "one", "rule": "has(self.url) != has(self.data)", "message": "Give one."}


def ruled(*rules: Json, key: str = "x-validations", **more: Json) -> Document:
    """Return a schema with rules."""
    return {"type": "object", "properties": PROPERTIES, key: list(rules), **more}


def test_a_rule(schema: Lower) -> None:
    """Everything that an entry says."""
    entry = ONE | {
        "status": "inferred",
        "source": "page 1",
        "fieldPath": ".inner.loop",
        "examples": {"valid": [{"url": "a"}], "invalid": [{}, {"url": "a", "data": "b"}]},
    }
    made, found = schema(ruled(entry), Inner=INNER)
    assert found == ()
    (rule,) = made.rules
    assert (rule.id, rule.status, rule.field) == ("one", "inferred", "/inner/loop")
    assert (rule.message, rule.source) == (SpecText("Give one."), SpecText("page 1"))
    assert rule.expression is not None
    assert (len(rule.valid), len(rule.invalid)) == (1, 2)
    assert rule.span.pointer == "/components/schemas/X/x-validations/0"
    assert made.residue == ()


def test_a_server_rule_needs_no_expression(schema: Lower) -> None:
    """It states a duty."""
    made, found = schema(ruled({"id": "a", "status": "server", "message": "m"}), Inner=INNER)
    assert found == ()
    assert (made.rules[0].text, made.rules[0].expression) == (None, None)


def test_kubernetes_rules(schema: Lower) -> None:
    """The same thing; ids are made, messages may be missing."""
    made, found = schema(
        ruled(
            {"rule": "!has(self.count) || self.count > 1", "fieldPath": ".count"},
            {"rule": "!has(self.count) || self.count > 1", "message": "m", "reason": "R"},
            key="x-kubernetes-validations",
        ),
        Inner=INNER,
    )
    assert [item.code.id for item in found] == ["rule-unused-member"]
    assert [rule.id for rule in made.rules] == [
        "not-has-self-count-self-count",
        "not-has-self-count-self-count-2",
    ]
    text = "!has(self.count) || self.count > 1"
    assert [rule.message.raw for rule in made.rules] == [f"failed rule: {text}", "m"]


def test_rules_are_inherited(read: Read) -> None:
    """An allOf branch's rules apply to the merged record, compiled against its own shape."""
    api, found = read(
        {
            "components": {
                "schemas": {
                    "Inner": INNER,
                    "Base": ruled(ONE),
                    "Heir": {
                        "allOf": [{"$ref": "#/components/schemas/Base"}],
                        "properties": {"more": {"type": "string"}},
                        "x-validations": [
                            {
                                "id": "two",
                                "rule": "!has(self.more) || has(self.url)",
                                "message": "m",
                            },
                        ],
                    },
                },
            },
        },
    )
    assert found == ()
    heir = api.types[TypeId("api.json#/components/schemas/Heir")]
    assert [rule.id for rule in heir.rules] == ["two", "one"]


def test_a_wrong_rule_is_reported_once(read: Read) -> None:
    """However many schemas inherit it."""
    base: Json = {"$ref": "#/components/schemas/Base"}
    _, found = read(
        {
            "components": {
                "schemas": {
                    "Inner": INNER,
                    "Base": ruled(ONE | {"rule": "self.nope == 1"}),
                    "Heir": {"allOf": [base], "properties": {"b": {}}},
                    "Other": {"allOf": [base], "properties": {"c": {}}},
                },
            },
        },
    )
    assert len(found) == 1
    assert found[0].span is not None
    assert found[0].span.pointer == "/components/schemas/Base/x-validations/0/rule"
    assert "nope" in found[0].message


@pytest.mark.parametrize(
    ("code", "entry"),
    [
        ("rule-without-text", {"id": "a", "message": "m"}),
        ("rule-without-message", {"id": "a", "rule": "true"}),
        ("rule-without-id", {"rule": "has(self.url)", "message": "m"}),
        ("rule-entry-member", ONE | {"mesage": "m"}),
        ("rule-entry-member", ONE | {"examples": {"good": []}}),
        ("rule-status", ONE | {"status": "maybe"}),
        ("rule-field-path", ONE | {"fieldPath": ".inner.lop"}),
        ("rule-field-path", ONE | {"fieldPath": "inner"}),
        ("rule-field-path", ONE | {"fieldPath": "/list/a"}),
        (
            "rule-examples-idle",
            {"id": "a", "status": "server", "message": "m", "examples": {"valid": [{}]}},
        ),
        ("unusable-value", "has(self.url)"),
        ("unusable-value", ONE | {"rule": 3}),
        ("unusable-value", ONE | {"examples": []}),
    ],
)
def test_malformed_entries(schema: Lower, code: str, entry: Json) -> None:
    """Each is told apart, at its place."""
    _, found = schema(ruled(entry), Inner=INNER)
    assert [item.code.id for item in found] == [code]
    assert found[0].span is not None
    assert found[0].span.pointer.startswith("/components/schemas/X/x-validations/0")


@pytest.mark.parametrize(
    "path",
    [".url", "/inner/loop", "['inner'].loop", ".list[0].a", "/list/0/a", ".free['a.b']", "/free/x"],
)
def test_paths_to_members(schema: Lower, path: str) -> None:
    """Kubernetes' form and JSON Pointers."""
    _, found = schema(ruled(ONE | {"fieldPath": path}), Inner=INNER)
    assert found == ()


def test_duplicate_ids(schema: Lower) -> None:
    """Within one schema, allOf branches included."""
    _, found = schema(ruled(ONE, ONE), Inner=INNER)
    assert [item.code.id for item in found] == ["duplicate-rule-id"]
    _, found = schema(
        ruled(ONE, allOf=[{"$ref": "#/components/schemas/B"}]),
        Inner=INNER,
        B=ruled(ONE),
    )
    assert [item.code.id for item in found] == ["duplicate-rule-id"]


def test_a_list_that_is_none(schema: Lower) -> None:
    """A single entry without its list."""
    _, found = schema({"type": "object", "x-validations": ONE})
    assert [item.code.id for item in found] == ["unusable-value"]


def test_rules_where_nothing_tries_them(schema: Lower) -> None:
    """Inside conditions, at any depth; not inside branches that become types."""
    entry: Json = {"x-validations": [{"id": "a", "rule": "true", "message": "m"}]}
    _, found = schema(
        {"type": "object", "if": {}, "then": {"allOf": [{"properties": {"a": entry}}]}},
    )
    assert [item.code.id for item in found] == ["rule-unreached"]
    assert found[0].span is not None
    assert found[0].span.pointer.endswith("/then/allOf/0/properties/a/x-validations")


def checked(read: Read, entry: Document, **more: Any) -> list[tuple[str, str]]:
    """Run the examples of one rule; return (code, pointer) of what fails."""
    api, found = read({"components": {"schemas": {"Inner": INNER, "X": ruled(entry, **more)}}})
    assert found == ()
    return [(item.code.id, item.span.pointer if item.span else "") for item in check_rules(api)]


def test_examples_that_hold(read: Read) -> None:
    """Null counts as not given."""
    examples: Json = {"valid": [{"url": "a"}, {"url": None, "data": "b"}], "invalid": [{}]}
    assert checked(read, ONE | {"examples": examples}) == []


def test_examples_that_fail(read: Read) -> None:
    """By the rule, by the schema, or not at all."""
    place = "/components/schemas/X/x-validations/0/examples"
    examples: Json = {"valid": [{}, {"url": 5}], "invalid": [{"data": "x"}]}
    assert checked(read, ONE | {"examples": examples}) == [
        ("rule-example-refused", f"{place}/valid/0"),
        ("rule-example-refused", f"{place}/valid/1"),
        ("rule-example-accepted", f"{place}/invalid/0"),
    ]


def test_a_failing_example_is_shown(read: Read) -> None:
    """The message holds the instance."""
    entry = ONE | {"examples": {"valid": [{"count": 12345}]}}
    api, _ = read({"components": {"schemas": {"Inner": INNER, "X": ruled(entry)}}})
    (problem,) = check_rules(api)
    assert '{"count": 12345}' in problem.message


def test_examples_run_once_where_they_are_written(read: Read) -> None:
    """Heirs inherit the rule; what they add to the schema does not judge its examples."""
    entry = ONE | {"examples": {"valid": [{"url": "a"}]}}
    api, _ = read(
        {
            "components": {
                "schemas": {
                    "Heir": {
                        "allOf": [{"$ref": "#/components/schemas/X"}],
                        "properties": {"must": {}},
                        "required": ["must"],
                    },
                    "Inner": INNER,
                    "X": ruled(entry),
                },
            },
        },
    )
    assert check_rules(api) == ()

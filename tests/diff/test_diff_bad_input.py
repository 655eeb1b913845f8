"""What cannot be decided is said to be open, and hides nothing; what others refuse is read."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diagnostics import Severity
from tallystick.diff.model import Comparison, Unproven, Witness
from tallystick.diff.options import Options

Compare = Callable[..., Comparison]
MEMBERS = {"a": {"type": "integer"}, "b": {"type": "string"}}
HARD = "!has(self.a) || self.a * self.a * self.a < 1000"
ALIKE = "!(has(self.a) && self.a * self.a * self.a > 999)"
HARDLY = Options(effort=1)
"""Work that is over before the solver has begun."""


def _ruled(rule: str, **more: Any) -> dict[str, Any]:
    rules = [{"id": "cube", "message": "small", "rule": rule}]
    return {"type": "object", "properties": {**MEMBERS, **more}, "x-validations": rules}


def test_a_solver_that_gives_up(of_schemas: Compare) -> None:
    """The finding is a warning with the reason, and the verdict is not called proved."""
    assert of_schemas(_ruled(HARD), _ruled(ALIKE)).verdict == "identical"
    opened = of_schemas(_ruled(HARD), _ruled(ALIKE), options=HARDLY)
    assert (opened.verdict, opened.proved) == ("compatible", False)
    (finding,) = opened.findings
    assert (finding.check.id, finding.severity) == ("rule-changed", Severity.WARNING)
    assert isinstance(finding.change.verdict, Unproven)
    assert finding.change.verdict.reason.startswith("z3 gave up")


def test_the_rest_stands(of_schemas: Compare) -> None:
    """What needs no solver is shown and proved as ever."""
    old, new = _ruled(HARD), _ruled(ALIKE, b={"type": "string", "maxLength": 3})
    comparison = of_schemas(old, new, options=HARDLY)
    assert (comparison.verdict, comparison.proved) == ("breaking", False)
    (broken,) = [it for it in comparison.findings if it.breaking]
    assert broken.check.id == "length-changed"
    assert isinstance(broken.change.verdict, Witness)
    assert broken.change.verdict.value == {"b": "aaaa"}
    back = of_schemas(new, old, options=HARDLY)
    proofs = {it.check.id: type(it.change.verdict).__name__ for it in back.findings}
    assert proofs == {"length-changed": "Proof", "rule-changed": "Unproven"}


@pytest.mark.parametrize("effort", [1, 100, 10_000])
def test_little_effort_is_never_wrong(of_schemas: Compare, effort: int) -> None:
    """Whatever it is enough for: no break is called proved to be none."""
    tighter = f"({HARD}) && (!has(self.a) || self.a != 7)"
    comparison = of_schemas(_ruled(HARD), _ruled(tighter), options=Options(effort=effort))
    assert comparison.verdict == "breaking" or not comparison.proved


def _dynamic(leaf: dict[str, Any], *, strict: bool) -> dict[str, Any]:
    """Return a document whose body is a tree that a dynamic reference bends."""
    tree = {
        "$id": "https://a.example/tree",
        "$dynamicAnchor": "node",
        "type": "object",
        "properties": {
            "leaf": leaf,
            "below": {"type": "array", "items": {"$dynamicRef": "#node"}},
        },
    }
    bent: dict[str, Any] = {
        "$id": "https://a.example/bent",
        "$dynamicAnchor": "node",
        "$ref": "tree",
    }
    if strict:
        bent["required"] = ["leaf"]
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Bent"}}}
    operation = {"requestBody": {"content": content}, "responses": {}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Trees", "version": "1"},
        "paths": {"/trees": {"post": operation}},
        "components": {"schemas": {"Tree": tree, "Bent": bent}},
    }


def test_dynamic_references(of_documents: Compare) -> None:
    """They are followed; a difference is shown wherever it is."""
    text, short = {"type": "string"}, {"type": "string", "maxLength": 3}
    same = of_documents(_dynamic(text, strict=True), _dynamic(text, strict=True))
    assert (same.verdict, same.proved) == ("identical", True)
    for old, new in (
        (_dynamic(text, strict=True), _dynamic(short, strict=True)),
        (_dynamic(text, strict=False), _dynamic(text, strict=True)),
    ):
        assert of_documents(old, new).verdict == "breaking"
        back = of_documents(new, old)
        assert back.verdict == "compatible"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "array", "items": False}, {"type": "array"}),
        ({"type": "object", "properties": {"a": False}}, {"type": "object"}),
        ({"anyOf": [False, {"type": "string"}]}, {"anyOf": [True, {"type": "string"}]}),
        ({"oneOf": [False]}, {"oneOf": [False, {"type": "string"}]}),
        ({"type": "object", "additionalProperties": False}, {"type": "object"}),
        ({"not": True}, {"not": False}),
        ({"type": "object", "propertyNames": False}, {"type": "object", "propertyNames": True}),
        ({"if": True, "then": False}, {"if": True, "then": True}),
        ({"type": "array", "contains": False}, {"type": "array", "contains": True}),
    ],
)
def test_schemas_that_are_true_or_false(of_schemas: Compare, old: object, new: object) -> None:
    """They are schemas like others, wherever they stand: loosened here, tightened turned round."""
    loosened, tightened = of_schemas(old, new), of_schemas(new, old)
    assert (loosened.verdict, loosened.proved) == ("compatible", True)
    assert tightened.verdict == "breaking"


def test_schemas_within_themselves(of_schemas: Compare) -> None:
    """By way of members, items, unions and each other."""
    thing = {"$ref": "#/components/schemas/Thing"}
    members = {
        "next": thing,
        "list": {"type": "array", "items": {"anyOf": [thing, {"type": "string"}]}},
        "by_name": {"type": "object", "additionalProperties": thing},
        "n": {"type": "integer"},
    }
    old = {"type": "object", "properties": members}
    new = {"type": "object", "properties": {**members, "n": {"type": "integer", "maximum": 5}}}
    assert (of_schemas(old, old).verdict, of_schemas(old, old).proved) == ("identical", True)
    assert of_schemas(old, new).verdict == "breaking"
    back = of_schemas(new, old)
    assert (back.verdict, back.proved) == ("compatible", True)

"""Remembered verdicts are those of the runtime, whatever a body looks like."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.remembering import SIZED, THERE, Remembering, reads
from tallystick.ir import Api, Record, lower
from tallystick.ir.rule_shapes import RuleShapes
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.rules import Judge, Rule
from tallystick.text import Json

RULES = {
    "plain": "self.kind != 'shut' || (has(self.lid) && self.lid)",
    "number": "!has(self.weight) || self.weight <= 20",
    "deep": "!has(self.box) || self.box.size > 1.0",
    "presence": "has(self.box.size) || !has(self.box)",
    "both": "!has(self.box) || has(self.box.size) && self.weight == 1",
    "within": "'kind' in self || self.lid",
    "list": "!has(self.parts) || self.parts.all(part, part.size() < 3)",
    "count": "!has(self.parts) || size(self.parts) < 3 || self.parts.size() == 3 && self.lid",
    "length": "!has(self.kind) || size(self.kind) < 4",
    "members": "!has(self.tags) || size(self.tags) == 1",
    "index": "!has(self.parts) || self.parts[0] != ''",
}
MEMBERS: dict[str, Any] = {
    "kind": {"type": "string"},
    "lid": {"type": ["boolean", "null"]},
    "weight": {"type": "integer"},
    "box": {"type": "object", "properties": {"size": {"type": "number"}}},
    "tags": {"type": "object", "additionalProperties": {"type": "string"}},
    "parts": {
        "type": "array",
        "items": {"type": "string"},
        "x-validations": [{"id": "whole", "rule": "self.all(part, part != 'x')", "message": "x"}],
    },
    "crate": {
        "type": "object",
        "properties": {"parts": {"$ref": "#/components/schemas/A/properties/parts"}},
    },
}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Boxes", "version": "1"},
    "paths": {
        "/boxes": {
            "post": {
                "operationId": "makeBox",
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
                },
                "responses": {"200": {"description": "Made."}},
            }
        }
    },
    "components": {
        "schemas": {
            "A": {
                "type": "object",
                "properties": MEMBERS,
                "x-validations": [
                    {"id": name, "rule": rule, "message": name} for name, rule in RULES.items()
                ],
            }
        }
    },
}
SCALARS = st.sampled_from([None, True, False, 0, 1, 1.0, 2.0, 21, "", "shut", "1"])
VALUES: st.SearchStrategy[Json] = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=3),
    st.dictionaries(st.sampled_from(["size", "kind"]), SCALARS, max_size=2),
)
BODIES: st.SearchStrategy[Json] = st.one_of(
    st.dictionaries(st.sampled_from([*MEMBERS, "other"]), VALUES, max_size=5), VALUES
)


def box() -> Api:
    """Return the API."""
    document, _ = parse_text(json.dumps(DOCUMENT).encode(), "box.json")
    assert document is not None
    resolved, _ = resolve(document)
    assert resolved is not None
    api, found = lower(resolved)
    assert api is not None, found
    return api


def judges() -> tuple[dict[str, Rule], Judge, Remembering]:
    """Return all rules, the runtime's judge of the body's and one that remembers."""
    api = box()
    key, rules = next(
        (k, each.rules) for k, each in api.types.items() if isinstance(each, Record) and each.rules
    )
    shapes = RuleShapes(api.types)
    every = {rule.id: rule for each in api.types.values() for rule in each.rules}
    return every, Judge(rules, shapes[key], shapes), Remembering(rules, shapes[key], shapes)


EVERY, TRUE, REMEMBERING = judges()


@settings(max_examples=400, deadline=None)
@given(BODIES)
def test_a_remembered_verdict_is_that_of_the_runtime(body: Json) -> None:
    """Members that are missing, null or of another type included."""
    expected = {found.rule.id for found in TRUE.violations(body)}
    assert set(REMEMBERING.names(body)) == expected
    assert set(REMEMBERING.names(body)) == expected


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("plain", (("kind",), ("lid",))),
        ("deep", (("box", "size"),)),
        ("presence", (("box", "size", THERE),)),
        ("both", (("box", "size", THERE), ("weight",))),
        ("list", (("parts",),)),
        ("count", (("lid",), ("parts", SIZED))),
        ("members", (("tags", SIZED),)),
        ("whole", None),
    ],
)
def test_what_a_rule_reads(name: str, ways: tuple[tuple[str, ...], ...] | None) -> None:
    """No more than it names, and all when it looks at the whole."""
    assert reads(EVERY[name]) == ways


def test_rules_of_a_part_are_met_whatever_was_judged_before() -> None:
    """A part that was judged by itself, or in another body, has its rules in this one."""
    judging = Judging(box())
    types = judging.api.types
    whole = next(key for key, each in types.items() if isinstance(each, Record) and each.rules)
    part = next(key for key, each in types.items() if each.rules and key != whole)
    assert judging.broken(part, ["x"]).rules == {("whole", "")}
    broken = judging.broken(whole, {"crate": {"parts": ["x"]}})
    assert ("whole", "/crate/parts") in broken.rules

"""Cases of a request that rules imply: what a value of one member asks of the others."""

import json

import pytest

from tallystick.emit import generate
from tallystick.ir import lower
from tallystick.load import parse_text
from tallystick.resolve import resolve


def cases(rule: str) -> str:
    """Return ``types.ts`` of an API whose requests are judged by a rule."""
    members = {
        "kind": {"type": "string", "enum": ["a", "b"]},
        "list": {"type": "array", "items": {"type": "integer"}},
        "inner": {"type": "object", "properties": {"n": {"type": "integer"}}},
    }
    schema = {
        "type": "object",
        "required": ["kind"],
        "properties": members,
        "x-validations": [{"id": "r", "rule": rule, "message": "no"}],
    }
    body = {"content": {"application/json": {"schema": schema}}, "required": True}
    operation = {
        "operationId": "send",
        "requestBody": body,
        "responses": {"204": {"description": "ok"}},
    }
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"post": operation}},
    }
    loaded, _ = parse_text(json.dumps(whole).encode(), "api.json")
    assert loaded is not None
    resolved, _ = resolve(loaded)
    assert resolved is not None
    api, problems = lower(resolved)
    assert api is not None, problems
    files, problems = generate(api, "typescript", {})
    assert files, problems
    return files["src/types.ts"]


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("self.kind != 'a' || has(self.list)", '  kind: "a";\n  list: Array<number>;\n'),
        ("self.kind != 'a' || !has(self.list)", '  kind: "a";\n  list?: never;\n'),
        ("self.kind != 'a' || self.list.all(i, i > 0)", '  kind: "a";\n  list: Array<number>;\n'),
        ("self.kind != 'a' || size(self.list) > 0", '  kind: "a";\n  list: Array<number>;\n'),
        ("self.kind != 'a' || self.list[0] == 1", '  kind: "a";\n  list: Array<number>;\n'),
    ],
)
def test_what_a_value_asks_for_is_in_its_case(rule: str, line: str) -> None:
    """A rule that ends in an error does not hold: what it reads must be there."""
    assert line in cases(rule)


def test_what_a_rule_leaves_open_stays_open() -> None:
    """Where the rule holds without the member, nothing is asked for."""
    assert 'kind: "a";' not in cases("self.kind != 'a' || !has(self.list) || self.list.size() > 1")

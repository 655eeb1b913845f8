"""What is looked at of two versions, and what the rest of them decides."""

import json
from typing import Any

import pytest

from tallystick.diff.elsewhere import elsewhere
from tallystick.diff.focus import is_same
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.resolve.model import Resolved


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ({"description": "a", "type": "string"}, {"type": "string", "description": "b"}, True),
        ({"externalDocs": {"url": "a"}}, {}, True),
        ({"properties": {"description": {}}}, {"properties": {}}, False),
        ({"properties": {"a": {"summary": "x"}}}, {"properties": {"a": {}}}, True),
        (
            {"properties": {"properties": {"description": "x"}}},
            {"properties": {"properties": {}}},
            True,
        ),
        ({"const": {"description": "a"}}, {"const": {"description": "b"}}, False),
        ({"enum": [1]}, {"enum": [True]}, False),
        ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}, False),
        ([{"example": 1}], [{}], True),
        ([{}], [{}, {}], False),
        ("a", "b", False),
    ],
)
def test_words_make_no_code_differ(old: Any, new: Any, *, same: bool) -> None:
    """Words do not count, unless they are names or values of the author's own."""
    assert is_same(old, new) is same
    assert is_same(new, old) is same


def _resolved() -> Resolved:
    schemas: dict[str, Any] = {
        "Whole": {"allOf": [{"$ref": "#/components/schemas/Part"}, {"properties": {"a": {}}}]},
        "Part": {"properties": {"inner": {"$ref": "#/components/schemas/Inner"}}},
        "Inner": {"properties": {"b": {}}},
        "Alone": {"allOf": [{"$ref": "#/components/schemas/Inner"}]},
        "Sent": {"properties": {"inner": {"$ref": "#/components/schemas/Nested"}}},
        "Nested": {"properties": {"c": {}}},
        "Unused": {"type": "object"},
    }

    def content(name: str) -> dict[str, Any]:
        return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}

    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "security": [{"token": []}],
        "paths": {
            "/whole": {
                "post": {
                    "requestBody": {"content": content("Sent")},
                    "responses": {
                        "200": {"description": "done", "content": content("Whole")},
                        "400": {"description": "wrong", "content": content("Unused")},
                    },
                }
            },
            "/alone": {
                "get": {
                    "security": [{"key": []}],
                    "responses": {"200": {"description": "done", "content": content("Alone")}},
                }
            },
        },
        "components": {"schemas": schemas},
    }
    loaded, found = parse_text(json.dumps(document).encode(), "things.json")
    assert loaded is not None, found
    resolved, found = resolve(loaded)
    assert resolved is not None, found
    return resolved


def _names(types: frozenset[str]) -> set[str]:
    return {it.rpartition("/")[2] for it in types}


def test_what_other_operations_use_is_found() -> None:
    """A branch of several that are one is no type; what stands in it is."""
    found = elsewhere(_resolved())
    assert _names(frozenset(found.received)) == {"Whole", "Inner", "Alone"}
    assert _names(frozenset(found.sent)) == {"Sent", "Nested"}
    assert _names(frozenset(found.nested)) == {"Nested"}
    assert found.schemes == {"token", "key"}

"""What is looked at of two versions, and what the rest of them decides."""

import json
from typing import Any

import pytest

from tallystick.diagnostics import Span
from tallystick.diff.unchanged.elsewhere import elsewhere
from tallystick.diff.unchanged.focus import focus
from tallystick.diff.unchanged.units import Standing
from tallystick.diff.unchanged.words import changes
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.resolve.model import Resolved


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ({"description": "a", "type": "string"}, {"type": "string", "description": "b"}, ()),
        ({"externalDocs": {"url": "a"}}, {}, ()),
        ({"properties": {"description": {}}}, {"properties": {}}, ("/properties/description",)),
        ({"properties": {"a": {"summary": "x"}}}, {"properties": {"a": {}}}, ()),
        (
            {"properties": {"properties": {"description": "x"}}},
            {"properties": {"properties": {}}},
            (),
        ),
        ({"const": {"description": "a"}}, {"const": {"description": "b"}}, ("/const",)),
        ({"enum": [1]}, {"enum": [True]}, ("/enum",)),
        ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}, ("/enum",)),
        ([{"example": 1}], [{}], ()),
        ([{}], [{}, {}], ("",)),
        ([{"a/b": 1, "c": 2}], [{"a/b": 2}], ("/0/a~1b", "/0/c")),
        ("a", "b", ("",)),
    ],
)
def test_words_make_no_code_differ(old: Any, new: Any, places: tuple[str, ...]) -> None:
    """Words do not count, unless they are names or values of the author's own."""
    assert tuple(sorted(changes(old, new))) == places
    assert tuple(sorted(changes(new, old))) == places


def _standing(old: dict[str, Any], new: dict[str, Any]) -> Standing:
    found = []
    for name, components in (("old", old), ("new", new)):
        paths = components.pop("paths", {})
        document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
        loaded, _ = parse_text(json.dumps({**document, "components": components}).encode(), name)
        assert loaded is not None
        resolved, _ = resolve(loaded)
        assert resolved is not None
        found.append(resolved)
    return Standing(*found)


def _schema(kind: str) -> dict[str, Any]:
    inner = {"properties": {"b": {"type": kind}, "c": {"type": "string"}}}
    return {"properties": {"a": inner, "d": {"properties": {"e": {}}}}}


@pytest.mark.parametrize(
    ("place", "differ"),
    [
        ("/components/schemas/Pet", True),
        ("/components/schemas/Pet/properties/a", True),
        ("/components/schemas/Pet/properties/a/properties/b", True),
        ("/components/schemas/Pet/properties/a/properties/b/type/x", True),
        ("/components/schemas/Pet/properties/a/properties/c", False),
        ("/components/schemas/Pet/properties/d", False),
        ("/components/schemas/Same", False),
        ("/components/parameters/Page/schema", True),
        ("/paths/~1a/get", True),
        ("/paths/~1a/put", False),
        ("/paths/~1b/get", True),
    ],
)
def test_what_is_above_or_below_a_change_differs(place: str, *, differ: bool) -> None:
    """What stands beside it does not; of shared parameters, and of all methods, everything may."""
    old, new = (
        {
            "schemas": {"Pet": _schema(kind), "Same": _schema("string")},
            "parameters": {"Page": {"in": "query", "name": kind, "schema": {"type": "string"}}},
            "paths": {
                "/a": {"get": {"tags": [kind], "responses": {}}, "put": {"responses": {}}},
                "/b": {"get": {"responses": {}}, "parameters": [{"in": "query", "name": kind}]},
            },
        }
        for kind in ("integer", "number")
    )
    units, differs = focus(_standing(old, new))
    assert len(units) == 4
    assert differs(Span("old", place)) == differ
    assert differs(Span("new", place)) == differ


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

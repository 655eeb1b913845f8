"""The table of OpenAPI's structure."""

import pytest

from tallystick.load.structure import SECTIONS, TABLE, kind_at, walk
from tallystick.text import Json


@pytest.mark.parametrize(
    ("steps", "kind"),
    [
        ("", "document"),
        ("paths", "paths"),
        ("paths|/a", "path-item"),
        ("paths|x-a", None),
        ("paths|/a|get|responses|200", "response"),
        ("paths|/a|get|parameters", "group"),
        ("paths|/a|get|parameters|0|schema|properties|$ref", "schema"),
        ("components|schemas", "group"),
        ("components|schemas|S|default|properties|a", None),
        ("components|callbacks|c|{$url}|post|requestBody|content|a/b|schema", "schema"),
        ("webhooks|w", "path-item"),
        ("info", None),
    ],
)
def test_kind_at(steps: str, kind: str | None) -> None:
    """What stands at a place follows from the way there."""
    assert kind_at(tuple(step for step in steps.split("|") if step)) == kind


def test_walk_goes_in_the_order_of_the_document() -> None:
    """Parents before children, members in order, data left out."""
    root: Json = {
        "components": {
            "schemas": {
                "B": {"properties": {"b": {}, "a": {}}, "default": {"properties": {"x": {}}}},
                "A": True,
                "C": {"allOf": [{}, {"items": {}}], "enum": [{"properties": {}}]},
            }
        },
        "x-y": {"paths": {}},
    }
    start = "/components/schemas"
    assert [visit.pointer for visit in walk(root, "document")] == [
        "",
        "/components",
        f"{start}/B",
        f"{start}/B/properties/b",
        f"{start}/B/properties/a",
        f"{start}/C",
        f"{start}/C/allOf/0",
        f"{start}/C/allOf/1",
        f"{start}/C/allOf/1/items",
    ]


def test_nothing_below_a_reference_object() -> None:
    """Only schemas and path items may have members beside `$ref` that count."""
    parameter: Json = {"$ref": "#/x", "schema": {}}
    assert len(list(walk(parameter, "parameter"))) == 1
    assert len(list(walk({"$ref": "#/x", "items": {}}, "schema"))) == 2
    assert len(list(walk({"$ref": "#/x", "get": {}}, "path-item"))) == 2


def test_every_kind_has_a_row() -> None:
    """The table is closed: no member leads to a kind that it does not know."""
    for row in TABLE.values():
        assert {slot.kind for slot in row.values()} <= set(TABLE)
    assert set(SECTIONS) <= set(TABLE)

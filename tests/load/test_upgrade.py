"""The spellings of 3.0 become those of 3.1, and pointers still find the author's words."""

import copy
from typing import Any

import pytest

from tallystick.diagnostics import Diagnostics, Span
from tallystick.load import locate, parse_text
from tallystick.load.parse import parse_yaml
from tallystick.load.upgrade import authored, spellings, upgrade
from tallystick.text import Json

HEAD = (
    "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    S:\n"
)


def schema(text: str) -> tuple[Any, Diagnostics]:
    """Return the upgraded schema S, written with six spaces before it."""
    document, found = parse_text((HEAD + text).encode(), "old.yaml")
    assert document is not None
    assert document.version == "3.0.3"
    root: Any = document.root
    assert root["openapi"] == "3.1.1"
    return root["components"]["schemas"]["S"], found


CASES: list[tuple[str, Json]] = [
    ("{type: string, nullable: true}", {"type": ["string", "null"]}),
    ("{type: string, nullable: false}", {"type": "string"}),
    ("{nullable: true, description: x}", {"description": "x"}),
    (
        "{type: string, nullable: true, enum: [a, null]}",
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    (
        "{nullable: true, oneOf: [{type: string}]}",
        {"oneOf": [{"type": "string"}, {"type": "null"}]},
    ),
    (
        "{nullable: true, anyOf: [{type: string}, {type: 'null'}]}",
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
    ),
    (
        "{description: d, nullable: true, allOf: [{$ref: '#/components/schemas/S'}], x-a: 1}",
        {
            "description": "d",
            "x-a": 1,
            "anyOf": [{"allOf": [{"$ref": "#/components/schemas/S"}]}, {"type": "null"}],
        },
    ),
    ("{minimum: 1, exclusiveMinimum: true}", {"exclusiveMinimum": 1}),
    ("{exclusiveMaximum: true, maximum: 2}", {"exclusiveMaximum": 2}),
    ("{minimum: 1, exclusiveMinimum: false}", {"minimum": 1}),
    ("{exclusiveMinimum: true}", {}),
    ("{exclusiveMinimum: 3, minimum: 1}", {"exclusiveMinimum": 3, "minimum": 1}),
    ("{type: string, example: x}", {"type": "string", "examples": ["x"]}),
    ("{example: null, title: t}", {"examples": [None], "title": "t"}),
    ("{type: string, format: byte}", {"type": "string", "contentEncoding": "base64"}),
    (
        "{type: string, format: binary}",
        {"type": "string", "contentMediaType": "application/octet-stream"},
    ),
    ("{type: integer, format: int32}", {"type": "integer", "format": "int32"}),
    (
        "{properties: {nullable: {type: string}, example: {nullable: true, type: integer}}}",
        {"properties": {"nullable": {"type": "string"}, "example": {"type": ["integer", "null"]}}},
    ),
    (
        "{default: {nullable: true, example: 1}, x-y: {nullable: true}}",
        {"default": {"nullable": True, "example": 1}, "x-y": {"nullable": True}},
    ),
    (
        "{items: {nullable: true, type: array, items: {type: number, nullable: true}}}",
        {"items": {"type": ["array", "null"], "items": {"type": ["number", "null"]}}},
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_schemas_are_lifted(text: str, wanted: Any) -> None:
    """Schema keywords change; data that only looks like them does not, and order is kept."""
    made, found = schema(f"      {text}\n")
    assert {item.code.id for item in found} <= {"nullable-untyped"}
    assert made == wanted
    assert list(made) == list(wanted)


@pytest.mark.parametrize(("text", "_"), CASES)
def test_upgrading_twice_changes_nothing(text: str, _: Json) -> None:
    """Parts of files are upgraded when they are met, and can be met twice."""
    root, _problems = parse_yaml(f"{HEAD}      {text}\n")
    assert isinstance(root, dict)
    upgrade(root, "a", "3.0.0")
    once = copy.deepcopy(root)
    upgrade(root, "a", "3.0.0")
    assert root == once


def test_members_beside_a_reference_are_left_out_and_told() -> None:
    """3.0 says that they SHALL be ignored; nothing is dropped in silence."""
    made, found = schema("      {$ref: '#/components/schemas/T', description: d, nullable: true}\n")
    assert made == {"$ref": "#/components/schemas/T"}
    assert [item.code.id for item in found] == ["ref-siblings-ignored"]
    assert "`description`, `nullable`" in found[0].message


def test_a_property_named_ref_is_no_reference() -> None:
    """Only where a reference may stand does `$ref` mean one."""
    made, found = schema("      {properties: {$ref: {type: string}, a: {type: string}}}\n")
    assert found == ()
    assert made == {"properties": {"$ref": {"type": "string"}, "a": {"type": "string"}}}


@pytest.mark.parametrize("more", ["", ", allOf: [{maxLength: 3}]", ", anyOf: [{}]"])
def test_nullable_enum_refuses_null_that_it_does_not_list(more: str) -> None:
    """3.0.3: `nullable` widens `type` alone, other keywords may still refuse null. It is told."""
    made, found = schema(f"      {{type: string, nullable: true, enum: [a]{more}}}\n")
    plain, _ = schema(f"      {{type: string, enum: [a]{more}}}\n")
    assert made == plain
    assert [item.code.id for item in found] == ["nullable-enum"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nullable: true, allOf: [{$ref: '#/components/schemas/S'}]", 1),
        ("nullable: true, oneOf: [{type: string}, {type: integer}]", 1),
        ("nullable: true, anyOf: [{type: string, nullable: true}, {type: integer}]", 0),
        ("nullable: true, anyOf: [{type: string}, {type: 'null'}]", 0),
        ("nullable: true, allOf: [{type: string, nullable: true}, {maxLength: 3}]", 1),
        ("nullable: true, allOf: [{type: string, nullable: true}]", 0),
        ("nullable: false, allOf: [{type: string}]", 0),
        ("type: object, nullable: true, allOf: [{required: [a]}]", 0),
        ("nullable: true, properties: {a: {type: string}}", 0),
    ],
)
def test_nullable_without_a_type_is_told(text: str, told: int) -> None:
    """By the letter it does nothing; hardly anybody means that, and null is accepted."""
    _, found = schema(f"      {{{text}}}\n")
    assert [item.code.id for item in found] == ["nullable-untyped"] * told


def test_nullable_enum_accepts_null_that_it_lists() -> None:
    """The way the clarification of 3.0.3 says to write it."""
    made, found = schema("      {type: string, nullable: true, enum: [a, null]}\n")
    assert made == {"type": ["string", "null"], "enum": ["a", None]}
    assert found == ()


def test_31_is_left_as_it_is() -> None:
    """A document of 3.1 keeps its words."""
    text = HEAD.replace("3.0.3", "3.1.0") + "      {example: 1, format: byte, nullable: true}\n"
    document, found = parse_text(text.encode(), "new.yaml")
    assert found == ()
    assert document is not None
    root: Any = document.root
    assert root["openapi"] == "3.1.0"
    assert root["components"]["schemas"]["S"] == {
        "example": 1,
        "format": "byte",
        "nullable": True,
    }


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("/examples", 8),
        ("/examples/0", 8),
        ("/examples/0/k", 8),
        ("/contentEncoding", 9),
        ("/anyOf/0/allOf/0/type", 13),
        ("/anyOf/1", 7),
        ("/exclusiveMinimum", 11),
    ],
)
def test_upgraded_pointers_find_the_authors_words(pointer: str, line: int) -> None:
    """Diagnostics about upgraded schemas point at what was written."""
    schema(
        "      example:\n        k: 1\n      format: byte\n      minimum: 1\n"
        "      exclusiveMinimum: true\n      allOf:\n        - type: string\n"
        "      nullable: true\n"
    )
    position = locate(Span("old.yaml", "/components/schemas/S" + pointer))
    assert position is not None
    assert position.line == line


def test_spellings_are_bounded() -> None:
    """A hostile pointer of many such names does not multiply without end."""
    assert authored(("a",), 0) is None
    assert len(spellings(("examples", "0") * 40)) <= 64
    assert spellings(("anyOf", "0", "type")) == [("anyOf", "0", "type"), ("type",)]

"""Examples and defaults against their schemas."""

from collections.abc import Callable

import pytest

from tallystick.diagnostics import Diagnostics
from tallystick.ir import Api, check_examples
from tallystick.text import Json

Document = dict[str, Json]
Read = Callable[[Document], tuple[Api, Diagnostics]]


@pytest.fixture(scope="session")
def problems(read: Read) -> Callable[[Document], list[tuple[str, str]]]:
    """Return a function that gives (code, pointer) of what examples get wrong."""

    def found(document: Document) -> list[tuple[str, str]]:
        api, _ = read(document)
        return [
            (item.code.id, item.span.pointer if item.span else "") for item in check_examples(api)
        ]

    return found


Problems = Callable[[Document], list[tuple[str, str]]]


def component(value: Json, **others: Json) -> Document:
    """Return a document with one schema."""
    return {"components": {"schemas": {"X": value, **others}}}


X = "/components/schemas/X"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"type": "string", "examples": ["a", 1]}, [("example-invalid", f"{X}/examples/1")]),
        ({"type": "string", "example": 1}, [("example-invalid", f"{X}/example")]),
        ({"type": "string", "default": 1}, [("default-invalid", f"{X}/default")]),
        ({"type": "string", "default": None}, [("default-invalid", f"{X}/default")]),
        ({"type": ["string", "null"], "default": None}, []),
        (
            {"type": "string", "format": "uuid", "examples": ["no"]},
            [("example-invalid", f"{X}/examples/0")],
        ),
        (
            {"type": "object", "properties": {"a": {"type": "integer", "default": "1"}}},
            [("default-invalid", f"{X}/properties/a/default")],
        ),
        (
            {
                "type": "object",
                "properties": {"a": {"$ref": "#/components/schemas/Y", "default": 1}},
            },
            [("default-invalid", f"{X}/properties/a/default")],
        ),
    ],
)
def test_examples_of_schemas(problems: Problems, value: Json, expected: list[object]) -> None:
    """Of components, of members, beside references."""
    assert problems(component(value, Y={"type": "string"})) == expected


def test_an_example_may_be_what_one_side_sends(problems: Problems) -> None:
    """Without the other side's members."""
    schema: dict[str, Json] = {
        "type": "object",
        "properties": {"id": {"type": "string", "readOnly": True}, "n": {"type": "integer"}},
        "required": ["id", "n"],
    }
    assert problems(component(schema | {"example": {"n": 1}})) == []
    assert problems(component(schema | {"example": {"id": "a"}})) != []


def test_examples_of_operations(problems: Problems) -> None:
    """Parameters, bodies, responses, each with its direction."""
    thing: Json = {
        "type": "object",
        "properties": {"id": {"type": "string", "readOnly": True}},
        "required": ["id"],
    }
    media: Json = {"schema": thing, "examples": {"e": {"value": {}}}}
    document: Document = {
        "paths": {
            "/a": {
                "post": {
                    "parameters": [
                        {"name": "q", "in": "query", "schema": {"type": "integer"}, "example": "x"},
                    ],
                    "requestBody": {"content": {"application/json": media}},
                    "responses": {
                        "200": {"description": "", "content": {"application/json": media}},
                    },
                },
            },
        },
    }
    place = "/paths/~1a/post"
    assert problems(document) == [
        ("example-invalid", f"{place}/parameters/0/example"),
        (
            "example-invalid",
            f"{place}/responses/200/content/application~1json/examples/e/value",
        ),
    ]


def test_one_broken_schema_does_not_silence_the_others(problems: Problems) -> None:
    """A pattern that is no regular expression."""
    document = component(
        {"type": "string", "pattern": "(", "example": "a"},
        Y={"type": "integer", "example": "b"},
    )
    assert sorted(problems(document)) == [
        ("example-invalid", "/components/schemas/Y/example"),
        ("example-schema-unusable", X),
    ]


def test_examples_keep_the_rules(problems: Problems) -> None:
    """What the schema cannot say counts too."""
    schema: Json = {
        "type": "object",
        "properties": {"a": {}, "b": {}},
        "x-validations": [{"id": "ab", "rule": "has(self.a) == has(self.b)", "message": "m"}],
        "examples": [{"a": 1, "b": 2}, {"a": 1}],
    }
    assert problems(component(schema)) == [("example-breaks-rule", f"{X}/examples/1")]


def test_examples_that_no_validator_can_read(problems: Problems) -> None:
    """Endless nesting is a problem of the example."""
    deep: Json = []
    for _ in range(400):
        deep = [deep]
    assert problems(component({"type": "string", "example": deep})) == [
        ("example-invalid", f"{X}/example")
    ]

"""Exact schemas accept and refuse what the document's own do, on their own."""

import json
from collections.abc import Callable

import pytest
from jsonschema_rs import Draft202012Validator

from tallystick.diagnostics import Diagnostics, Span
from tallystick.ir import Api, Flow, TypeId, exact_schema
from tallystick.text import Json

Document = dict[str, Json]
Read = Callable[[Document], tuple[Api, Diagnostics]]


@pytest.fixture(scope="session")
def accepts(read: Read) -> Callable[..., bool]:
    """Return a function: does the exact schema of component X take a value?"""

    def judged(value: Json, flow: Flow | None = None, **schemas: Json) -> bool:
        api, _ = read({"components": {"schemas": schemas}})
        schema = exact_schema(api, TypeId("api.json#/components/schemas/X"), flow)
        return Draft202012Validator(schema, validate_formats=True).is_valid(value)

    return judged


Accepts = Callable[..., bool]


def test_references_are_carried_along(accepts: Accepts) -> None:
    """Recursion through other components, names that need escapes."""
    node: Json = {
        "type": "object",
        "properties": {
            "next": {"$ref": "#/components/schemas/a~1b%20c"},
            "id": {"$ref": "#/components/schemas/Y/properties/id"},
        },
        "required": ["id"],
    }
    others: dict[str, Json] = {
        "a/b c": {"anyOf": [{"$ref": "#/components/schemas/X"}, {"type": "null"}]},
        "Y": {"type": "object", "properties": {"id": {"type": "integer"}}},
    }
    assert accepts({"id": 1, "next": {"id": 2, "next": None}}, X=node, **others)
    assert not accepts({"id": 1, "next": {"id": "2"}}, X=node, **others)


def test_formats_are_asserted(accepts: Accepts) -> None:
    """Not only annotated."""
    schema: Json = {"type": "string", "format": "uuid"}
    assert accepts("0b0f5a2e-4f7f-4a52-9f2c-6a1f0a4d3c11", X=schema)
    assert not accepts("x", X=schema)


def test_words_that_only_look_like_keywords(accepts: Accepts) -> None:
    """Members, constants and examples named like keywords are left as they are."""
    schema: Json = {
        "type": "object",
        "properties": {
            "$ref": {"type": "string"},
            "required": {"const": {"$ref": "#/nowhere", "x-a": 1}},
            "x-validations": {"type": "integer"},
        },
        "example": {"$ref": "#/nowhere"},
        "$id": "http://a/b",
    }
    assert accepts({"$ref": "a", "required": {"$ref": "#/nowhere", "x-a": 1}}, X=schema)
    assert not accepts({"$ref": 1}, X=schema)
    assert not accepts({"x-validations": "a"}, X=schema)


def test_the_other_side_need_not_send_its_members(accepts: Accepts) -> None:
    """ReadOnly in requests, writeOnly in responses; through references and allOf."""
    base: Json = {
        "type": "object",
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "secret": {"$ref": "#/components/schemas/Secret"},
        },
    }
    schema: Json = {
        "allOf": [{"$ref": "#/components/schemas/Base"}, {"required": ["id", "secret", "name"]}],
        "properties": {"name": {"type": "string"}},
    }
    parts: dict[str, Json] = {
        "X": schema,
        "Base": base,
        "Secret": {"type": "string", "writeOnly": True},
    }
    sent: Json = {"secret": "s", "name": "n"}
    got: Json = {"id": 1, "name": "n"}
    assert not accepts(sent, **parts)
    assert accepts(sent, "request", **parts)
    assert accepts({"id": "ignored", "secret": "s", "name": "n"}, "request", **parts)
    assert not accepts(sent, "response", **parts)
    assert accepts(got, "response", **parts)
    assert not accepts({"id": "1", "name": "n"}, "response", **parts)
    assert not accepts({"secret": "s"}, "request", **parts)


def test_types_made_of_several_schemas(read: Read) -> None:
    """Variants of type arrays, variants with company, members of two branches, anything."""
    schemas: Document = {
        "X": {"type": ["string", "integer"], "minLength": 2},
        "Y": {
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
            "oneOf": [{"properties": {"b": {"type": "integer"}}}, {"type": "array"}],
        },
        "Z": {"type": "array"},
    }
    api, _ = read({"components": {"schemas": schemas}})
    prefix = "api.json#/components/schemas/"

    def takes(name: str, value: Json) -> bool:
        schema = exact_schema(api, TypeId(prefix + name if name[0] != "#" else name))
        return Draft202012Validator(schema).is_valid(value)

    assert takes("X/type/string", "ab")
    assert not takes("X/type/string", "a")
    assert not takes("X/type/string", 5)
    assert takes("X/type/integer", 5)
    assert takes("Y/oneOf/0", {"a": "x", "b": 1})
    assert not takes("Y/oneOf/0", {"b": 1})
    assert not takes("Y/oneOf/0", {"a": "x", "b": "1"})
    assert takes("#anything", None)


def test_a_schema_by_its_place(read: Read) -> None:
    """Any place of a schema will do, also one that no type stands for."""
    api, _ = read({"components": {"schemas": {"X": {"not": {"minLength": 2}}}}})
    schema = exact_schema(api, Span("api.json", "/components/schemas/X/not"))
    assert not Draft202012Validator(schema).is_valid("a")


def test_what_a_validator_would_refuse_is_left_out(accepts: Accepts) -> None:
    """A keyword with a value of the wrong kind was reported; the rest still counts."""
    schema: Json = {
        "type": "string",
        "minLength": "3",
        "maxLength": 2,
        "items": [{}],
        "required": "a",
        "anyOf": [],
        "enum": "a",
    }
    assert accepts("ab", X=schema)
    assert not accepts("abc", X=schema)


def test_a_schema_stands_on_its_own(read: Read) -> None:
    """No reference leads out of it, and it is plain JSON."""
    schemas: Document = {
        f"S{index}": {"items": {"$ref": f"#/components/schemas/S{(index + 1) % 5}"}}
        for index in range(5)
    }
    api, _ = read({"components": {"schemas": schemas}})
    schema = exact_schema(api, TypeId("api.json#/components/schemas/S0"))
    text = json.dumps(schema)
    assert "components" not in text
    defs = schema["$defs"]
    assert isinstance(defs, dict)
    assert len(defs) == 5

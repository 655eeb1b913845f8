"""Unions that are one of their own variants, and variables that nobody has declared."""

from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no hints

from tallystick.diagnostics import Diagnostics
from tallystick.ir import Api, Place, Scalar, Type, TypeId, Union, exact_schema
from tallystick.text import Json

Document = dict[str, Json]
Read = Callable[[Document], tuple[Api, Diagnostics]]
TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
ME: Json = {"$ref": "#/components/schemas/Me"}
YOU: Json = {"$ref": "#/components/schemas/You"}


def lowered(read: Read, **schemas: Json) -> tuple[Api, Type, list[str]]:
    """Return an API of some schemas, the type of `Me`, and what is said of them."""
    api, found = read({"components": {"schemas": schemas}})
    type_ = api.types[TypeId("api.json#/components/schemas/Me")]
    return api, type_, sorted({item.code.id for item in found})


@pytest.mark.parametrize(
    "schemas",
    [
        {"Me": {"anyOf": [ME, TEXT, FLAG]}},
        {"Me": {"oneOf": [TEXT, FLAG, ME]}},
        {"Me": {"oneOf": [TEXT, FLAG, YOU]}, "You": ME},
        {"Me": {"anyOf": [{"allOf": [ME, {"minLength": 2}]}, TEXT, FLAG]}},
        {"Me": {"anyOf": [YOU, TEXT, FLAG]}, "You": {"allOf": [ME, {"minLength": 2}]}},
        {"Me": {"anyOf": [YOU, ME, TEXT, FLAG]}, "You": {"allOf": [ME]}},
    ],
)
def test_a_variant_that_is_the_union_is_left_out(read: Read, schemas: Document) -> None:
    """What is valid is what the other variants accept; validators find an end."""
    api, type_, found = lowered(read, **schemas)
    assert "union-holds-itself" in found
    assert "schema-holds-itself" not in found
    assert isinstance(type_, Union)
    kinds = [api.types[variant] for variant in type_.variants]
    assert [shape.kind for shape in kinds if isinstance(shape, Scalar)] == ["string", "boolean"]
    judge = Draft202012Validator(exact_schema(api, type_.id))
    assert [judge.is_valid(value) for value in ("", "long", True, 7)] == [True, True, True, False]


def test_what_leads_back_keeps_its_own_conditions(read: Read) -> None:
    """The schema that was the variant is still the union, narrowed."""
    you: Json = {"allOf": [ME, {"maxLength": 2}]}
    api, _, _ = lowered(read, Me={"anyOf": [YOU, TEXT, FLAG]}, You=you)
    judge = Draft202012Validator(exact_schema(api, TypeId("api.json#/components/schemas/You")))
    assert [judge.is_valid(value) for value in ("ab", "abc", True, 7)] == [True, False, True, False]


@pytest.mark.parametrize(
    "schemas",
    [
        {"Me": {"anyOf": [ME]}},
        {"Me": {"allOf": [ME, TEXT]}},
        {"Me": {"anyOf": [YOU, TEXT]}, "You": {"anyOf": [ME, FLAG]}},
        {"Me": {"oneOf": [{"allOf": [ME, TEXT]}, {"allOf": [ME, FLAG]}]}},
    ],
)
def test_what_has_no_meaning_is_an_error(read: Read, schemas: Document) -> None:
    """No other variant, no union, or two of them that are made of each other."""
    assert "schema-holds-itself" in lowered(read, **schemas)[2]


def test_recursion_by_members_and_items_is_nothing_special(read: Read) -> None:
    """A value is finite wherever it comes to an end."""
    nest: Json = {"anyOf": [TEXT, {"type": "array", "items": ME}]}
    assert lowered(read, Me=nest)[2] == []


def test_an_undeclared_variable_of_a_path_is_a_text(read: Read) -> None:
    """It must be given, and stands where the path has it."""
    declared: Json = {"name": "b", "in": "path", "required": True, "schema": {"type": "integer"}}
    query: Json = {"name": "q", "in": "query", "schema": TEXT}
    get: Json = {"parameters": [query, declared], "responses": {"200": {"description": ""}}}
    api, found = read({"paths": {"/{a}/{b}/{c}": {"get": get}}})
    assert [item.code.id for item in found] == ["path-variable-undeclared"] * 2
    parameters = api.operations[0].parameters
    assert [item.wire for item in parameters] == ["a", "b", "c", "q"]
    first = parameters[0]
    shape = api.types[first.type]
    assert (first.place, first.required, isinstance(shape, Scalar)) == (Place.PATH, True, True)
    judge = Draft202012Validator(exact_schema(api, first.type))
    assert [judge.is_valid(value) for value in ("x", 1, None)] == [True, False, False]


def test_an_undeclared_variable_of_a_server_has_no_value(read: Read) -> None:
    """It can be given; until then the URL is not whole."""
    declared: Json = {"zone": {"default": "a"}}
    server: Json = {"url": "https://{region}.{zone}.example", "variables": declared}
    api, found = read({"servers": [server]})
    assert [item.code.id for item in found] == ["server-variable"]
    assert api.servers[0].variables == (("zone", "a", ()), ("region", "{region}", ()))

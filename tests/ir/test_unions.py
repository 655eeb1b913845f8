"""anyOf and oneOf: unions, wrappers, and conditions on a shape."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diagnostics import Diagnostics
from tallystick.ir import Array, Enumeration, Record, Scalar, Type, Union
from tallystick.text import Json

Lower = Callable[..., tuple[Type, Diagnostics]]
Types = Callable[..., dict[str, Type]]

CAT: Json = {"type": "object", "properties": {"kind": {"const": "cat"}}, "required": ["kind"]}
DOG: Json = {"type": "object", "properties": {"kind": {"const": "dog"}}, "required": ["kind"]}
REF_CAT: Json = {"$ref": "#/components/schemas/Cat"}
REF_DOG: Json = {"$ref": "#/components/schemas/Dog"}


def names(type_: Type) -> list[str]:
    """Return the variants of a union, short."""
    assert isinstance(type_, Union)
    return [variant.partition("schemas/")[2] for variant in type_.variants]


@pytest.mark.parametrize(("keyword", "exclusive"), [("oneOf", True), ("anyOf", False)])
def test_a_union_of_components(types: Types, keyword: str, *, exclusive: bool) -> None:
    """Variants are the components themselves; null is a flag."""
    made = types(Cat=CAT, Dog=DOG, X={keyword: [REF_CAT, {"type": "null"}, REF_DOG]})
    union = made["X"]
    assert names(union) == ["Cat", "Dog"]
    assert isinstance(union, Union)
    assert (union.exclusive, union.nullable, union.discriminator) == (exclusive, True, None)


def test_inline_variants_are_named_by_title_or_kind(types: Types) -> None:
    """A title that reads like a name, the kind, or a number."""
    made = types(
        X={
            "anyOf": [
                {"type": "string"},
                {"type": "object", "title": "Text content", "properties": {"a": {}}},
                {"type": "object", "properties": {"b": {}}},
                {"type": "object", "title": "a b c d e f", "properties": {"c": {}}},
            ],
        },
    )
    assert [made[name].words for name in names(made["X"])] == [
        ("x", "string"),
        ("x", "text", "content"),
        ("x", "variant", "3"),
        ("x", "variant", "4"),
    ]


def test_what_stands_beside_joins_every_variant(types: Types) -> None:
    """Members beside oneOf belong to each variant."""
    made = types(
        Cat=CAT,
        X={
            "type": "object",
            "properties": {"id": {"type": "string"}},
            "required": ["id"],
            "oneOf": [REF_CAT, {"properties": {"b": {"type": "integer"}}}],
        },
    )
    assert names(made["X"]) == ["X/oneOf/0", "X/oneOf/1"]
    first, second = (made[name] for name in names(made["X"]))
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert {field.wire for field in first.fields} == {"kind", "id"}
    assert {field.wire for field in second.fields} == {"b", "id"}
    assert not second.implied
    assert [span.pointer for span in first.also] == ["/components/schemas/X"]


@pytest.mark.parametrize(
    "branches",
    [
        [{"required": ["a"]}, {"required": ["b"]}],
        [{"properties": {"a": {"const": 1}}, "required": ["a"]}, {"required": ["b"]}],
        [{"type": "object", "not": {"required": ["a"]}}, {"maxProperties": 1}],
    ],
)
def test_conditions_leave_the_record_whole(schema: Lower, branches: list[Json]) -> None:
    """Branches that only narrow are residue, not variants."""
    made, found = schema(
        {"type": "object", "properties": {"a": {}, "b": {}}, "anyOf": branches},
    )
    assert isinstance(made, Record)
    assert ([field.wire for field in made.fields], found) == (["a", "b"], ())
    assert [residue.keyword for residue in made.residue] == ["anyOf"]


def test_formats_as_conditions(schema: Lower) -> None:
    """A string that has one of two formats is a string."""
    made, _ = schema({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]})
    assert isinstance(made, Scalar)
    assert [residue.keyword for residue in made.residue] == ["anyOf"]


def test_one_branch_is_no_union(types: Types) -> None:
    """A single inline branch is merged; a single reference keeps the name of its user."""
    made = types(
        Cat=CAT, X={"oneOf": [{"type": "array", "items": REF_CAT}]}, Y={"anyOf": [REF_CAT]}
    )
    assert isinstance(made["X"], Array)
    assert names(made["Y"]) == ["Cat"]


def test_both_keywords_at_once(types: Types) -> None:
    """The second is joined with every variant of the first."""
    made = types(
        X={
            "oneOf": [{"type": "string"}, {"type": "integer"}],
            "anyOf": [{"minLength": 1}, {"minimum": 1}],
        },
    )
    union = made["X"]
    assert isinstance(union, Union)
    assert len(union.variants) == 2


def test_unions_in_circles(types: Types) -> None:
    """A union may hold itself through an array, or only itself."""
    ref: Json = {"$ref": "#/components/schemas/X"}
    made = types(
        X={"anyOf": [{"type": "string"}, {"type": "array", "items": ref}]},
        Y={"oneOf": [{"$ref": "#/components/schemas/Y"}, {"type": "string"}]},
        Z={"properties": {"a": {}}, "oneOf": [{"$ref": "#/components/schemas/Z"}, CAT]},
    )
    items = made["X/anyOf/1"]
    assert isinstance(items, Array)
    assert items.items == made["X"].id
    assert isinstance(made["Y"], Scalar)  # what is left of it
    assert isinstance(made["Z"], Record)


def test_long_chains_need_no_recursion(types: Types) -> None:
    """Four hundred wrappers around one type."""
    value: Json = {"type": "string", "maxLength": 3}
    for _ in range(200):
        value = {"anyOf": [value, {"type": "null"}]}
    made = types(X=value)["X"]
    assert isinstance(made, Scalar)
    assert (made.max_length, made.nullable) == (3, True)


def test_a_discriminator_with_and_without_mapping(types: Types) -> None:
    """Explicit values, constants of the member, and names of components."""
    fish: Json = {
        "type": "object",
        "properties": {"kind": {"type": "string"}},
        "required": ["kind"],
    }
    made = types(
        Cat=CAT,
        Dog=DOG,
        Fish=fish,
        X={
            "oneOf": [REF_CAT, REF_DOG, {"$ref": "#/components/schemas/Fish"}],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"kitty": "#/components/schemas/Cat", "tom": "Cat"},
            },
        },
    )
    union = made["X"]
    assert isinstance(union, Union)
    assert union.discriminator is not None
    assert union.discriminator.mapping == (
        ("kitty", made["Cat"].id),
        ("tom", made["Cat"].id),
        ("dog", made["Dog"].id),
        ("Fish", made["Fish"].id),
    )


def test_a_variant_without_the_discriminating_member(schema: Lower) -> None:
    """It can be neither written nor read by its discriminator."""
    lazy: Json = {"type": "object", "properties": {"kind": {"const": "dog"}}}
    _, found = schema(
        {"oneOf": [REF_CAT, REF_DOG], "discriminator": {"propertyName": "kind"}},
        Cat=CAT,
        Dog=lazy,
    )
    assert [item.code.id for item in found] == ["discriminator-member"]


def test_a_mapping_beside_the_union(schema: Lower) -> None:
    """A mapped schema that is no variant."""
    _, found = schema(
        {
            "oneOf": [REF_CAT],
            "discriminator": {"propertyName": "kind", "mapping": {"dog": "Dog"}},
        },
        Cat=CAT,
        Dog=DOG,
    )
    assert [item.code.id for item in found] == ["discriminator-target"]


def test_enumerations_in_unions(types: Types) -> None:
    """Known values or any text: a union of both."""
    made = types(X={"anyOf": [{"type": "string"}, {"type": "string", "enum": ["a"]}]})
    first, second = (made[name] for name in names(made["X"]))
    assert isinstance(first, Scalar)
    assert isinstance(second, Enumeration)


def test_a_bomb_of_unions_stays_small(read: Callable[[Json], tuple[Any, Diagnostics]]) -> None:
    """Unions that refer to each other with members beside them multiply only so far."""
    schemas: dict[str, Json] = {}
    for index in range(24):
        others: Json = [{"$ref": f"#/components/schemas/S{other}"} for other in range(24)]
        schemas[f"S{index}"] = {"properties": {f"p{index}": {}}, "oneOf": others}
    api, found = read({"components": {"schemas": schemas}})
    assert len(api.types) < 10_000
    assert "too-many-joined" in {item.code.id for item in found}

"""Each schema becomes the shape that says the most about it."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diagnostics import Diagnostics
from tallystick.ir import (
    MISSING,
    Anything,
    Array,
    Dictionary,
    Enumeration,
    Nothing,
    Scalar,
    Type,
    Union,
)
from tallystick.text import Json, SpecText

Lower = Callable[..., tuple[Type, Diagnostics]]
Types = Callable[..., dict[str, Any]]


def test_a_string_keeps_every_bound(schema: Lower) -> None:
    """Bounds, format, encoding, default, doc."""
    made, found = schema(
        {
            "type": "string",
            "format": "uri",
            "minLength": 1,
            "maxLength": 9.0,
            "pattern": "^a",
            "contentEncoding": "base64",
            "contentMediaType": "image/png",
            "default": "a",
            "title": "T",
            "description": "D",
            "deprecated": True,
            "examples": ["a", "aa"],
            "x-source": "page 1",
            "x-presigned": {"expires": 3600},
        },
    )
    assert isinstance(made, Scalar)
    assert (made.kind, made.format, made.min_length, made.max_length) == ("string", "uri", 1, 9)
    assert (made.pattern, made.content_encoding) == (SpecText("^a"), "base64")
    assert (made.content_media_type, made.presigned, made.default) == ("image/png", 3600, "a")
    assert made.doc.deprecated
    assert made.doc.examples == ("a", "aa")
    assert (made.doc.source, made.doc.summary) == (SpecText("page 1"), SpecText("T"))
    assert (made.words, made.named, made.residue, found) == (("x",), True, (), ())


def test_a_number_keeps_every_bound(schema: Lower) -> None:
    """2020-12: exclusive bounds are numbers of their own."""
    made, _ = schema(
        {
            "type": "integer",
            "minimum": 0,
            "exclusiveMaximum": 8,
            "multipleOf": 2,
            "format": "int64",
        },
    )
    assert isinstance(made, Scalar)
    assert (made.minimum, made.exclusive_maximum, made.multiple_of) == (0, 8, 2)
    assert (made.maximum, made.exclusive_minimum, made.format) == (None, None, "int64")


@pytest.mark.parametrize(
    "value",
    [
        {"type": ["string", "null"]},
        {"type": ["null", "string"], "maxLength": 3},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"oneOf": [{"type": "null"}, {"type": "string"}]},
        {"anyOf": [{"type": "string"}, {"const": None}]},
        {"anyOf": [{"type": "string"}, {"enum": [None]}]},
    ],
)
def test_spellings_of_a_nullable_string(schema: Lower, value: Json) -> None:
    """All become one scalar that also takes null."""
    made, _ = schema(value)
    assert isinstance(made, Scalar)
    assert (made.kind, made.nullable, made.also) == ("string", True, ())


def test_null_in_an_enum_is_nullable(schema: Lower) -> None:
    """Null is no member; it is not accepted when `type` refuses it."""
    made, _ = schema({"enum": ["a", None, "b"]})
    assert isinstance(made, Enumeration)
    assert [member.value for member in made.members] == ["a", "b"]
    assert made.nullable
    strict, found = schema({"type": "string", "enum": ["a", None]})
    assert not strict.nullable
    assert [item.code.id for item in found] == ["enum-value-type"]
    only, _ = schema({"type": ["string", "null"], "enum": ["a"]})
    assert not only.nullable


def test_a_nullable_reference(types: Types) -> None:
    """At a member it is the type and a flag; elsewhere a union of one."""
    ref = {"$ref": "#/components/schemas/Y"}
    wrapper = {"anyOf": [ref, {"type": "null"}], "description": "D"}
    made = types(
        X={"type": "object", "properties": {"a": wrapper, "b": ref}},
        Y={"type": "string"},
        Z={"type": "array", "items": wrapper},
        N=wrapper,
    )
    record = made["X"]
    first, second = record.fields
    assert first.type == second.type == made["Y"].id
    assert (first.nullable, second.nullable) == (True, False)
    assert first.doc.description == SpecText("D")
    items = made["Z/items"]
    assert isinstance(items, Union)
    assert (items.variants, items.nullable) == ((made["Y"].id,), True)
    assert made["N"].nullable


def test_type_arrays_are_unions(types: Types) -> None:
    """Each variant takes the bounds of its kind."""
    made = types(X={"type": ["string", "integer", "null"], "minLength": 2, "minimum": 1})
    union = made["X"]
    assert isinstance(union, Union)
    assert (union.nullable, union.exclusive, union.residue) == (True, False, ())
    text, number = (made[id_.rpartition("schemas/")[2]] for id_ in union.variants)
    assert (text.kind, text.min_length, text.only, text.residue) == ("string", 2, "string", ())
    assert (number.kind, number.minimum, number.nullable) == ("integer", 1, False)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a", "b"], "string"),
        ([1, 2], "integer"),
        ([1, 2.5], "number"),
        ([True, False], "boolean"),
        (["a", 1], None),
        ([[1], {"a": 1}], None),
    ],
)
def test_kinds_of_enumerations(schema: Lower, values: list[Json], kind: str | None) -> None:
    """The kind is read off the values when there is no type."""
    made, found = schema({"enum": values})
    assert isinstance(made, Enumeration)
    assert (made.kind, found) == (kind, ())
    assert [member.value for member in made.members] == values


def test_true_is_not_one(schema: Lower) -> None:
    """JSON's booleans are no numbers, though Python's are."""
    made, _ = schema({"enum": [1, True, 1.0, 0, False]})
    assert isinstance(made, Enumeration)
    assert [member.value for member in made.members] == [1.0, True, 0, False]


def test_names_of_enum_members(schema: Lower) -> None:
    """Proposals may collide; extensions name and describe."""
    made, _ = schema(
        {
            "enum": ["+1", "-1", "GMT+0", "GMT-0"],
            "x-enum-varnames": ["ThumbsUp"],
            "x-enum-descriptions": {"-1": "No"},
        },
    )
    assert isinstance(made, Enumeration)
    assert [member.words for member in made.members] == [
        ("thumbs", "up"),
        ("minus", "1"),
        ("gmt", "0"),
        ("gmt", "0"),
    ]
    assert made.members[1].doc.description == SpecText("No")


def test_const_and_described_constants(schema: Lower) -> None:
    """``oneOf`` of constants is an enumeration whose members have descriptions."""
    made, _ = schema({"const": "a"})
    assert isinstance(made, Enumeration)
    choices, _ = schema(
        {"type": "string", "oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]},
    )
    assert isinstance(choices, Enumeration)
    assert [member.value for member in choices.members] == ["a", "b"]
    assert choices.members[0].doc.summary == SpecText("A")


def test_an_extensible_enum_is_open(schema: Lower) -> None:
    """``x-extensible-enum`` beside the list, or as the list."""
    made, _ = schema({"type": "string", "enum": ["a"], "x-extensible-enum": True})
    assert isinstance(made, Enumeration)
    assert made.open
    listed, _ = schema({"type": "string", "x-extensible-enum": ["a", "b"]})
    assert isinstance(listed, Enumeration)
    assert listed.open
    assert [member.value for member in listed.members] == ["a", "b"]
    closed, _ = schema({"type": "string", "enum": ["a"], "x-extensible-enum": False})
    assert isinstance(closed, Enumeration)
    assert not closed.open


@pytest.mark.parametrize("value", [True, {}, {"description": "D"}])
def test_whatever(schema: Lower, value: Json) -> None:
    """A schema that says nothing takes anything, null too."""
    made, _ = schema(value)
    assert isinstance(made, Anything)
    assert made.nullable


def test_nothing(schema: Lower) -> None:
    """``false``, and types that exclude each other."""
    assert isinstance(schema(False)[0], Nothing)  # noqa: FBT003 - a schema
    made, found = schema({"type": "string", "allOf": [{"type": "integer"}]})
    assert isinstance(made, Nothing)
    assert [item.code.id for item in found] == ["never-valid"]


def test_what_contradicts_another_part_names_both(schema: Lower) -> None:
    """A part that is sound by itself is not blamed alone."""
    made: Json = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"enum": ["a"]}}}
    part: Json = {"properties": {"x": {"type": "string"}, "y": {"enum": ["b"]}}}
    _, found = schema({"allOf": [{"$ref": "#/components/schemas/A"}, part]}, A=made)
    one, other = "`/components/schemas/A/properties/", "`/components/schemas/X/allOf/1/properties/"
    assert [item.message for item in found if item.code.id == "never-valid"] == [
        f"no value satisfies {one}x` and {other}x` at once: they demand different types",
        f"no value that is listed satisfies {one}y` and {other}y` at once",
    ]


def test_arrays(types: Types) -> None:
    """Items, fixed beginnings, ``items: false``."""
    made = types(
        X={
            "type": "array",
            "prefixItems": [{"type": "string"}, {"type": "integer"}],
            "items": False,
            "minItems": 2,
            "uniqueItems": True,
        },
        Y={"type": "array"},
        Z={"type": "array", "items": {"$ref": "#/components/schemas/Z"}, "contains": {}},
    )
    fixed = made["X"]
    assert isinstance(fixed, Array)
    assert (fixed.items, len(fixed.prefix), fixed.min_items, fixed.unique) == (None, 2, 2, True)
    anything = made["Y"].items
    assert anything == "#anything"
    recursive = made["Z"]
    assert recursive.items == recursive.id
    assert [residue.keyword for residue in recursive.residue] == ["contains"]


def test_dictionaries(types: Types) -> None:
    """One type of value; keys by a pattern."""
    made = types(
        A={"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1},
        B={"type": "object"},
        C={
            "type": "object",
            "patternProperties": {"^x": {"type": "string"}},
            "additionalProperties": False,
        },
        D={
            "type": "object",
            "additionalProperties": {"type": "string"},
            "propertyNames": {"pattern": "^a"},
        },
    )
    assert all(isinstance(made[name], Dictionary) for name in "ABCD")
    assert made[made["A"].values.rpartition("schemas/")[2]].kind == "integer"
    assert (made["A"].min_properties, made["B"].values) == (1, "#anything")
    assert (made["C"].key_pattern, made["D"].key_pattern) == (SpecText("^x"), SpecText("^a"))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"minLength": 1}, "string"),
        ({"pattern": "a"}, "string"),
        ({"format": "date-time"}, "string"),
        ({"format": "int32"}, "integer"),
        ({"minimum": 1}, "number"),
    ],
)
def test_kinds_are_read_off_keywords(schema: Lower, value: Json, kind: str) -> None:
    """A schema without type is taken for what its keywords speak of, and says so."""
    made, _ = schema(value)
    assert isinstance(made, Scalar)
    assert (made.kind, made.implied, made.nullable) == (kind, True, False)


def test_keywords_that_disagree_leave_anything(schema: Lower) -> None:
    """Nothing is guessed; all of it is residue."""
    made, _ = schema({"minLength": 1, "minimum": 1})
    assert isinstance(made, Anything)
    assert {residue.keyword for residue in made.residue} == {"minLength", "minimum"}


def test_conditions_stay_in_the_residue(schema: Lower) -> None:
    """What no shape can say is named, with its place."""
    made, _ = schema(
        {"type": "string", "not": {"const": "a"}, "if": {"minLength": 2}, "then": {"pattern": "b"}},
    )
    assert isinstance(made, Scalar)
    assert [residue.keyword for residue in made.residue] == ["if", "not", "then"]
    assert made.residue[1].span.pointer == "/components/schemas/X/not"


def test_unknown_keywords_are_reported_and_kept(schema: Lower) -> None:
    """A misspelt bound constrains nothing."""
    made, found = schema({"type": "string", "maxlength": 3})
    assert [item.code.id for item in found] == ["unknown-keyword"]
    assert [residue.keyword for residue in made.residue] == ["maxlength"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"type": "string", "minimum": 3}, "keyword-without-effect"),
        ({"type": "text"}, "unknown-type"),
        ({"type": "string", "minLength": "3"}, "unusable-value"),
        ({"type": "string", "minLength": -1}, "unusable-value"),
        ({"type": "object", "required": "a"}, "unusable-value"),
        ({"type": "string", "enum": [1]}, "enum-value-type"),
        ({"type": "array", "items": [{}]}, "unusable-value"),
        ({"type": "object", "properties": {"a": 1}}, "unusable-value"),
        ({"anyOf": []}, "unusable-value"),
        (7, "unusable-value"),
    ],
)
def test_what_cannot_be_used_is_reported(schema: Lower, value: Json, code: str) -> None:
    """Each at its place."""
    _, found = schema(value)
    assert code in [item.code.id for item in found]
    assert all(item.span is not None for item in found)


def test_a_default_of_null_is_not_no_default(schema: Lower) -> None:
    """`MISSING` and null are two things."""
    assert schema({"type": "string"})[0].default is MISSING
    assert schema({"type": ["string", "null"], "default": None})[0].default is None

"""What is said of types, in the words of the document; and what is not said."""

from collections.abc import Callable

import pytest
from tests.ir.conftest import read_document

from tallystick.diagnostics import Diagnostics
from tallystick.ir import Type
from tallystick.ir.check_examples import check_examples
from tallystick.ir.check_patterns import check_patterns
from tallystick.ir.check_types import check_types
from tallystick.ir.types import Record
from tallystick.text import Json

POST: Json = {"type": "object", "properties": {"kind": {"const": "post"}, "x": {"type": "string"}}}
LETTER: Json = {
    "type": "object",
    "properties": {"kind": {"const": "letter"}, "y": {"type": "string"}},
}
Schema = Callable[..., tuple[Type, Diagnostics]]


@pytest.mark.parametrize(
    ("value", "shown", "advice"),
    [
        (True, "true", "quote it: `'true'`"),
        (1, "1", "quote it: `'1'`"),
        (None, "null", "write the value in the declared type, or remove it"),
        (["a"], '["a"]', "write the value in the declared type, or remove it"),
    ],
)
def test_values_of_enums_are_shown_as_the_document_has_them(
    schema: Schema, value: object, shown: str, advice: str
) -> None:
    """Not as Python has them."""
    _, (only,) = schema({"type": "string", "enum": ["a", value]})
    assert only.message == f"the enum value {shown} is not of type string"
    assert only.help == advice


def test_an_empty_union_is_called_empty(schema: Schema) -> None:
    """A list is what was expected."""
    _, (only,) = schema({"oneOf": []})
    assert (
        only.message == "`oneOf` is an empty list where a list of at least one schema is expected"
    )


def test_a_mapping_names_variants_in_place(schema: Schema) -> None:
    """Also where conditions stand beside the union, which make one record of it."""
    parts = [f"#/components/schemas/X/oneOf/{index}" for index in (0, 1)]
    mapping = {"post": parts[0], "letter": parts[1]}
    made, found = schema(
        {
            "required": ["kind"],
            "oneOf": [POST, LETTER],
            "discriminator": {"propertyName": "kind", "mapping": mapping},
        }
    )
    assert made.named
    assert found == ()


def test_the_default_of_joined_members_is_the_last_one() -> None:
    """The one before it need not fit what the last one narrows."""
    stream: Json = {"anyOf": [{"type": "boolean"}, {"type": "null"}], "default": None}
    narrow: Json = {"type": "boolean", "enum": [True], "default": True}
    schemas: Json = {
        "Base": {"type": "object", "properties": {"stream": stream}},
        "X": {
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"type": "object", "properties": {"stream": narrow}},
            ]
        },
    }
    api, _ = read_document({"components": {"schemas": schemas}})
    assert check_examples(api) == ()
    (record,) = [it for it in api.types.values() if it.words == ("x",)]
    assert isinstance(record, Record)
    (field,) = record.fields
    assert field.default is True
    assert api.types[field.type].default is True


def test_a_variant_is_called_as_it_is_written() -> None:
    """`CatPost`, not its words."""
    reference: Json = {"$ref": "#/components/schemas/CatPost"}
    union: Json = {"oneOf": [reference, LETTER], "discriminator": {"propertyName": "kind"}}
    api, _ = read_document({"components": {"schemas": {"CatPost": POST, "X": union}}})
    told = [item.message for item in check_types(api.types)]
    assert told == [
        "the variant `CatPost` does not require `kind`, which chooses it",
        "this variant does not require `kind`, which chooses it",
    ]


def test_patterns_that_are_none() -> None:
    """Each is told where it stands, also without an example; look-behind is one."""
    schemas: Json = {
        "A": {"type": "string", "pattern": "["},
        "B": {"type": "string", "pattern": "(?<=a)b"},
        "C": {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "patternProperties": {"a{2,1}": {"type": "string"}},
        },
    }
    api, _ = read_document({"components": {"schemas": schemas}})
    told = {item.span.pointer: item.message for item in check_patterns(api) if item.span}
    assert told == {
        "/components/schemas/A/pattern": "`[` is no regular expression that a validator takes",
        "/components/schemas/C/patternProperties/a{2,1}": (
            "`a{2,1}` is no regular expression that a validator takes"
        ),
    }


@pytest.mark.parametrize(
    ("keyword", "advice"),
    [
        ("maxlength", "did you mean `maxLength`?"),
        ("enums", "did you mean `enum`?"),
        ("$recursiveRef", "write `$ref` to the schema that is meant; this is JSON Schema 2019-09"),
        ("wholly-other", None),
    ],
)
def test_unknown_keywords_and_what_is_meant(
    schema: Schema, keyword: str, advice: str | None
) -> None:
    """Misspelt ones and older ones get the word that is known."""
    _, (only,) = schema({"type": "string", keyword: "#"})
    assert only.code.id == "unknown-keyword"
    assert only.help == advice

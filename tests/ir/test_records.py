"""Objects become records; allOf merges them where that is exact."""

from collections.abc import Callable
from typing import Any

from tallystick.diagnostics import Diagnostics
from tallystick.ir import Anything, Dictionary, Enumeration, Nothing, Record, Scalar, Type
from tallystick.text import Json, SpecText

Lower = Callable[..., tuple[Type, Diagnostics]]
Types = Callable[..., dict[str, Any]]

A: Json = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
REF_A: Json = {"$ref": "#/components/schemas/A"}


def fields(type_: Type) -> dict[str, tuple[bool, bool]]:
    """Return the wire names of a record with (required, nullable)."""
    assert isinstance(type_, Record)
    return {field.wire: (field.required, field.nullable) for field in type_.fields}


def keywords(type_: Type) -> list[str]:
    """Return what stands in the residue."""
    return [residue.keyword for residue in type_.residue]


def test_a_record(types: Types) -> None:
    """Members, their flags, and names for the types of inline members."""
    made = types(
        X={
            "type": "object",
            "properties": {
                "createdAt": {"type": "string", "readOnly": True, "default": "d"},
                "secret": {"type": ["string", "null"], "writeOnly": True},
                "any": {},
                "inner": {"type": "object", "properties": {"deepName": {"type": "integer"}}},
                "a~/b": {"$ref": "#/components/schemas/R"},
            },
            "required": ["createdAt"],
            "additionalProperties": False,
        },
        R={"type": "string", "readOnly": True},
    )
    record = made["X"]
    assert isinstance(record, Record)
    created, secret, whatever, _, odd = record.fields
    assert (created.words, created.wire, created.direction) == (
        ("created", "at"),
        "createdAt",
        "read",
    )
    assert (created.required, created.nullable, created.default) == (True, False, "d")
    assert (secret.direction, secret.nullable) == ("write", True)
    assert whatever.nullable
    assert made["X/properties/inner"].words == ("x", "inner")
    assert made["X/properties/inner/properties/deepName"].words == ("x", "inner", "deep", "name")
    assert (odd.wire, odd.direction, odd.type) == ("a~/b", "read", made["R"].id)
    assert odd.span.pointer == "/components/schemas/X/properties/a~0~1b"
    assert (record.additional, record.implied, record.residue) == (False, False, ())


def test_properties_without_type(schema: Lower) -> None:
    """It is taken for a record, and says that this was read between the lines."""
    made, _ = schema({"properties": {"a": {"type": "string"}}})
    assert isinstance(made, Record)
    assert (made.implied, made.nullable) == (True, False)


def test_recursion(types: Types) -> None:
    """Types refer by id, so circles cost nothing."""
    made = types(
        X={
            "type": "object",
            "properties": {
                "self": {"$ref": "#/components/schemas/X"},
                "others": {"type": "array", "items": {"$ref": "#/components/schemas/Y"}},
            },
        },
        Y={"allOf": [{"$ref": "#/components/schemas/X"}], "properties": {"up": REF_Y}},
    )
    record = made["X"]
    assert isinstance(record, Record)
    assert record.fields[0].type == record.id
    heir = made["Y"]
    assert isinstance(heir, Record)
    assert heir.bases == (record.id,)
    assert [field.wire for field in heir.fields] == ["up", "self", "others"]


REF_Y: Json = {"$ref": "#/components/schemas/Y"}


def test_all_of_merges_members_and_demands(types: Types) -> None:
    """Members of every branch; a branch may require what another declares."""
    made = types(
        A=A,
        X={
            "allOf": [
                REF_A,
                {"type": "object", "properties": {"b": {"type": ["integer", "null"]}}},
                {"required": ["b"], "minProperties": 2},
            ],
            "description": "D",
        },
    )
    record = made["X"]
    assert fields(record) == {"a": (True, False), "b": (True, True)}
    assert record.bases == (made["A"].id,)
    assert (record.min_properties, record.residue) == (2, ())
    assert record.doc.description == SpecText("D")


def test_a_reference_with_constraints_beside_it(types: Types) -> None:
    """3.1 lets ``$ref`` have company; it is one more branch."""
    made = types(
        A=A,
        S={"type": "string", "maxLength": 9},
        X={"$ref": "#/components/schemas/A", "properties": {"b": {}}},
        T={"$ref": "#/components/schemas/S", "maxLength": 5, "minLength": 2},
    )
    assert list(fields(made["X"])) == ["b", "a"]
    text = made["T"]
    assert isinstance(text, Scalar)
    assert (text.min_length, text.max_length) == (2, 5)


def test_a_member_in_two_branches_satisfies_both(types: Types) -> None:
    """The same declaration stays itself; two different ones become a type of their own."""
    made = types(
        A={"type": "object", "properties": {"a": {"type": "string", "maxLength": 9}, "b": REF_S}},
        S={"type": "string"},
        X={
            "allOf": [
                REF_A,
                {"properties": {"a": {"enum": ["x", "y"]}, "b": REF_S, "c": {}}},
                {"properties": {"c": {"type": "integer"}}},
            ],
        },
    )
    record = made["X"]
    assert isinstance(record, Record)
    by_wire = {field.wire: field.type for field in record.fields}
    assert by_wire["b"] == made["S"].id
    assert by_wire["c"].endswith("X/allOf/2/properties/c")
    joined = made[by_wire["a"].partition("schemas/")[2]]
    assert isinstance(joined, Enumeration)
    assert [member.value for member in joined.members] == ["x", "y"]
    assert (joined.kind, len(joined.also), joined.residue[0].keyword) == ("string", 1, "maxLength")


REF_S: Json = {"$ref": "#/components/schemas/S"}


def test_a_sealed_branch_is_exact_only_when_it_sees_every_member(types: Types) -> None:
    """``additionalProperties: false`` looks at its own properties only."""
    sealed: Json = {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "additionalProperties": False,
    }
    made = types(
        A=sealed,
        X={"allOf": [REF_A, {"required": ["a"]}]},
        Y={"allOf": [REF_A, {"properties": {"b": {}}}]},
    )
    exact, inexact = made["X"], made["Y"]
    assert isinstance(exact, Record)
    assert (exact.additional, keywords(exact)) == (False, [])
    assert isinstance(inexact, Record)
    assert (inexact.additional, keywords(inexact)) == (True, ["additionalProperties"])


def test_unevaluated_properties_see_the_branches(types: Types) -> None:
    """Exact on the outside of allOf; with conditions beside it, it is residue."""
    made = types(
        A=A,
        X={"allOf": [REF_A], "properties": {"b": {}}, "unevaluatedProperties": False},
        Y={
            "allOf": [REF_A],
            "if": {"required": ["a"]},
            "then": {"properties": {"c": {}}},
            "unevaluatedProperties": False,
        },
    )
    exact, inexact = made["X"], made["Y"]
    assert isinstance(exact, Record)
    assert (exact.additional, keywords(exact)) == (False, [])
    assert isinstance(inexact, Record)
    assert inexact.additional is True
    assert keywords(inexact) == ["unevaluatedProperties", "if", "then"]


def test_patterns_and_dependencies(types: Types) -> None:
    """``patternProperties`` and ``dependentRequired``."""
    made = types(
        X={
            "type": "object",
            "properties": {"a": {}},
            "patternProperties": {"^x-": {"type": "string"}},
            "dependentRequired": {"a": ["b", "c"]},
            "additionalProperties": {"type": "integer"},
        },
        Y={"type": "object", "properties": {"x-a": {}}, "patternProperties": {"^x-": {}}},
    )
    record = made["X"]
    assert isinstance(record, Record)
    assert [pattern for pattern, _ in record.patterns] == [SpecText("^x-")]
    assert record.dependent_required == (("a", ("b", "c")),)
    assert isinstance(record.additional, str)
    assert keywords(made["Y"]) == ["patternProperties"]


def test_a_required_member_that_nobody_declares(schema: Lower) -> None:
    """It is a field of any type; refused altogether, it is an error."""
    made, found = schema({"type": "object", "required": ["a"]})
    assert fields(made) == {"a": (True, True)}
    assert found == ()
    typed, _ = schema({"type": "object", "required": ["a"], "additionalProperties": REF_S}, S=A)
    assert fields(typed) == {"a": (True, False)}
    _, found = schema({"type": "object", "required": ["a"], "additionalProperties": False})
    assert [item.code.id for item in found] == ["required-refused"]
    assert found[0].span is not None
    assert found[0].span.pointer == "/components/schemas/X/required/0"


def test_an_alias_keeps_its_name(types: Types) -> None:
    """A component that only refers stays in the table; references to it go through."""
    made = types(
        A=A,
        X={"$ref": "#/components/schemas/A", "description": "D"},
        Z={"type": "object", "properties": {"x": {"$ref": "#/components/schemas/X"}}},
    )
    alias, user = made["X"], made["Z"]
    assert alias.variants == (made["A"].id,)
    assert alias.words == ("x",)
    assert user.fields[0].type == made["A"].id


def test_a_schema_that_holds_itself(schema: Lower) -> None:
    """An allOf in a circle is no schema at all."""
    ref: Json = {"$ref": "#/components/schemas/X"}
    made, found = schema({"type": "object", "allOf": [{"properties": {"a": {}}}, ref]})
    assert isinstance(made, Record)
    assert [item.code.id for item in found] == ["schema-holds-itself"]
    _, found = schema({"type": "object", "properties": {"b": ref}, "allOf": [REF_A]}, A=A)
    assert found == ()


def test_a_base_knows_its_heirs(types: Types) -> None:
    """A discriminator without oneOf: heirs name the base in their allOf."""
    made = types(
        Pet={
            "type": "object",
            "properties": {"kind": {"type": "string"}},
            "required": ["kind"],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"cat": "#/components/schemas/Cat"},
            },
        },
        Cat={"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"claws": {}}}]},
        Dog={"allOf": [{"$ref": "#/components/schemas/Pet"}]},
    )
    base = made["Pet"]
    assert isinstance(base, Record)
    assert base.discriminator is not None
    assert base.discriminator.wire == "kind"
    assert dict(base.discriminator.mapping) == {"cat": made["Cat"].id, "Dog": made["Dog"].id}
    assert made["Cat"].discriminator is None


def test_members_that_can_never_be_given(types: Types) -> None:
    """``false`` for a member forbids it; that is not the same as leaving it out."""
    made = types(X={"type": "object", "properties": {"a": False, "b": True}})
    assert isinstance(made["X/properties/a"], Nothing)
    assert isinstance(made["X/properties/b"], Anything)


def test_empty_objects(types: Types) -> None:
    """No members allowed is a record without members; anything allowed is a dictionary."""
    made = types(
        X={"type": "object", "additionalProperties": False},
        Y={"type": "object", "properties": {}},
        Z={"type": "object"},
    )
    assert isinstance(made["X"], Record)
    assert (made["X"].fields, made["X"].additional) == ((), False)
    assert isinstance(made["Y"], Record)
    assert isinstance(made["Z"], Dictionary)


def test_null_at_a_member_needs_type_and_enum_to_agree(schema: Lower) -> None:
    """Either alone does not let null pass."""
    made, _ = schema(
        {
            "type": "object",
            "properties": {
                "listed": {"type": "string", "enum": ["a", None]},
                "typed": {"type": ["string", "null"], "enum": ["a"]},
                "both": {"type": ["string", "null"], "enum": ["a", None]},
            },
        },
    )
    assert [nullable for _, nullable in fields(made).values()] == [False, False, True]

"""Whatever a document holds, `lower` answers, and nothing of it is lost in silence."""

import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from tallystick.diagnostics import Diagnostics
from tallystick.ir import (
    Anything,
    Api,
    Array,
    Dictionary,
    Enumeration,
    ExactSchemas,
    Field,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
    check_examples,
    check_rules,
)
from tallystick.ir.enumerations import kind_of_value
from tallystick.ir.facts import same
from tallystick.ir.keywords import KNOWN
from tallystick.text import Json

Read = Callable[[dict[str, Json]], tuple[Api, Diagnostics]]

NAMES = ("A", "B", "C")
REFS = st.sampled_from([f"#/components/schemas/{name}" for name in NAMES])
WIRES = st.sampled_from(["a", "b", "c-d", "a~/", ""])
SCALARS = st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["a", "b", "", "1"])
TYPES = st.sampled_from(
    ["string", "integer", "number", "boolean", "null", "array", "object"],
)


def sound(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """Return schemas whose keywords have values of the right kind."""
    some = st.lists(inner, min_size=1, max_size=3)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "enum": st.lists(SCALARS, min_size=1, max_size=3),
            "const": SCALARS,
            "properties": st.dictionaries(WIRES, inner, max_size=3),
            "required": st.lists(WIRES, max_size=2, unique=True),
            "additionalProperties": inner,
            "unevaluatedProperties": inner,
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "d$"]), inner, max_size=1),
            "propertyNames": inner,
            "dependentRequired": st.just({"a": ["b"]}),
            "items": inner,
            "prefixItems": some,
            "minItems": st.integers(0, 3),
            "uniqueItems": st.booleans(),
            "contains": inner,
            "minLength": st.integers(0, 3),
            "pattern": st.sampled_from(["^a", "b+"]),
            "format": st.sampled_from(["date", "uuid", "int32", "odd"]),
            "minimum": st.integers(0, 3),
            "exclusiveMaximum": st.integers(3, 9),
            "multipleOf": st.integers(1, 3),
            "allOf": some,
            "anyOf": some,
            "oneOf": some,
            "not": inner,
            "if": inner,
            "then": inner,
            "$ref": REFS,
            "readOnly": st.booleans(),
            "default": SCALARS,
            "description": st.text(max_size=3),
        },
    )


SOUND = st.recursive(
    st.booleans() | st.builds(lambda ref: {"$ref": ref}, REFS) | st.just({}),
    sound,
    max_leaves=6,
)
JSON = st.recursive(
    SCALARS | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(KNOWN)) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
VALUES = st.lists(
    SCALARS
    | st.lists(SCALARS, max_size=3)
    | st.dictionaries(WIRES, SCALARS | st.lists(SCALARS, max_size=2), max_size=3),
    min_size=4,
    max_size=8,
)
SLOW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def document(schemas: list[Json]) -> dict[str, Json]:
    """Return a document with the schemas as components A, B, C."""
    return {"components": {"schemas": dict(zip(NAMES, schemas, strict=True))}}


@SLOW
@given(st.lists(JSON, min_size=3, max_size=3))
def test_garbage_is_reported_not_raised(read: Read, schemas: list[Json]) -> None:
    """Any JSON at the place of a schema."""
    api, found = read(document(schemas))
    assert all(item.span is not None for item in found)
    check_examples(api)
    check_rules(api)


@SLOW
@given(st.lists(SOUND, min_size=3, max_size=3), VALUES)
def test_shapes_say_what_schemas_say(
    read: Read,
    schemas: list[Json],
    values: list[Json],
) -> None:
    """A shape takes all that its schema takes; the same, when nothing is left in the residue.

    A type whose kind was implied is narrower by design, so it is only held to the second.
    """
    assume(not applies_itself(schemas))
    api, _ = read(document(schemas))
    exact = ExactSchemas(api)
    for name in NAMES:
        id_ = TypeId(f"api.json#/components/schemas/{name}")
        validator = Draft202012Validator(exact.schema(id_))
        for value in values:
            shape = Shape(api)
            if shape.takes(id_, value):
                assert validator.is_valid(value) or shape.loose, (api.types[id_], value)
            else:
                assert not validator.is_valid(value) or shape.implied, (api.types[id_], value)


class Shape:
    """Judges values by shapes alone, and notes what it met on the way.

    Attributes:
        loose: A type with residue was asked: it may take too much. So may a union asked for
            null, which is lenient where two exclusive branches accept it.
        implied: A type without ``type`` was asked: it may take too little. So may exclusive
            unions of loose variants.
    """

    def __init__(self, api: Api) -> None:
        """Judge by the types of `api`."""
        self.types = api.types
        self.loose = False
        self.implied = False

    def takes(self, id_: TypeId, value: Json) -> bool:
        """Whether a type's shape accepts a value."""
        type_ = self.types[id_]
        self.loose = self.loose or bool(type_.residue)
        self.implied = self.implied or type_.implied
        if value is None and type_.nullable:
            self.loose = self.loose or isinstance(type_, Union)
            return True
        if isinstance(type_, Scalar):
            return scalar(type_, value)
        if isinstance(type_, Enumeration):
            return any(same(value, member.value) for member in type_.members)
        return isinstance(type_, Anything) or self.compound(type_, value)

    def compound(self, type_: Type, value: Json) -> bool:
        """Judge a value with parts."""
        match type_:
            case Array():
                return isinstance(value, list) and self.array(type_, value)
            case Dictionary() | Record():
                return isinstance(value, dict) and self.mapping(type_, value)
            case Union():
                return self.union(type_, value)
            case _:
                return False

    def union(self, type_: Union, value: Json) -> bool:
        """Count the variants that take a value."""
        taken = [variant for variant in type_.variants if self.takes(variant, value)]
        if type_.exclusive:
            self.implied = self.implied or self.loose
            self.loose = self.loose or self.implied
        return len(taken) == 1 if type_.exclusive else bool(taken)

    def array(self, type_: Array, value: list[Json]) -> bool:
        """Judge the items one by one, and how many there are."""
        rest = value[len(type_.prefix) :]
        keys = {json.dumps(item, sort_keys=True) for item in value}
        return (
            all(map(self.takes, type_.prefix, value))
            and (not rest if type_.items is None else True)
            and all(type_.items is not None and self.takes(type_.items, item) for item in rest)
            and len(value) >= (type_.min_items or 0)
            and (not type_.unique or len(keys) == len(value))
        )

    def mapping(self, type_: Dictionary | Record, value: dict[str, Json]) -> bool:
        """Judge the members one by one, and which there are."""
        if isinstance(type_, Dictionary):
            pattern = type_.key_pattern
            return all(
                (pattern is None or re.search(pattern.raw, key)) and self.takes(type_.values, item)
                for key, item in value.items()
            )
        fields = {field.wire: field for field in type_.fields}
        needed = [wire for wire, field in fields.items() if field.required]
        for wire, others in type_.dependent_required:
            needed += others if wire in value else ()
        return all(wire in value for wire in needed) and all(
            self.member(type_, fields.get(key), key, item) for key, item in value.items()
        )

    def member(self, type_: Record, field: Field | None, key: str, value: Json) -> bool:
        """Judge one member by its field, the patterns, or as an additional one."""
        if field is not None and "/required/" not in field.span.pointer:
            return (value is None and field.nullable) or self.takes(field.type, value)
        patterns = [id_ for pattern, id_ in type_.patterns if re.search(pattern.raw, key)]
        if patterns:
            return all(self.takes(id_, value) for id_ in patterns)
        if isinstance(type_.additional, bool):
            return type_.additional
        return self.takes(type_.additional, value)


def scalar(type_: Scalar, value: Json) -> bool:
    """Judge a scalar by its kind and bounds."""
    kind = kind_of_value(value)
    if kind != type_.kind and (kind, type_.kind) != ("integer", "number"):
        return False
    if isinstance(value, str):
        pattern = type_.pattern
        return len(value) >= (type_.min_length or 0) and (
            pattern is None or re.search(pattern.raw, value) is not None
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    return (
        (type_.minimum is None or value >= type_.minimum)
        and (type_.exclusive_maximum is None or value < type_.exclusive_maximum)
        and (type_.multiple_of is None or value % type_.multiple_of == 0)
    )


@SLOW
@given(st.lists(SOUND, min_size=3, max_size=3), VALUES)
def test_exact_schemas_judge_like_the_document(
    read: Read,
    schemas: list[Json],
    values: list[Json],
) -> None:
    """A validator that knows only the exact schema agrees with one that knows the document."""
    assume(not applies_itself(schemas))
    api, _ = read(document(schemas))
    exact = ExactSchemas(api)
    whole = api.resolved.entry.root
    assert isinstance(whole, dict)
    for name in NAMES:
        id_ = TypeId(f"api.json#/components/schemas/{name}")
        mine = Draft202012Validator(exact.schema(id_), validate_formats=True)
        theirs = Draft202012Validator(
            {"$ref": f"#/components/schemas/{name}", "components": whole["components"]},
            validate_formats=True,
        )
        for value in values:
            assert mine.is_valid(value) == theirs.is_valid(value)


def applies_itself(schemas: list[Json]) -> bool:
    """Whether a schema is judged by itself on the same value, which has no meaning."""
    edges = {f"#/components/schemas/{name}": set[str]() for name in NAMES}
    for place, schema in zip(edges, schemas, strict=True):
        todo: list[Any] = [schema]
        for value in todo:
            if isinstance(value, dict):
                edges[place].add(str(value.get("$ref")))
                todo += [value[key] for key in ("not", "if", "then") if key in value]
                todo += [item for key in ("allOf", "anyOf", "oneOf") for item in value.get(key, ())]
    for _ in NAMES:
        for place, reached in edges.items():
            edges[place] = reached.union(*(edges.get(other, set()) for other in reached))
    return any(place in reached for place, reached in edges.items())

"""Where a schema says more than an annotation can: what checks then stand beside it."""

import math
from itertools import combinations
from typing import Final

from tallystick.emit.targets.python import patterns
from tallystick.emit.targets.python.layout import Named, Node, Sub
from tallystick.emit.targets.python.literals import number, string
from tallystick.emit.usage import Usage
from tallystick.ir import (
    Api,
    Array,
    Dictionary,
    Enumeration,
    Nothing,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.text import Json, SpecText

ALL: Final = frozenset({"string", "number", "boolean", "null", "array", "object"})
DEEPEST: Final = 8
"""How far a union is followed to tell its variants apart; beyond that they are compared."""


def whole_numbers(api: Api, usage: Usage) -> bool:
    """Whether requests have integers, which JSON may spell ``1.0``."""
    shapes = (api.types[type_id] for type_id in usage.requests)
    return any(
        (isinstance(shape, Scalar) and shape.kind == "integer")
        or (isinstance(shape, Enumeration) and shape.kind in {"integer", None})
        for shape in shapes
    )


def listed(shape: Enumeration) -> bool:
    """Whether all values of an enumeration may stand in ``Literal[...]``."""
    return bool(shape.members) and all(
        isinstance(member.value, str | int) for member in shape.members
    )


def bound(name: str, value: float, kind: str) -> str:
    """Return a bound of a number; pydantic takes only whole ones for integers."""
    if kind == "integer" and name != "multiple_of":
        value = math.ceil(value) if name in {"ge", "lt"} else math.floor(value)
    return f"{name}={number(value)}"


def overlapping(api: Api, shape: Union) -> bool:
    """Whether a value could be of two variants of an exclusive union."""
    if not shape.exclusive:
        return False
    variants = [api.types[variant] for variant in shape.variants]
    return any(not _apart(api, one, two) for one, two in combinations(variants, 2))


def _apart(api: Api, one: Type, two: Type) -> bool:
    if _kinds(api, one, 0).isdisjoint(_kinds(api, two, 0)):
        return True
    if isinstance(one, Enumeration) and isinstance(two, Enumeration):
        return _differ(one, two)
    if isinstance(one, Record) and isinstance(two, Record):
        return _tagged(api, one, two) or _unknown(one, two) or _unknown(two, one)
    return False


def _kinds(api: Api, shape: Type, depth: int) -> frozenset[str]:
    """Return the kinds of JSON values that a type accepts."""
    found: frozenset[str] = ALL
    if isinstance(shape, Scalar):
        found = frozenset({"number" if shape.kind == "integer" else shape.kind})
    elif isinstance(shape, Enumeration):
        found = frozenset(_kind(member.value) for member in shape.members)
    elif isinstance(shape, Array):
        found = frozenset({"array"})
    elif isinstance(shape, Record | Dictionary):
        found = frozenset({"object"})
    elif isinstance(shape, Nothing):
        found = frozenset()
    elif isinstance(shape, Union) and depth < DEEPEST:
        inner = (api.types[variant] for variant in shape.variants)
        found = frozenset().union(*(_kinds(api, variant, depth + 1) for variant in inner))
    return found | {"null"} if shape.nullable else found


def _kind(value: Json) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "null" if value is None else "object"


def _differ(one: Enumeration, two: Enumeration) -> bool:
    mine = [member.value for member in one.members]
    nullable = one.nullable and two.nullable
    return not nullable and all(member.value not in mine for member in two.members)


def _tagged(api: Api, one: Record, two: Record) -> bool:
    """Whether a member that both demand has no value in common."""
    others = {field.wire: field for field in two.fields if field.required}
    for field in one.fields:
        other = others.get(field.wire)
        if not field.required or other is None or (field.nullable and other.nullable):
            continue
        mine, theirs = api.types[field.type], api.types[other.type]
        if isinstance(mine, Enumeration) and isinstance(theirs, Enumeration):
            return _differ(mine, theirs)
    return False


def _unknown(one: Record, two: Record) -> bool:
    """Whether one demands a member that the other refuses."""
    known = {field.wire for field in two.fields}
    closed = two.additional is False and not two.patterns
    return closed and any(field.required and field.wire not in known for field in one.fields)


def conditions(shape: Record, kinds: "dict[TypeId, Node]") -> tuple[Node, ...]:
    """Return the conditions on the members of a record together.

    Args:
        shape: The record.
        kinds: The annotation of each type among its patterns and further members.
    """
    found: list[Node] = []
    if shape.min_properties or shape.max_properties is not None:
        most = () if shape.max_properties is None else (str(shape.max_properties),)
        found.append(Sub("Count", (str(shape.min_properties or 0), *most), "()"))
    for member, others in shape.dependent_required:
        if others:
            items = tuple(string(name) for name in (member, *others))
            found.append(Sub("Together", items, "()"))
    keys = [(pattern_of(pattern), type_id) for pattern, type_id in shape.patterns]
    if keys or not isinstance(shape.additional, bool):
        found.append(_others(shape, [(key, kind) for key, kind in keys if key], kinds))
    return tuple(found)


def _others(shape: Record, keys: list[tuple[str, TypeId]], kinds: "dict[TypeId, Node]") -> Node:
    known = [string(field.wire) for field in shape.fields]
    names = Sub("", (*known, "") if len(known) == 1 else tuple(known), "()")
    typed = tuple(Named(f"{string(key)}: lambda: ", kinds[type_id]) for key, type_id in keys)
    rest: Node = "None"
    if len(keys) < len(shape.patterns):  # The others cannot be told apart from what is left over.
        rest = Named("lambda: ", "Any")
    elif shape.additional is not False:
        kind = "Any" if shape.additional is True else kinds[shape.additional]
        rest = Named("lambda: ", kind)
    return Sub("Others", (names, Sub("", typed, "{}"), rest), "()")


def pattern_of(pattern: SpecText) -> str | None:
    """Return a pattern as Python has it, None when it has no equal."""
    return patterns.translate(pattern.raw)

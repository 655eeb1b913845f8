"""Which variant of a union a value is: what every value of a variant shows, as a condition.

Whoever breaks the condition is no such variant; where one alone is kept, a valid value is that one.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from tallystick.emit.targets.typescript.literals import string
from tallystick.ir import (
    Array,
    Dictionary,
    Enumeration,
    Field,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)

Types = Mapping[TypeId, Type]
OBJECT: Final = 'typeof {0} === "object" && {0} !== null && !Array.isArray({0})'
LIST: Final = "Array.isArray({0})"
KINDS: Final = {
    "string": 'typeof {0} === "string"',
    "integer": "/number|bigint/.test(typeof {0})",
    "number": "/number|bigint/.test(typeof {0})",
    "boolean": 'typeof {0} === "boolean"',
    "null": "{0} === null",
}
DEPTH: Final = 4
"""Unions inside of unions that are looked into."""


def condition(types: Types, shape: Union, variant: TypeId) -> str:
    """Return what a value `self` of a variant shows."""
    found = [_fits(types, types[variant], "self", DEPTH)]
    tags = [tag for tag, target in _mapping(shape) if target == variant]
    if shape.discriminator and tags:
        listed = ", ".join(map(string, tags))
        found.append(f"[{listed}].includes(self[{string(shape.discriminator.wire)}])")
    return " && ".join(found)


def _mapping(shape: Union) -> tuple[tuple[str, TypeId], ...]:
    return shape.discriminator.mapping if shape.discriminator else ()


def _fits(types: Types, shape: Type, read: str, depth: int) -> str:
    if isinstance(shape, Union) and depth:
        inner = (_fits(types, types[item], read, depth - 1) for item in shape.variants)
        return f"({' || '.join(f'({one})' for one in dict.fromkeys(inner))})"
    if isinstance(shape, Record):
        return " && ".join(_record(types, shape, read))
    return _kind(shape).replace("{0}", read)


def _kind(shape: Type) -> str:
    """Return a condition on what ``{0}`` stands for; "true" where anything may be."""
    if isinstance(shape, Enumeration):
        values = [item.value for item in shape.members]
        if all(isinstance(value, str) for value in values) and not shape.open:
            return f"[{', '.join(string(str(value)) for value in values)}].includes({{0}})"
        return "true"
    if isinstance(shape, Scalar):
        return KINDS[shape.kind]
    if isinstance(shape, Array):
        return LIST
    return OBJECT if isinstance(shape, Record | Dictionary) else "true"


def _record(types: Types, shape: Record, read: str) -> Iterator[str]:
    yield OBJECT.replace("{0}", read)
    for field in shape.fields:
        yield from _member(types[field.type], field, f"{read}[{string(field.wire)}]")
    if shape.additional is False and not shape.patterns:
        known = ", ".join(string(field.wire) for field in shape.fields)
        yield f"Object.keys({read}).every((name) => [{known}].includes(name))"


def _member(shape: Type, field: Field, read: str) -> Iterator[str]:
    """Yield what a member shows; one that is null counts as not given."""
    kind = _kind(shape)
    kind = "" if kind == "true" else kind.replace("{0}", read)
    needed = field.required and field.direction == "both" and not field.nullable
    if needed and not shape.nullable:
        yield kind or f"{read} !== undefined"
    elif kind:
        yield f"({read} == null || {kind})"

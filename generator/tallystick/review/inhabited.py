"""Which types surely have values, and which surely have none, read off their shapes.

Almost every type of a real document asks for nothing that could contradict itself. Only the
others are worth the solver's time.
"""

from collections.abc import Mapping
from typing import Final

from tallystick.ir.types import (
    Anything,
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

Types = Mapping[TypeId, Type]
_TEXTUAL: Final = ("min_length", "max_length", "pattern", "format")


def surely_inhabited(types: Types) -> set[TypeId]:
    """Return the types that some value satisfies, as far as that is plain to see."""
    return _grow(types, sure=True)


def surely_empty(types: Types) -> set[TypeId]:
    """Return the types that no value satisfies because each needs one more within itself."""
    return set(types) - _grow(types, sure=False)


def _grow(types: Types, *, sure: bool) -> set[TypeId]:
    """Return the least set of types that have values, given that those in the set have.

    Args:
        types: All types.
        sure: Leave out what is not plain; otherwise count it in.
    """
    waiting: dict[TypeId, list[TypeId]] = {}
    found: set[TypeId] = set()
    todo = list(types)
    while todo:
        id_ = todo.pop()
        if id_ in found:
            continue
        type_ = types[id_]
        missing = _missing(type_, types, found, sure=sure)
        if missing == ():
            found.add(id_)
            todo += waiting.pop(id_, ())
        for other in missing or ():
            waiting.setdefault(other, []).append(id_)
    return found


def _missing(
    type_: Type, types: Types, found: set[TypeId], *, sure: bool
) -> tuple[TypeId, ...] | None:
    """Return the types that must have values first; empty when none; None when it is no use."""
    if sure and not is_plain(type_, types):
        return None
    if type_.nullable or (not sure and type_.implied):
        return ()
    match type_:
        case Nothing():
            return () if not sure else None
        case Record():
            return tuple(it for it in _needed(type_, types, sure=sure) if it not in found)
        case Array():
            needed = (*type_.prefix, *([type_.items] if type_.items is not None else []))
            least = type_.min_items or 0
            return tuple(it for it in needed[: least or 0] if it not in found)
        case Dictionary():
            least = type_.min_properties or 0
            return (type_.values,) if least and type_.values not in found else ()
        case Union():
            if any(variant in found for variant in type_.variants):
                return ()
            return type_.variants
        case _:
            return ()


def _needed(record: Record, types: Types, *, sure: bool) -> list[TypeId]:
    return [
        field.type
        for field in record.fields
        if field.required
        and not field.nullable
        and not types[field.type].nullable
        and (sure or field.direction == "both")
    ]


def is_plain(type_: Type, types: Types) -> bool:
    """Whether nothing that a type asks for can contradict the rest, its parts aside."""
    if type_.rules or type_.residue or type_.also:
        return False
    match type_:
        case Scalar():
            return _is_plain_scalar(type_)
        case Enumeration():
            return bool(type_.members) or type_.nullable
        case Array():
            return _is_plain_array(type_)
        case Dictionary():
            return _within(type_.min_properties, type_.max_properties) and not (
                type_.key_pattern is not None and type_.min_properties
            )
        case Record():
            return _is_plain_record(type_)
        case Union():
            return not type_.exclusive or tells_apart(type_, types)
        case Anything():
            return True
        case Nothing():
            return False


def _is_plain_scalar(type_: Scalar) -> bool:
    limits = (type_.minimum, type_.maximum, type_.exclusive_minimum, type_.exclusive_maximum)
    numbers = [limit for limit in limits if limit is not None]
    if len(numbers) > 1 and not _is_wide(type_):
        return False
    if type_.multiple_of is not None and numbers:
        return False
    if not _within(type_.min_length, type_.max_length):
        return False
    bounds = [name for name in _TEXTUAL if getattr(type_, name) is not None]
    lengths = {"min_length", "max_length"}
    return type_.kind != "string" or len(bounds) <= 1 or set(bounds) <= lengths


def _is_wide(type_: Scalar) -> bool:
    """Whether there is a whole number between inclusive bounds."""
    if type_.exclusive_minimum is not None or type_.exclusive_maximum is not None:
        return False
    if type_.minimum is None or type_.maximum is None:
        return False
    return int(type_.maximum) >= -int(-type_.minimum // 1) and type_.minimum <= type_.maximum


def _is_plain_array(type_: Array) -> bool:
    least = type_.min_items or 0
    if type_.unique and least > 1:
        return False
    if type_.items is None and least > len(type_.prefix):
        return False
    return _within(type_.min_items, type_.max_items)


def _is_plain_record(type_: Record) -> bool:
    if type_.patterns or type_.min_properties is not None or type_.max_properties is not None:
        return False
    names = {field.wire for field in type_.fields if field.required}
    if any(name in names for name, _ in type_.dependent_required):
        return False
    undeclared = any("/required/" in field.span.pointer for field in type_.fields if field.required)
    return type_.additional is True or not (undeclared or type_.bases)


def _within(least: int | None, most: int | None) -> bool:
    return least is None or most is None or least <= most


# --- Variants that exclude each other -----------------------------------------------------------


def tells_apart(union: Union, types: Types) -> bool:
    """Whether it is plain that each variant of a ``oneOf`` has values of its own."""
    return not swallowed(union, types)


def swallowed(union: Union, types: Types) -> list[TypeId]:
    """Return the variants all of whose values other variants may accept too."""
    return [
        variant
        for variant in union.variants
        if any(
            not _leaves_some(types[variant], types[other], types)
            for other in union.variants
            if other != variant
        )
        or union.variants.count(variant) > 1
    ]


def _leaves_some(one: Type, other: Type, types: Types) -> bool:
    """Whether a simplest value of one type is plainly refused by another."""
    kinds, others = kinds_of(one, types), kinds_of(other, types)
    if not kinds <= others:
        return True
    if isinstance(one, Record) and isinstance(other, Record):
        return _differs(one, other, types)
    if isinstance(one, Enumeration) and isinstance(other, Enumeration):
        texts = {repr(member.value) for member in other.members}
        return any(repr(member.value) not in texts for member in one.members)
    return False


def _differs(one: Record, other: Record, types: Types) -> bool:
    """Whether the message with only what one record requires is refused by another."""
    mine = {field.wire: field for field in one.fields}
    required = {field.wire for field in one.fields if field.required}
    for field in other.fields:
        if field.required and field.wire not in required:
            return True
        if field.required and field.wire in mine:
            left, right = types[mine[field.wire].type], types[field.type]
            if kinds_of(left, types).isdisjoint(kinds_of(right, types)) or _tags_differ(
                left, right
            ):
                return True
    declared = {field.wire for field in other.fields}
    return other.additional is False and not other.patterns and not required <= declared


def _tags_differ(one: Type, other: Type) -> bool:
    if not isinstance(one, Enumeration) or not isinstance(other, Enumeration):
        return False
    texts = {repr(member.value) for member in one.members}
    return texts.isdisjoint({repr(member.value) for member in other.members})


_ALL: Final = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})


def kinds_of(type_: Type, types: Types, depth: int = 4) -> frozenset[str]:
    """Return the kinds of value that a type may have; ``number`` where it may be a fraction."""
    found: frozenset[str] = frozenset()
    match type_:
        case Anything():
            return _ALL
        case Scalar():
            found = frozenset({"integer", "number"} if type_.kind == "number" else {type_.kind})
        case Enumeration():
            found = frozenset(_kind(member.value) for member in type_.members)
        case Array():
            found = frozenset({"array"})
        case Record() | Dictionary():
            found = frozenset({"object"})
        case Union() if depth:
            inner = (kinds_of(types[it], types, depth - 1) for it in type_.variants)
            found = frozenset().union(*inner)
        case Union():
            return _ALL
    if type_.implied:
        return _ALL
    return found | {"null"} if type_.nullable else found


def _kind(value: object) -> str:
    match value:
        case bool():
            return "boolean"
        case str():
            return "string"
        case int():
            return "integer"
        case float():
            return "number"
        case list():
            return "array"
        case None:
            return "null"
        case _:
            return "object"

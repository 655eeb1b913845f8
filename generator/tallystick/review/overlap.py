"""Variants of a ``oneOf`` whose values other variants may accept too, read off their shapes."""

from collections.abc import Mapping
from typing import Final

from tallystick.ir.types import (
    Anything,
    Array,
    Dictionary,
    Enumeration,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)

_ALL: Final = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
_DEEPEST: Final = 4


class Overlaps:
    """Compares the variants of unions; remembers what kinds of value each type has."""

    def __init__(self, types: Mapping[TypeId, Type]) -> None:
        """Look at a table of types."""
        self._types = types
        self._kinds: dict[TypeId, frozenset[str]] = {}
        self._known: dict[TypeId, Mapping[TypeId, tuple[TypeId, ...]]] = {}

    def swallowed(self, union: Union) -> Mapping[TypeId, tuple[TypeId, ...]]:
        """Return the variants that may have no value of their own, each with its rivals."""
        if union.id not in self._known:
            found = {variant: self._rivals(union, variant) for variant in union.variants}
            self._known[union.id] = {variant: them for variant, them in found.items() if them}
        return self._known[union.id]

    def _rivals(self, union: Union, variant: TypeId) -> tuple[TypeId, ...]:
        """Return the variants that may accept all values of one."""
        one = self._types[variant]
        others = dict.fromkeys(other for other in union.variants if other != variant)
        twice = (variant,) if union.variants.count(variant) > 1 else ()
        return (*twice, *(it for it in others if not self._leaves_some(one, self._types[it])))

    def _leaves_some(self, one: Type, other: Type) -> bool:
        """Whether a simplest value of one type is plainly refused by another."""
        if not self.kinds(one) <= self.kinds(other):
            return True
        if isinstance(one, Record) and isinstance(other, Record):
            return self._differs(one, other)
        return isinstance(one, Enumeration) and not _texts(one) <= _texts(other)

    def _differs(self, one: Record, other: Record) -> bool:
        """Whether the message with only what one record requires is refused by another."""
        mine = {field.wire: field for field in one.fields if field.required}
        for field in other.fields:
            if field.required and field.wire not in mine:
                return True
            if field.required and self._apart(mine[field.wire].type, field.type):
                return True
        declared = {field.wire for field in other.fields}
        return other.additional is False and not other.patterns and not mine.keys() <= declared

    def _apart(self, one: TypeId, other: TypeId) -> bool:
        """Whether two members plainly have no value in common."""
        left, right = self._types[one], self._types[other]
        if self.kinds(left).isdisjoint(self.kinds(right)):
            return True
        enums = isinstance(left, Enumeration) and isinstance(right, Enumeration)
        return enums and _texts(left).isdisjoint(_texts(right))

    def kinds(self, type_: Type, depth: int = _DEEPEST) -> frozenset[str]:
        """Return the kinds of value that a type may have; ``number`` where it may be a fraction."""
        known = self._kinds.get(type_.id)
        if known is None:
            known = self._read(type_, depth)
            if depth == _DEEPEST:
                self._kinds[type_.id] = known
        return known

    def _read(self, type_: Type, depth: int) -> frozenset[str]:
        found: frozenset[str] = (
            _ALL if isinstance(type_, Anything) or type_.implied else _plain(type_)
        )
        if isinstance(type_, Union):
            inner = [self.kinds(self._types[it], depth - 1) for it in type_.variants if depth]
            found = frozenset().union(*inner) if depth else _ALL
        return found | {"null"} if type_.nullable else found


def _plain(type_: Type) -> frozenset[str]:
    match type_:
        case Scalar():
            return frozenset({"integer", "number"} if type_.kind == "number" else {type_.kind})
        case Enumeration():
            return frozenset(_kind(member.value) for member in type_.members)
        case Array():
            return frozenset({"array"})
        case Record() | Dictionary():
            return frozenset({"object"})
        case _:
            return frozenset()


def _texts(enum: Type) -> frozenset[str]:
    members = enum.members if isinstance(enum, Enumeration) else ()
    return frozenset(repr(member.value) for member in members)


_KINDS: Final[dict[type, str]] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "null")

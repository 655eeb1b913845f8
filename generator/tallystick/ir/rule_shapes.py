"""Types as the rule compiler sees them."""

from collections.abc import Iterator, Mapping
from typing import Final

from tallystick.diagnostics import unescape
from tallystick.ir.types import (
    Array,
    Dictionary,
    Enumeration,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.rules.shape import (
    ANY,
    BOOL,
    DOUBLE,
    NULL,
    STRING,
    Kind,
    ListShape,
    MapShape,
    Member,
    MessageShape,
    NamedShape,
    Shape,
    Simple,
    UnionShape,
    union,
)
from tallystick.text import Json

_SIMPLE: Final = {"string": STRING, "number": DOUBLE, "boolean": BOOL, "null": NULL}


class RuleShapes(Mapping[str, Shape]):
    """The shapes of all types by type id, made when they are asked for."""

    def __init__(self, types: Mapping[TypeId, Type]) -> None:
        """Look at a table of types; it may still grow."""
        self._types = types
        self._made: dict[str, Shape] = {}

    def __getitem__(self, name: str) -> Shape:
        """Return the shape of a type, null aside.

        Raises:
            KeyError: There is no such type.
        """
        shape = self._made.get(name)
        if shape is None:
            shape = self._made[name] = self._shape(self._types[TypeId(name)])
        return shape

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of all types."""
        return iter(self._types)

    def __len__(self) -> int:
        """Count the types."""
        return len(self._types)

    def _shape(self, type_: Type) -> Shape:
        if isinstance(type_, Scalar):
            return _scalar(type_)
        if isinstance(type_, Enumeration):
            return _enumeration(type_)
        return self._compound(type_)

    def _compound(self, type_: Type) -> Shape:
        match type_:
            case Array():
                return self._array(type_)
            case Dictionary():
                return MapShape(values=self._item(type_.values))
            case Record():
                return self._record(type_)
            case Union():
                named = (NamedShape(name=variant) for variant in type_.variants)
                return UnionShape(variants=tuple(named))
            case _:
                return ANY

    def _array(self, type_: Array) -> Shape:
        prefix = tuple(self._item(item) for item in type_.prefix)
        items = ANY if type_.items is None else self._item(type_.items)
        if type_.items is None and prefix:
            items = union(prefix)
        return ListShape(items=items, prefix=prefix)

    def _item(self, id_: TypeId) -> Shape:
        """Return the shape of an item; unlike a member, an item that is null is there."""
        named = NamedShape(name=id_)
        return UnionShape(variants=(named, NULL)) if self._types[id_].nullable else named

    def _record(self, type_: Record) -> Shape:
        members = {
            field.wire: Member(
                shape=NamedShape(name=field.type),
                required=field.required,
                nullable=field.nullable,
            )
            for field in type_.fields
        }
        rest = [NamedShape(name=id_) for _, id_ in type_.patterns]
        if isinstance(type_.additional, str):
            rest.append(NamedShape(name=type_.additional))
        return MessageShape(
            name=_name(type_),
            members=members,
            rest=union(rest) if rest else None,
        )


def _name(type_: Type) -> str:
    if type_.named:
        last = unescape(type_.span.pointer.rpartition("/")[2])
        if last:
            return last
    return " ".join(type_.words)


def _scalar(type_: Scalar) -> Shape:
    if type_.kind != "integer":
        return _SIMPLE[type_.kind]
    low = _bounds(type_.minimum, type_.exclusive_minimum, 1)
    high = _bounds(type_.maximum, type_.exclusive_maximum, -1)
    return Simple(
        kind="int",
        minimum=max(low) if low else None,
        maximum=min(high) if high else None,
    )


def _bounds(inclusive: float | None, exclusive: float | None, step: int) -> list[int]:
    """Return the inclusive whole-number bounds that two bounds amount to."""
    found = []
    if inclusive is not None:
        found.append(_round(inclusive, step))
    if exclusive is not None:
        rounded = _round(exclusive, step)
        found.append(rounded + step if rounded == exclusive else rounded)
    return found


def _round(bound: float, step: int) -> int:
    """Round a lower bound (`step` 1) up, an upper one (-1) down."""
    whole = int(bound)
    if whole == bound:
        return whole
    return bound.__ceil__() if step > 0 else bound.__floor__()


def _enumeration(type_: Enumeration) -> Shape:
    if type_.kind is not None:
        values = tuple(member.value for member in type_.members)
        kind = _KINDS[type_.kind]
        return Simple(kind=kind, values=() if type_.open else values)
    by_kind: dict[str, list[Json]] = {}
    for member in type_.members:
        by_kind.setdefault(type(member.value).__name__, []).append(member.value)
    return union(
        Simple(kind=_PYTHON[name], values=() if type_.open else tuple(values))
        if name in _PYTHON
        else ANY
        for name, values in by_kind.items()
    )


_KINDS: Final[dict[str, Kind]] = {
    "string": "string",
    "integer": "int",
    "number": "double",
    "boolean": "bool",
    "null": "null",
}
_PYTHON: Final[dict[str, Kind]] = {"str": "string", "int": "int", "float": "double", "bool": "bool"}

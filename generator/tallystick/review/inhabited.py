"""Which types surely have values, and which surely have none, read off their shapes.

Almost every type of a real document asks for nothing that could contradict itself. Only the
others are worth the solver's time.
"""

from collections.abc import Collection, Mapping
from typing import Final

from tallystick.ir.keywords import ANNOTATIONS, ANY, KIND, KNOWN, MEANT
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
from tallystick.review.overlap import Overlaps

Types = Mapping[TypeId, Type]
_LENGTHS: Final = frozenset({"min_length", "max_length"})
_IDLE: Final = ANNOTATIONS | MEANT | {"discriminator", "$ref", "$dynamicRef", "type"}
_NARROWING: Final = ANY | frozenset(KIND)


class Inhabited:
    """Tells plain types from those that may contradict themselves.

    Attributes:
        plain: Types of which nothing that they ask for can contradict the rest, parts aside.
    """

    def __init__(self, types: Types, overlaps: Overlaps) -> None:
        """Look at all types once.

        Args:
            types: All types.
            overlaps: Tells variants of unions apart.
        """
        self._types = types
        self._overlaps = overlaps
        self.plain = {id_ for id_, type_ in types.items() if self._is_plain(type_)}

    def surely(self, known: Collection[TypeId] = ()) -> set[TypeId]:
        """Return the types that some value satisfies, as far as that is plain to see.

        Args:
            known: Types that are known to have values.
        """
        return self._grow(set(known), sure=True)

    def endless(self) -> set[TypeId]:
        """Return the types that have no values, because each needs one more within itself."""
        return set(self._types) - self._grow(set(), sure=False)

    def _grow(self, found: set[TypeId], *, sure: bool) -> set[TypeId]:
        """Return the least set of types that have values, given that those in the set have.

        Args:
            found: Where to start.
            sure: Leave out what is not plain; otherwise count it in.
        """
        waiting: dict[TypeId, set[TypeId]] = {}
        todo = [id_ for id_ in self._types if not (sure and self._is_doubtful(id_, found))]
        while todo:
            id_ = todo.pop()
            type_ = self._types[id_]
            missing = () if id_ in found else self._missing(type_, found, sure=sure)
            if not missing:
                found.add(id_)
                todo += waiting.pop(id_, ())
            # One that is missing keeps all others waiting; of a union any will do.
            for other in missing if isinstance(type_, Union) else missing[:1]:
                waiting.setdefault(other, set()).add(id_)
        return found

    def _is_doubtful(self, id_: TypeId, found: set[TypeId]) -> bool:
        return id_ not in self.plain and id_ not in found

    def _missing(self, type_: Type, found: set[TypeId], *, sure: bool) -> tuple[TypeId, ...]:
        """Return the types that must have values first; of a union, one of them."""
        needed: tuple[TypeId, ...] = ()
        match type_:
            case _ if type_.nullable or (not sure and type_.implied):
                pass
            case Record():
                needed = self._required(type_, sure=sure)
            case Array(min_items=int(least)):
                items = () if type_.items is None else (type_.items,)
                needed = (*type_.prefix, *items)[:least]
            case Dictionary(min_properties=int(least)) if least:
                needed = (type_.values,)
            case Union():
                some = any(variant in found for variant in type_.variants)
                needed = () if some else type_.variants
        return tuple(it for it in needed if it not in found)

    def _required(self, record: Record, *, sure: bool) -> tuple[TypeId, ...]:
        return tuple(
            field.type
            for field in record.fields
            if field.required and not field.nullable and (sure or field.direction == "both")
        )

    def _is_plain(self, type_: Type) -> bool:  # noqa: PLR0911 - one return for each kind of type
        if type_.rules or any(narrows(type_, it.keyword) for it in type_.residue):
            return False
        match type_:
            case Scalar():
                return _is_plain_scalar(type_)
            case Enumeration():
                return bool(type_.members) or type_.nullable
            case Array():
                return _is_plain_array(type_)
            case Dictionary():
                named = type_.key_pattern is not None and bool(type_.min_properties)
                return _within(type_.min_properties, type_.max_properties) and not named
            case Record():
                return _is_plain_record(type_)
            case Union():
                return not type_.exclusive or not self._overlaps.swallowed(type_)
            case _:
                return isinstance(type_, Anything)


def narrows(type_: Type, keyword: str) -> bool:
    """Whether a keyword that a shape does not express can refuse values of the shape."""
    if keyword in _IDLE or keyword not in KNOWN or keyword not in _NARROWING:
        return False
    about, kind = KIND.get(keyword), _kind_of(type_)
    return about is None or kind is None or about == kind


def _kind_of(type_: Type) -> str | None:
    """Return the kind of value that keywords must be about to matter to a shape."""
    match type_:
        case Scalar() | Enumeration():
            return "number" if type_.kind == "integer" else type_.kind
        case Array():
            return "array"
        case Record() | Dictionary():
            return "object"
        case _:
            return None


def _is_plain_scalar(type_: Scalar) -> bool:
    limits = (type_.minimum, type_.maximum, type_.exclusive_minimum, type_.exclusive_maximum)
    numbers = [limit for limit in limits if limit is not None]
    if len(numbers) > 1 and not _is_wide(type_):
        return False
    if type_.multiple_of is not None and numbers:
        return False
    if not _within(type_.min_length, type_.max_length):
        return False
    texts = {
        "min_length": type_.min_length,
        "max_length": type_.max_length,
        "pattern": type_.pattern,
        "format": type_.format,
    }
    bounds = {name for name, value in texts.items() if value is not None}
    return type_.kind != "string" or len(bounds) <= 1 or bounds <= _LENGTHS


def _is_wide(type_: Scalar) -> bool:
    """Whether there is a whole number between inclusive bounds."""
    if type_.exclusive_minimum is not None or type_.exclusive_maximum is not None:
        return False
    if type_.minimum is None or type_.maximum is None:
        return False
    return type_.minimum.__ceil__() <= type_.maximum.__floor__()


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
    required = {field.wire for field in type_.fields if field.required}
    if any(name in required for name, _ in type_.dependent_required):
        return False
    undeclared = any("/required/" in field.span.pointer for field in type_.fields if field.required)
    return type_.additional is True or not undeclared


def _within(least: int | None, most: int | None) -> bool:
    return least is None or most is None or least <= most

"""Tests of one value as keywords.

A member that is null counts as not given, so a test is spelled in three ways: the value is given
and passes; it passes or is not given; and each of these denied.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any as Anything
from typing import Final

from tallystick.rules.lowering.formula import (
    Bound,
    Count,
    Distinct,
    Every,
    Formula,
    JsonType,
    Kind,
    Match,
    Names,
    Once,
    OneOf,
    Place,
    Test,
    Values,
    negate,
)
from tallystick.rules.lowering.places import Places
from tallystick.rules.lowering.simplify import kind_of, simplify

Schema = dict[str, Anything]
_OPPOSITES: Final = {
    "minimum": "exclusiveMaximum",
    "exclusiveMaximum": "minimum",
    "maximum": "exclusiveMinimum",
    "exclusiveMinimum": "maximum",
}
_COUNTED: Final = ("Items", "Length", "Properties")


class Spelling:
    """Spells tests of values whose schemas promise something already."""

    def __init__(self, places: Places, inner: Callable[[Formula, Place], Schema]) -> None:
        """Spell tests.

        Args:
            places: What the schemas promise.
            inner: Writes the formula of an item.
        """
        self._places = places
        self._inner = inner

    def nullable(self, place: Place) -> bool:
        """Whether a member that is present may be null."""
        return self._places.promise(place).nullable

    def passing(self, place: Place, test: Test, *, nullable: bool) -> Schema:
        """Return the schema of a value that passes; null does not, unless it is an item."""
        words = self._words(test)
        type_ = self._type(place, test, nullable=nullable)
        return words if type_ is None or "type" in words else {"type": type_, **words}

    def passing_or_null(self, place: Place, test: Test, *, nullable: bool) -> Schema:
        """Return the schema of a member that passes, or that is null."""
        if not nullable:
            return self.passing(place, test, nullable=False)
        match test:
            case Kind(type_):
                return {"type": [type_, "null"]}
            case OneOf():
                return {"enum": [*_values(test), None]}
        if self._type(place, test, nullable=False) is None:
            return self._words(test)
        return {"anyOf": [{"type": "null"}, self.passing(place, test, nullable=True)]}

    def failing(self, place: Place, test: Test, *, nullable: bool) -> Schema:
        """Return the schema of a value that does not pass; null does not."""
        opposite = self._opposite(place, test)
        if opposite is not None:
            return self._words(opposite)
        return {"not": self.passing(place, test, nullable=nullable)}

    def failing_given(self, place: Place, test: Test, *, nullable: bool) -> Schema:
        """Return the schema of a member that is not null and does not pass."""
        if not nullable:
            return self.failing(place, test, nullable=False)
        opposite = self._opposite(place, test)
        if opposite is not None:
            return self.passing(place, opposite, nullable=True)
        return {"not": self.passing_or_null(place, test, nullable=True)}

    def typed(self, place: Place, type_: JsonType, *, nullable: bool, given: bool) -> list[Schema]:
        """Return the keyword ``type``, where the schema does not promise it."""
        if not given:
            return []
        promised = self._places.promise(place).only(type_)
        return [] if promised and not nullable else [{"type": type_}]

    def not_null(self, place: Place) -> Schema:
        """Return the schema of any value but null."""
        types = self._places.promise(place).types
        if types is None or "null" in types:
            return {"not": {"type": "null"}}
        ordered = sorted(types)
        return {"type": ordered[0] if len(ordered) == 1 else ordered}

    def says(self, schemas: Iterable[Schema], type_: str) -> bool:
        """Whether one of several schemas asks for a type."""
        return any(schema.get("type") == type_ for schema in schemas)

    def _type(self, place: Place, test: Test, *, nullable: bool) -> str | None:
        """Return the type that must be asked for beside a test; None when there is no need."""
        if isinstance(test, OneOf | Kind):
            return None
        wanted = kind_of(test)
        promised = wanted is None or self._places.promise(place).only(wanted)
        return None if promised and not nullable else wanted

    def _opposite(self, place: Place, test: Test) -> Test | None:
        """Return the test that a value passes where it fails another, if it has its one type."""
        wanted = kind_of(test)
        if wanted is None or not self._places.promise(place).only(wanted):
            return None
        match test:
            case Bound(type_, keyword, value):
                return _opposite_bound(type_, keyword, value)
            case Every(root, part):
                return Count(root, simplify(negate(part)), 1, None)
            case Count(root, part, 1, None):
                return Every(root, simplify(negate(part)))
            case _:
                return None

    def _words(self, test: Test) -> Schema:  # noqa: C901, PLR0911 - one case for each kind of test
        match test:
            case Kind(type_):
                return {"type": type_}
            case OneOf():
                values = _values(test)
                return {"const": values[0]} if len(values) == 1 else {"enum": values}
            case Bound(_, keyword, value):
                return {keyword: int(value) if float(value).is_integer() else value}
            case Match(pattern):
                return {"pattern": pattern}
            case Distinct():
                return {"uniqueItems": True}
            case Every(root, part):
                return {"items": self._inner(part, Place(root))}
            case Count():
                return self._count(test)
            case Values(root, part):
                inner = self._inner(part, Place(root))
                return {"additionalProperties": {"anyOf": [{"type": "null"}, inner]}}
            case Names(root, part):
                return {"propertyNames": self._inner(part, Place(root))}
            case Once():
                raise AssertionError  # it never leaves `quantify`

    def _count(self, test: Count) -> Schema:
        found: Schema = {"contains": self._inner(test.part, Place(test.root))}
        if test.least != 1:
            found["minContains"] = test.least
        if test.most is not None:
            found["maxContains"] = test.most
        return found


def _opposite_bound(type_: JsonType, keyword: str, value: float) -> Bound | None:
    if keyword in _OPPOSITES:
        return Bound(type_, _OPPOSITES[keyword], value)
    for noun in _COUNTED:
        if keyword == f"min{noun}":
            return Bound(type_, f"max{noun}", value - 1)
        if keyword == f"max{noun}":
            return Bound(type_, f"min{noun}", value + 1)
    return None


def _values(test: OneOf) -> list[Anything]:
    """Return the values in an order that does not change from run to run."""
    return [json.loads(text) for text in sorted(test.texts)]

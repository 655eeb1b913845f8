"""Requests as unions of what the rules leave possible, told apart by one member.

Nothing here knows an API. For every value of a member with few values, each other member is asked:
can a message that gives it, or leaves it out, or gives it this value, still satisfy every rule?
What cannot is left out of the type of that value. A rule that says nothing of this sort, or a
record with too many cases, gives a plain interface.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.emit.targets.typescript.possible import Known, State, Value, may_hold
from tallystick.ir import Api, Enumeration, Field, Record, Scalar
from tallystick.rules.expression import Expr
from tallystick.text import Json

MOST_VALUES: Final = 16
MOST_CASES: Final = 12


@dataclass(frozen=True, slots=True)
class Limit:
    """What a case leaves of a member.

    Attributes:
        forbidden: It cannot be given.
        required: It must be given.
        values: The only values left, None where all are.
        inside: Limits of its own members.
    """

    forbidden: bool = False
    required: bool = False
    values: tuple[Json, ...] | None = None
    inside: tuple[tuple[str, "Limit"], ...] = ()


FREE: Final = Limit()
Limits = tuple[tuple[str, Limit], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What is left where the telling member has one of these values.

    Attributes:
        values: Of the telling member.
        absent: It may be left out too.
        limits: By wire name; members that are not named are as the record has them.
    """

    values: tuple[Json, ...]
    absent: bool
    limits: Limits


@dataclass(frozen=True, slots=True)
class Cases:
    """A record as cases.

    Attributes:
        member: Wire name of the member that tells them apart.
    """

    member: str
    cases: tuple[Case, ...]


def find(api: Api, record: Record) -> Cases | None:
    """Return the cases that tell most, None where the rules of a record imply none."""
    rules = tuple(rule.expression for rule in record.rules if rule.expression is not None)
    if not rules:
        return None
    asking = _Asking(api, record, rules)
    found = [cases for field in record.fields if (cases := asking.cases(field))]
    return max(found, key=lambda cases: len(cases.cases), default=None)


@dataclass(frozen=True, slots=True)
class _Asking:
    api: Api
    record: Record
    rules: tuple[Expr, ...]

    def cases(self, field: Field) -> Cases | None:
        """Return the cases that a member tells apart, None unless there are some."""
        shape = self.api.types[field.type]
        few = isinstance(shape, Enumeration) and 1 < len(shape.members) <= MOST_VALUES
        if not few or not isinstance(shape, Enumeration) or shape.open or shape.kind != "string":
            return None
        groups: dict[Limits, list[Json]] = {}
        for member in shape.members:
            place = ("self", field.wire)
            known: Known = {**self._sure(), place: Value(member.value)}
            if self._possible(known):
                groups.setdefault(self._limits(field, known), []).append(member.value)
        absent: Limits | None = None
        if not field.required:
            known = {**self._sure(), ("self", field.wire): State.ABSENT}
            if self._possible(known):
                absent = self._limits(field, known)
                groups.setdefault(absent, [])
        if not 1 < len(groups) <= MOST_CASES:
            return None
        return Cases(
            field.wire,
            tuple(Case(tuple(v), limits == absent, limits) for limits, v in groups.items()),
        )

    def _sure(self) -> dict[tuple[str, ...], State | Value]:
        return {
            ("self", field.wire): State.GIVEN
            for field in self.record.fields
            if field.required and not field.nullable
        }

    def _possible(self, known: Known) -> bool:
        return all(may_hold(rule, known) for rule in self.rules)

    def _limits(self, telling: Field, known: Known) -> Limits:
        found = (
            (field.wire, self._limit(("self", field.wire), field, known, depth=1))
            for field in self.record.fields
            if field.wire != telling.wire
        )
        return tuple((wire, limit) for wire, limit in found if limit != FREE)

    def _limit(self, place: tuple[str, ...], field: Field, known: Known, *, depth: int) -> Limit:
        if not self._possible({**known, place: State.GIVEN}):
            return Limit(forbidden=True)
        sure = field.required and not field.nullable
        required = not sure and not self._possible({**known, place: State.ABSENT})
        kept: tuple[Json, ...] | None = None
        options = tuple(self._options(field))
        left = tuple(v for v in options if self._possible({**known, place: Value(v)}))
        if len(left) < len(options):
            kept = left
        if options and not left:
            return Limit(forbidden=True)
        inside = tuple(self._inside(place, field, known)) if depth else ()
        return Limit(required=required, values=kept, inside=inside)

    def _options(self, field: Field) -> Iterator[Json]:
        shape = self.api.types[field.type]
        if isinstance(shape, Enumeration) and not shape.open and len(shape.members) <= MOST_VALUES:
            yield from (member.value for member in shape.members)
        elif isinstance(shape, Scalar) and shape.kind == "boolean":
            yield from (True, False)

    def _inside(
        self, place: tuple[str, ...], field: Field, known: Known
    ) -> Iterator[tuple[str, Limit]]:
        shape = self.api.types[field.type]
        if not isinstance(shape, Record):
            return
        given = {**known, place: State.GIVEN}
        for inner in shape.fields:
            limit = self._limit((*place, inner.wire), inner, given, depth=0)
            if limit != FREE:
                yield inner.wire, limit


def by_wire(limits: Limits) -> Mapping[str, Limit]:
    """Return limits by the members they are about."""
    return dict(limits)

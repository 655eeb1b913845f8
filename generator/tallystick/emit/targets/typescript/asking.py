"""What rules leave possible of a record, asked value by value of each member."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.emit.targets.typescript.possible import Known, State, Value, may_hold
from tallystick.emit.targets.typescript.variants import FREE, Case, Cases, Limit, Limits
from tallystick.ir import Api, Enumeration, Field, Record, Scalar
from tallystick.rules.expression import Expr
from tallystick.text import Json

MOST_VALUES: Final = 16
MOST_CASES: Final = 12


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks the rules of one record."""

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

"""Values that one schema accepts and another probably refuses, guessed from their forms."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Final

from tallystick.diff.schemas.judging import Judges
from tallystick.diff.schemas.nodes import Node, Part, View, with_each
from tallystick.diff.schemas.prove import of_member
from tallystick.diff.schemas.samples import Sampler, in_range, spelled_number
from tallystick.diff.schemas.texts import texts_beyond
from tallystick.ir.types import MISSING
from tallystick.text import Json

_VALUES: Final = 100
_BRANCHES: Final = 8
_DEEPEST: Final = 3
_NUMBERS: Final = frozenset({"integer", "number"})
_EXTRA: Final = ("extra", "x", "A", "0")


class Outside:
    """Guesses; whoever uses them asks a validator."""

    def __init__(self, left: Sampler, right: Sampler, judges: Judges) -> None:
        """Guess values of the left that the right refuses.

        Args:
            left: Makes values of the left.
            right: Makes values of the right.
            judges: Judge by the right.
        """
        self._left, self._right = left, right
        self._judges = judges

    def values(self, left: Node, right: Node, depth: int = 0) -> Iterator[Json]:
        """Yield values of `left` that differences at the schemas themselves may make refused."""
        one, other = self._left.views.view(left), self._right.views.view(right)
        if one.never:
            return
        if one.groups and depth < _DEEPEST:
            for inner in islice(with_each(left, one.groups[0]), _BRANCHES):
                yield from self.values(inner, right, depth + 1)
            return
        if one.enum is not None:
            listed = [it for it in one.enum if self._judges.accepts(right, it) is not True]
            yield from islice(listed, _VALUES)
            return
        yield from self._of_kinds(left, one, other)
        yield from self._general(left, one, right, other)

    def _of_kinds(self, left: Node, one: View, other: View) -> Iterator[Json]:
        for kind in sorted(one.kinds if other.never else one.kinds - other.kinds):
            yield from islice(self._left.values(left, kind), 2)
        if one.kinds & _NUMBERS:
            yield from _numbers(one, other)
        if "string" in one.kinds:
            yield from texts_beyond(one, other)
        if "array" in one.kinds:
            yield from self._arrays(one, other)
        if "object" in one.kinds:
            yield from self._objects(left, one, other)

    def _general(self, left: Node, one: View, right: Node, other: View) -> Iterator[Json]:
        """Yield plain values of the left, and what the right's logic may refuse."""
        for kind in sorted(one.kinds):
            yield from islice(self._left.values(left, kind), 3)
        for denied in other.nots:
            yield from islice(self._right.values(denied), 3)
        for group in other.groups:
            for branch in group.branches[:_BRANCHES]:
                yield from islice(self._right.values(Node((Part(branch),))), 3)
        yield from islice(self._right.values(right), 2)

    def _arrays(self, one: View, other: View) -> Iterator[Json]:
        sizes = [other.min_items - 1, *(() if other.max_items is None else (other.max_items + 1,))]
        sizes += [it.least - 1 for it in other.contains]
        sizes += [it.most + 1 for it in other.contains if it.most is not None]
        sizes += [len(other.prefix) + 1, len(one.prefix) + 1]
        if other.unique:
            sizes.append(max(2, one.min_items))
        for size in dict.fromkeys(sizes):
            if one.min_items <= size and (one.max_items is None or size <= one.max_items):
                items = self._left.items(one, size, 1)
                if items is not None:
                    yield items
                    yield from self._filled(items, other)

    def _filled(self, items: list[Json], other: View) -> Iterator[Json]:
        for wanted in other.contains:
            inner = self._right.value(wanted.node)
            if inner is not MISSING:
                yield [inner for _ in items]

    def _objects(self, left: Node, one: View, other: View) -> Iterator[Json]:
        base = self._left.value(left, "object")
        if not isinstance(base, dict):
            return
        yield base
        for name, node in one.members.items():
            if name not in base and self._matters(name, other):
                value = self._left.value(node, depth=1)
                if value is not MISSING:
                    yield {**base, name: value}
                    yield from self._completed(base, name, value, other)
        yield from self._strange(base, one, other)
        yield from self._larger(base, one, other)
        for condition in other.conditions:
            for guess in islice(self._right.values(condition.test, "object"), 3):
                yield {**base, **guess} if isinstance(guess, dict) else base

    def _strange(self, base: dict[str, Json], one: View, other: View) -> Iterator[Json]:
        """Yield objects with members that only the right names, if the left lets them be."""
        for name, node in other.members.items():
            if name not in one.members:
                for value in islice(self.values(of_member(one, name), node, _DEEPEST), 3):
                    yield {**base, name: value}

    def _matters(self, name: str, other: View) -> bool:
        return (
            name not in other.members
            or name in other.dependent
            or name in other.dependent_required
            or bool(other.names or other.unevaluated_members or other.conditions)
            or other.max_members is not None
        )

    def _completed(
        self, base: dict[str, Json], name: str, value: Json, other: View
    ) -> Iterator[Json]:
        """Yield an object in which a member meets what depends on it, almost."""
        if name in other.dependent:
            for guess in islice(self._right.values(other.dependent[name], "object"), 2):
                if isinstance(guess, dict):
                    yield {**guess, **base, name: value}

    def _larger(self, base: dict[str, Json], one: View, other: View) -> Iterator[Json]:
        """Yield objects with members that nobody names, and with too many."""
        spare: list[tuple[str, Node]] = [
            (name, one.member(name)) for name in _EXTRA if name not in one.members
        ]
        for name, node in spare:
            value = self._left.value(node, depth=1)
            if value is not MISSING:
                yield {**base, name: value}
        full = dict(base)
        wanted = -1 if other.max_members is None else other.max_members + 1
        more = [*one.members.items(), *((f"extra{it}", one.rest) for it in range(wanted))]
        for name, node in more:
            value = MISSING if name in full else self._left.value(node, depth=1)
            if len(full) != wanted and value is not MISSING:
                full[name] = value
        yield full


def _numbers(one: View, other: View) -> Iterator[Json]:
    """Yield numbers of the left around the bounds of the right."""
    ends = [it.value for it in (other.low, other.high, one.low, one.high) if it is not None]
    steps = [Fraction(1), *sorted(one.multiples), *sorted(other.multiples)]
    starts = [*ends, Fraction(0)]
    near = [at + sign * step for at in starts for step in (Fraction(0), *steps) for sign in (1, -1)]
    if "number" in one.kinds:
        halves = [Fraction(1, 2), *(step / 2 for step in other.multiples)]
        near += [at + sign * half for at in starts for half in halves for sign in (1, -1)]
    for value in dict.fromkeys(near):
        whole = value.denominator == 1
        if not whole and "number" not in one.kinds:
            continue
        fits = in_range(one, value) and all((value / it).denominator == 1 for it in one.multiples)
        if fits:
            yield spelled_number(value)

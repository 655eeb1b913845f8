"""Small values that a schema accepts, made by its form; whoever uses them asks a validator."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from math import lcm
from typing import Final

from tallystick.diff.schemas.nodes import Node, View, joined, with_each
from tallystick.diff.schemas.readers import kind_of
from tallystick.diff.schemas.texts import texts_of
from tallystick.diff.schemas.views import Views
from tallystick.ir.types import MISSING, Missing
from tallystick.text import Json

_DEEPEST: Final = 14
_BRANCHES: Final = 6
_ORDER: Final = ("string", "integer", "boolean", "number", "object", "array", "null")
_MOST: Final = 400


class Sampler:
    """Makes values by the views of one version."""

    def __init__(self, views: Views) -> None:
        """Make values by these views."""
        self.views = views
        self._known: dict[object, Json | Missing] = {}

    def value(self, node: Node, kind: str | None = None, depth: int = 0) -> "Json | Missing":
        """Return a small value, MISSING when none was found.

        Args:
            node: The schema.
            kind: The kind of value that is wanted; None: any.
            depth: How deep it will be.
        """
        key = (node.key, kind, depth > _DEEPEST // 2)
        if key not in self._known:
            self._known[key] = MISSING
            found = next(self.values(node, kind, depth), MISSING)
            if found is MISSING:
                del self._known[key]
                return MISSING
            self._known[key] = found
        return self._known[key]

    def values(self, node: Node, kind: str | None = None, depth: int = 0) -> Iterator[Json]:
        """Yield small values."""
        view = self.views.view(node)
        if view.never or depth > _DEEPEST:
            return
        if "object" in (view.kinds if kind is None and len(view.kinds) == 1 else {kind}):
            whole = self._in_force(node, view)
            if whole.key != node.key:
                yield from self.values(whole, kind, depth + 1)
                return
        if view.groups:
            for inner in islice(with_each(node, view.groups[0]), _BRANCHES):
                yield from islice(self.values(inner, kind, depth + 1), 3)
            return
        if view.enum is not None:
            yield from (it for it in view.enum if kind is None or _is(it, kind))
            return
        for name in _ORDER if kind is None else (kind,):
            if name in view.kinds:
                yield from self._of_kind(view, name, depth)

    def _in_force(self, node: Node, view: View) -> Node:
        """Return an object's schema with what its required members bring about."""
        nodes = [inner for name, inner in view.dependent.items() if name in view.required]
        for condition in view.conditions:
            test = self.views.view(condition.test)
            if not test.required <= view.required:
                nodes.append(condition.otherwise)
            elif test.members:
                nodes += [condition.test, condition.then]
            else:
                nodes.append(condition.then)
        return joined(node, *nodes)

    def _of_kind(self, view: View, kind: str, depth: int) -> Iterator[Json]:
        match kind:
            case "string":
                yield from texts_of(view)
            case "integer" | "number":
                yield from numbers(view, kind)
            case "boolean":
                yield from (True, False)
            case "null":
                yield None
            case "array":
                yield from self._arrays(view, depth)
            case _:
                yield from self._objects(view, depth)

    def _arrays(self, view: View, depth: int) -> Iterator[Json]:
        size = max([view.min_items, *(it.least for it in view.contains)])
        found = self.items(view, size, depth)
        if found is not None:
            for wanted in view.contains:
                inner = self.value(wanted.node, depth=depth + 1)
                for index in range(min(wanted.least, len(found))):
                    found[index] = found[index] if inner is MISSING else inner
            yield found

    def items(self, view: View, size: int, depth: int) -> list[Json] | None:
        """Return a list of a size; None when items cannot be found."""
        if size > _MOST:
            return None
        found: list[Json] = []
        supplies: dict[object, Iterator[Json]] = {}
        for index in range(size):
            node = view.item(index)
            if view.unique:
                supply = supplies.setdefault(node.key, self.values(node, depth=depth + 1))
                item: Json | Missing = next((it for it in supply if it not in found), MISSING)
            else:
                item = self.value(node, depth=depth + 1)
            if item is MISSING:
                return None
            found.append(item)
        return found

    def _objects(self, view: View, depth: int) -> Iterator[Json]:
        needed = list(dict.fromkeys([n for n in view.members if n in view.required]))
        needed += sorted(view.required - set(needed))
        for name in needed:  # the list grows meanwhile
            more = sorted(view.dependent_required.get(name, ()))
            needed += [it for it in more if it not in needed]
        found: dict[str, Json] = {}
        for name in needed:
            value = self.value(view.member(name), depth=depth + 1)
            if value is MISSING:
                return
            found[name] = value
        spare = [*view.members, *(f"extra{index}" for index in range(view.min_members))]
        for name in spare:
            if len(found) >= view.min_members:
                break
            value = self.value(view.member(name), depth=depth + 1)
            if name not in found and value is not MISSING:
                found[name] = value
        yield found


def numbers(view: View, kind: str) -> Iterator[Json]:
    """Yield numbers near the ends of a range."""
    step = Fraction(1)
    for multiple in view.multiples:
        step = Fraction(
            lcm(step.numerator * multiple.denominator, multiple.numerator * step.denominator),
            step.denominator * multiple.denominator,
        )
    starts = [Fraction(0)]
    if view.low is not None:
        starts = [view.low.value]
    elif view.high is not None:
        starts = [view.high.value]
    offsets = [Fraction(it) for it in (0, 1, -1, 2)] if kind == "integer" else []
    if kind == "number":
        offsets = [Fraction(it, 2) for it in (1, -1, 3)] + [Fraction(1, 1000), Fraction(-1, 1000)]
        step = min([*view.multiples], default=Fraction(1))
    for start in starts:
        base = (start / step).__floor__() * step if view.multiples else start
        for offset in offsets:
            value = base + offset * step
            if in_range(view, value):
                yield spelled_number(value, kind)


def in_range(view: View, value: Fraction) -> bool:
    """Whether a number is within the bounds of a view."""
    low, high = view.low, view.high
    above = low is None or value > low.value or (value == low.value and not low.exclusive)
    below = high is None or value < high.value or (value == high.value and not high.exclusive)
    return above and below


def spelled_number(value: Fraction, kind: str = "number") -> Json:
    """Return a number as JSON has it."""
    if value.denominator == 1:
        return int(value)
    return float(value) if kind == "number" else int(value)


def _is(value: Json, kind: str) -> bool:
    return kind_of(value) == kind

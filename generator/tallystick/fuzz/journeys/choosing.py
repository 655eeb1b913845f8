"""Which values filters are asked for: those that divide the items that are known."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.journeys.filters import DAY, Filter, items_of
from tallystick.fuzz.journeys.listing import Listing
from tallystick.fuzz.journeys.members import types_of
from tallystick.fuzz.oracles.listed import measured
from tallystick.fuzz.oracles.selected import Asked
from tallystick.fuzz.requests.controls import Key, composed
from tallystick.ir import Enumeration, Scalar
from tallystick.text import Json

ALL: Final = frozenset({"all", "any", "none", "every", "both", "default", "auto", "*", ""})
"""Values that mean no choice."""
MOST: Final = 8
"""Values of one filter."""
TELLING: Final = 3
"""Characters that a text must have to be looked for."""
YEAR: Final = 4

Items = Sequence[Mapping[str, Json]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter, and what is asked for."""

    by: Filter
    value: Json

    @property
    def given(self) -> Mapping[Key, Json]:
        """What is told."""
        return {self.by.control.key: self.value}

    @property
    def asked(self) -> Asked:
        """What people are told about it."""
        by = self.by
        how = {"least": " at least", "most": " at most"}.get(by.how, "")
        return Asked(by.control.wire, by.control.at, self.value, how, by.member, by.weight)

    def meets(self, item: Mapping[str, Json]) -> bool | None:
        """Whether an item is asked for; None when nobody can say."""
        return self.by.meets(item, self.value)


class Choosing:
    """Chooses what one list is asked for."""

    def __init__(self, judging: Judging, listing: Listing) -> None:
        """Choose what `judging` accepts."""
        self._judging = judging
        self._listing = listing

    def choices(self, by: Filter, items: Items) -> list[Choice]:
        """Return what a filter is asked for, what tells most first.

        Args:
            by: The filter.
            items: Those that are known.
        """
        if by.bounds:
            by = replace(by, told=self._told(by, items))
            values = list(_bounds(by, items))
        else:
            values = list(self._values(by, items))
        fitting = (Choice(by, value) for value in values if self._askable(by, value))
        return [choice for choice, _ in zip(fitting, range(MOST), strict=False)]

    def ranges(self, items: Items) -> Iterator[list[Choice]]:
        """Yield a lower and an upper bound of a member at once, between those that items have.

        Args:
            items: Those that are known.
        """
        bounds = [it for it in self._listing.filters if it.bounds]
        for low, high in permutations(bounds, 2):
            alike = low.steps == high.steps and low.sized == high.sized
            if alike and (low.how, high.how) == ("least", "most"):
                values = _distinct(low, items)[1:-1]
                ends = [(low, value) for value in values[:1]] + [(high, it) for it in values[-1:]]
                pair = [Choice(replace(by, told=self._told(by, items)), it) for by, it in ends]
                if pair and self._valid(
                    {key: it for each in pair for key, it in each.given.items()}
                ):
                    yield pair

    def _askable(self, by: Filter, value: Json) -> bool:
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and (each.casefold() in ALL or not each.isprintable()):
                return False
            if by.how == "within" and (not isinstance(each, str) or len(each) < TELLING):
                return False
        return self._valid({by.control.key: value})

    def _valid(self, given: Mapping[Key, Json]) -> bool:
        listing = self._listing
        return composed(self._judging, listing.operation, {**listing.base, **given}) is not None

    def _told(self, by: Filter, items: Items) -> bool | None:
        """Return whether a bound is included: as it is said, or as a range may be empty but for it.

        Where a range may end where it begins, and not before, that moment is in it.
        """
        values = _distinct(by, items)
        others = (it for it in self._listing.filters if it.steps == by.steps and it.bounds)
        other = next((it for it in others if it.how != by.how and it.sized == by.sized), None)
        if by.told is not None or other is None or len(values) < 2:  # noqa: PLR2004 - two ends
            return by.told
        ends = (by, other) if by.how == "least" else (other, by)
        low, high = (each.control.key for each in ends)
        once = self._valid({low: values[0], high: values[0]})
        back = self._valid({low: values[-1], high: values[0]})
        return True if once and not back else None

    def _values(self, by: Filter, items: Items) -> Iterator[Json]:
        """Yield values to ask for: what an item has, what another one has, what none has."""
        if by.sought is not None:
            yield from by.sought.values(items)
            return
        singles = self._singles(by, items)
        if not by.many:
            yield from singles
            return
        pair = _pair(by, singles, items)
        some: list[Json] = [[each] for each in singles[:1]]
        both: list[Json] = [[*it] for it in pair]
        yield from (both + some if by.told else some + both)
        yield from ([each] for each in singles[1:])
        yield from ([*reversed(it)] for it in pair)

    def _singles(self, by: Filter, items: Items) -> list[Json]:
        shown = [each for item in items for each in _held(by.of(item))]
        have = sorted(_unique(shown), key=shown.count)  # what is rare comes on one page
        declared, _ = items_of(self._judging.api, by.control.type)
        known = [it.value for it in declared.members] if isinstance(declared, Enumeration) else []
        kinds = types_of(self._judging.api, self._listing.item, by.steps)
        if kinds and all(isinstance(each, Enumeration) for each in kinds):
            possible = [it.value for each in kinds for it in getattr(each, "members", ())]
            known = [each for each in known if each in possible]
        elif known and not (set(map(repr, known)) & set(map(repr, have))):
            known = []
        if isinstance(declared, Scalar) and declared.kind == "boolean":
            known = [True, False]
        others = [value for value in known if value not in have]
        values = [value for value in have if not known or value in known]
        return [*values[:1], *others[:1], *values[1:], *others[1:]]


def _held(value: Json) -> Sequence[Json]:
    if isinstance(value, list):
        return value
    return [] if value is None or isinstance(value, dict) else [value]


def _unique(values: list[Json]) -> list[Json]:
    found: list[Json] = []
    for value in values:
        if not any(type(each) is type(value) and each == value for each in found):
            found.append(value)
    return found


def _pair(by: Filter, singles: Sequence[Json], items: Items) -> list[tuple[Json, Json]]:
    """Return two values to ask for at once, at most: some items have just one, and few have any.

    Those that show most come first: each value, and both.
    """
    found = [[by.meets(item, [each]) for item in items] for each in singles[:MOST]]
    ranked: list[tuple[int, int, tuple[Json, Json]]] = []
    for one, other in permutations(range(len(found)), 2):
        has = Counter(zip(found[one], found[other], strict=True))
        kinds = [has[pair] for pair in ((False, True), (True, False), (True, True))]
        if kinds[0]:
            ranked.append((-sum(map(bool, kinds)), sum(kinds), (singles[one], singles[other])))
    return [min(ranked, key=lambda it: it[:2])[2]] if ranked else []


def _distinct(by: Filter, items: Items) -> list[Json]:
    """Return the values that items have, the smallest first, as a bound takes them."""
    found: dict[float, Json] = {}
    for item in items:
        value = by.of(item)
        key = measured(value)
        if key is not None:
            found.setdefault(key, value)
    return [found[key] for key in sorted(found)]


def _bounds(by: Filter, items: Items) -> Iterator[Json]:
    """Yield bounds: next to the last value, so that little comes; the last one, or one past it."""
    values = _distinct(by, items)
    if by.how == "least":
        values.reverse()
    if len(values) == 1:
        yield _past(values[0], 1 if by.how == "least" else -1)
    for value in (*values[1:2], *values[:1]) if values[2:] else values[:1]:
        yield value
        if isinstance(value, str) and len(value) > DAY:
            yield value[:DAY]


def _past(value: Json, step: int) -> Json:
    """Return the next number, or the same day of the next year."""
    if isinstance(value, int | float):
        return value + step
    return f"{int(value[:YEAR]) + step:04}{value[YEAR:]}" if isinstance(value, str) else None

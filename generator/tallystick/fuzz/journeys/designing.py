"""Bodies that differ in what a list can be asked for, in an order that is not that of birth.

An order, a bound or a filter that a server does not heed shows only where values differ, where the
first is not the least, and where numbers order otherwise than their texts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.holders import DEEPEST, type_at
from tallystick.fuzz.oracles.listed import before
from tallystick.fuzz.requests.controls import sole
from tallystick.fuzz.requests.paging import steps
from tallystick.ir import Array, Enumeration, Record, Scalar, TypeId
from tallystick.ir.facts import key_of
from tallystick.text import Json

Way = tuple[str, ...]
"""Steps to a member."""

NUMBERS: Final = (40, 9, 100, 25, 1000, 7, 300, 88, 4, 6, 2, 8, 3, 5)
PARTS: Final = (0.4, 0.1, 0.9, 0.3, 0.7, 0.2, 0.6, 0.5)
"""Numbers, and where they stand between two bounds that leave out most of them."""
WORDS: Final = ("mango", "apple", "Cherry", "banana", "Kiwi", "damson", "Figs", "elder")
"""Of any four in a row, one with a capital comes behind one without, where case does not count."""
LETTERS: Final = "mcxbkdzf"
DAYS: Final = (0, -3, 40, 3, -40, 12, 400, -12)
"""Days that all days of a body are moved by, so that they stay in order."""
FEWEST: Final = 3
"""Values that an order needs."""
LEAVES: Final = 6
"""Numbers of a body that are changed, where nobody says which of them count."""
TRIED: Final = 4
"""Values of a member that are tried, to have one at all."""
EMPTY: Final[tuple[Json, ...]] = (None, "", [], {})
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?=$|T)")


class Designing:
    """Makes bodies of one type."""

    def __init__(self, judging: Judging, whole: TypeId) -> None:
        """Make bodies of the type `whole` that `judging` accepts."""
        self._judging = judging
        self._values = Values(judging, {})
        self._whole = whole

    def places(self, way: Way) -> bool:
        """Whether a body says what stands at the end of some steps."""
        return type_at(self._judging.api, self._whole, way) is not None

    def body(self, model: Json, wanted: Sequence[Way], number: int) -> Json:
        """Return a valid body like another one, with values of its own of some members.

        Args:
            model: The other one, which is valid.
            wanted: The members; what no body says comes of its numbers, which are changed then.
            number: Of the body: each has others.
        """
        own = [way for way in wanted if self.places(way)]
        found = model
        apart = 1
        for place, way in enumerate(own):
            values = self.series(way, steps(found, way))
            turn = number // apart if self._picked(way) else number + 3 * place
            apart *= 2 if self._picked(way) else 1
            for shift in range(min(FEWEST, len(values))):
                tried = put(found, way, values[(turn + shift) % len(values)])
                if self._valid(tried):
                    found = tried
                    break
        if any(self._dated(way) for way in own):
            found = self._first(moved(found, DAYS[number % len(DAYS)]), found)
        if len(own) == len(wanted):
            return found
        return self.counted(self.full(found), own, number)

    def full(self, body: Json) -> Json:
        """Return a body with as many numbers, and items of lists that have some, as can be."""
        found = body
        for way, type_id in self._empty(self._whole, body, ()):
            values = islice(self._values.valid(type_id, ""), TRIED)
            for tried in (put(found, way, value) for _, value in values if value not in EMPTY):
                if self._valid(tried):
                    found = tried
                    break
        return found if found == body else self.full(found)

    def _empty(self, type_id: TypeId, value: Json, at: Way) -> Iterator[tuple[Way, TypeId]]:
        """Yield the members of a body that hold numbers and are not there, or empty."""
        declared = self._judging.api.types[sole(self._judging.api, type_id)]
        if isinstance(declared, Array) and declared.items is not None:
            for place, part in enumerate(value if isinstance(value, list) else ()):
                yield from self._empty(declared.items, part, (*at, str(place)))
        if not isinstance(declared, Record) or not isinstance(value, dict) or len(at) > DEEPEST:
            return
        for field in declared.fields:
            part = value.get(field.wire)
            if part in EMPTY and field.direction != "read" and self._reckons(field.type, 0):
                yield (*at, field.wire), field.type
            yield from self._empty(field.type, part, (*at, field.wire))

    def _reckons(self, type_id: TypeId, depth: int) -> bool:
        """Whether a type is of numbers, or of what holds some."""
        declared = self._judging.api.types[sole(self._judging.api, type_id)]
        if isinstance(declared, Record) and depth <= DEEPEST:
            return any(self._reckons(it.type, depth + 1) for it in declared.fields)
        if isinstance(declared, Array) and declared.items is not None:
            return self._reckons(declared.items, depth + 1)
        return isinstance(declared, Scalar) and declared.kind in {"integer", "number"}

    def counted(self, body: Json, own: Sequence[Way], number: int) -> Json:
        """Return a body whose other numbers are changed, as far as it stays valid.

        Args:
            body: The body.
            own: Numbers that stay.
            number: Of the body.
        """
        ways = [way for way in _numbers(body, ()) if way not in own]
        for place, way in enumerate(ways[:LEAVES]):
            values = self.series(way, steps(body, way))
            some = [
                values[(number + place + it) % len(values)] for it in range(min(3, len(values)))
            ]
            body = self._first(*(put(body, way, value) for value in some), body)
        return body

    def series(self, way: Way, now: Json) -> list[Json]:
        """Return values of a member, in an order that is not their own.

        Args:
            way: Steps to it.
            now: What it holds.
        """
        type_id = type_at(self._judging.api, self._whole, way)
        if type_id is None:
            return []
        type_id = sole(self._judging.api, type_id)
        declared = self._judging.api.types[type_id]
        found: list[Json] = []
        if isinstance(declared, Enumeration):
            found = [it.value for it in declared.members]
        elif isinstance(declared, Scalar) and declared.kind in {"integer", "number"}:
            found = self._quantities(declared)
        elif isinstance(declared, Scalar) and declared.kind == "string":
            found = self._texts(type_id, now)
        fitting = [it for it in found if self._judging.fits(type_id, it)]
        return fitting or [value for _, value in self._values.valid(type_id, "")]

    def _quantities(self, declared: Scalar) -> list[Json]:
        fitting: list[Json] = [it for it in NUMBERS if self._judging.fits(declared.id, it)]
        low, high = declared.minimum, declared.maximum
        if len(fitting) >= FEWEST or low is None or high is None:
            return fitting
        step = declared.multiple_of or (1 if declared.kind == "integer" else 0.01)
        return [low + round((high - low) * part / step) * step for part in PARTS]

    def _texts(self, type_id: TypeId, now: Json) -> list[Json]:
        if self._dates(type_id):
            return [now] if isinstance(now, str) else []
        words: list[Json] = [*WORDS]
        if all(self._judging.fits(type_id, it) for it in words):
            return words
        plain = next((it for _, it in self._values.valid(type_id, "")), None)
        model = now if isinstance(now, str) else plain
        return [*_lettered(model)] if isinstance(model, str) else []

    def _dates(self, type_id: TypeId) -> bool:
        declared = self._judging.api.types[sole(self._judging.api, type_id)]
        return isinstance(declared, Scalar) and declared.format in {"date", "date-time"}

    def _dated(self, way: Way) -> bool:
        type_id = type_at(self._judging.api, self._whole, way)
        return type_id is not None and self._dates(type_id)

    def _picked(self, way: Way) -> bool:
        """Whether a member has a few values only: each goes with each of another one's."""
        type_id = type_at(self._judging.api, self._whole, way)
        declared = self._judging.api.types[sole(self._judging.api, type_id)] if type_id else None
        scalar = isinstance(declared, Scalar) and declared.kind == "boolean"
        return isinstance(declared, Enumeration) or scalar

    def _first(self, *bodies: Json) -> Json:
        """Return the first of some bodies that is valid, or the last."""
        return next((it for it in bodies if self._valid(it)), bodies[-1])

    def _valid(self, body: Json) -> bool:
        return self._judging.broken(self._whole, body).nothing


def telling(values: Sequence[Json], needed: int) -> bool:
    """Whether values tell a list that heeds what it is asked for from one that does not.

    Args:
        values: Of the items, as they were made.
        needed: How many of them must differ; an order needs more than a filter.
    """
    known = [it for it in values if it is not None]
    if len({key_of(it) for it in known}) < needed:
        return False
    if needed < FEWEST:
        return True
    rises = any(before(*pair) for pair in pairwise(known))
    falls = any(before(later, value) for value, later in pairwise(known))
    numbers = [it for it in known if isinstance(it, int | float)]
    alike = numbers and sorted(numbers, key=str) == sorted(numbers)
    return rises and falls and not alike


def put(whole: Json, way: Sequence[str], value: Json) -> Json:
    """Return a value with another one at the end of some steps through objects and lists."""
    if not way:
        return value
    step, *rest = way
    if isinstance(whole, list):
        place = int(step)
        return [put(it, rest, value) if at == place else it for at, it in enumerate(whole)]
    members: Mapping[str, Json] = whole if isinstance(whole, dict) else {}
    return {**members, step: put(members.get(step), rest, value)}


def moved(value: Json, days: int) -> Json:
    """Return a body with all its days moved, as far as they stay days."""
    if isinstance(value, dict):
        return {name: moved(part, days) for name, part in value.items()}
    if isinstance(value, list):
        return [moved(part, days) for part in value]
    if not isinstance(value, str):
        return value
    try:
        return _DAY.sub(lambda it: str(date.fromisoformat(it[1]) + timedelta(days)), value, count=1)
    except (ValueError, OverflowError):
        return value


def _numbers(value: Json, at: Way) -> Iterator[Way]:
    """Yield the steps to the numbers in a body, those in lists first."""
    parts = {str(n): it for n, it in enumerate(value)} if isinstance(value, list) else value
    inner = parts if isinstance(parts, dict) else {}
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield at
    for name, part in sorted(inner.items(), key=lambda it: not isinstance(it[1], list)):
        yield from _numbers(part, (*at, name))


def weight(value: Json) -> int:
    """Return how many numbers a body holds."""
    return sum(1 for _ in _numbers(value, ()))


def _lettered(text: str) -> Iterator[str]:
    """Yield a text with other first letters, or other first digits where it has no letter."""
    place = next((at for at, it in enumerate(text) if it.isascii() and it.isalpha()), None)
    if place is None:
        place = next((at for at, it in enumerate(text) if it.isdigit()), 0)
        yield from (f"{text[:place]}{it}{text[place + 1 :]}" for it in "41927385")
        return
    for letter in LETTERS:
        told = letter.upper() if text[place].isupper() else letter
        yield text[:place] + told + text[place + 1 :]

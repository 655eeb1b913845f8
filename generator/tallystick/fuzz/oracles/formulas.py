"""Numbers and days that words define by other members: *unit price times quantity, half up*.

Read is what says nothing else: names of members beside it, and what is done to them. ``due_date, or
issue_date and terms_days`` is the first of these where there is one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Final, Literal, TypeAlias

from tallystick.fuzz.documented import told
from tallystick.fuzz.oracles.counted import is_number
from tallystick.fuzz.requests.paging import steps
from tallystick.ir import Api, Field, Record, Scalar, words
from tallystick.text import Json

Rounding: TypeAlias = Literal["half up", "half even", "down", "up", "some"]
Way: TypeAlias = tuple[str, ...]
_CLAUSES: Final = re.compile(r"[;:.](?:\s+|$)")
_ROUNDINGS: Final[Mapping[Rounding, str]] = {
    "half up": r"(?:always\s+)?(?:rounded\s+)?half[- ]up",
    "half even": r"(?:always\s+)?(?:rounded\s+)?half(?: to |[- ])even",
    "down": r"(?:always\s+)?rounded down",
    "up": r"(?:always\s+)?rounded up",
    "some": r"rounded(?: to [a-z ]+)?",
}
_BELOW: Final = re.compile(r"\b(?:negative|below (?:zero|0)|minus|sign)\b")
_MOST: Final = re.compile(r",?\s+(?:and |but )?(?:no|never) more than ([a-z0-9_ `]+?)(?=,| and |$)")
_LEAST: Final = re.compile(
    r",?\s+(?:and |but )?(?:(?:never|not) (?:below|less than) (?:zero|0)|never negative)\b"
)
_OR: Final = re.compile(r"\s*,?\s+(?:or|or else|else|otherwise)\s+")
_SUM: Final = re.compile(r"(?:the )?sum of\s+")
_ADDED: Final = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_SIGNS: Final = re.compile(r"\s+(times|x|\u00d7|\*|multiplied by|plus|\+|minus|less|-|\u2212)\s+")
_DAYS: Final = re.compile(r"\s+(?:and|plus|\+)\s+")
_AFTER: Final = re.compile(r"\s+after\s+")
AMOUNT: Final = "amount"
_QUOTES: Final = "\"'` "
PRODUCTS: Final = frozenset({"times", "x", "\u00d7", "*", "multiplied by"})
LESS: Final = frozenset({"minus", "less", "-", "\u2212"})
CENT: Final = Fraction(1, 100)
"""By how much a number with decimals may differ: nobody says to how many they are rounded."""
HUNDRED: Final = 100
HALF: Final = Fraction(1, 2)
DAY: Final = "date"
_UNITS: Final = frozenset({"day", "days"})


@dataclass(frozen=True, slots=True)
class Term:
    """What one way to reckon a member takes.

    Attributes:
        sign: What is done to it: ``+``, ``-`` or ``*``.
        way: Steps to it, from the object that it is in.
    """

    sign: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """How a member comes of those beside it.

    Attributes:
        member: Its wire name.
        said: The words, for a person.
        ways: Alternatives, the first of which counts that has all it takes.
        rounding: How, None where nobody says.
        whole: The member is a whole number.
        signed: Nothing else is said of what is below zero.
        days: It is a day.
        most: Steps to what it is at the most; none where nobody says.
        least: It is never below zero.
        part: Steps to what may say it in a hundredth of something: of what, nobody says.
    """

    member: str
    said: str
    ways: tuple[tuple[Term, ...], ...]
    rounding: Rounding | None = None
    whole: bool = False
    signed: bool = True
    days: bool = False
    most: Way = ()
    least: bool = False
    part: Way = ()

    def expected(self, value: dict[str, Json]) -> str | None:
        """Return what a member should be, where it is something else; None where all is well.

        Args:
            value: The object that it is in.
        """
        got = value.get(self.member)
        if got is None:
            return None
        for terms in self.ways:
            parts = [steps(value, it.way) for it in terms]
            if all(part is not None for part in parts):
                if self.days:
                    return _another_day(got, parts)
                return self._another(got, terms, parts, value)
        return self._nothing(got, value)

    def _nothing(self, got: Json, value: Json) -> str | None:
        """Return that there is something, where a part of it all is shown as nothing."""
        part, most = (_exact(steps(value, it)) if it else None for it in (self.part, self.most))
        some = part is not None and most is not None and part * most >= HUNDRED
        return "more" if some and _exact(got) == 0 else None

    def _another(
        self, got: Json, terms: Sequence[Term], parts: Sequence[Json], value: Json
    ) -> str | None:
        numbers = [_exact(part) for part in parts]
        shown = _exact(got)
        if shown is None or any(number is None for number in numbers):
            return None
        exact = Fraction(terms[0].sign == "*")
        for term, number in zip(terms, numbers, strict=True):
            factor = number or Fraction(0)
            if term.sign == "*":
                exact *= factor
            else:
                exact += factor if term.sign == "+" else -factor
        if self.most:
            most = _exact(steps(value, self.most))
            if most is None:
                return None
            exact = min(exact, most)
        exact = max(exact, Fraction(0)) if self.least else exact
        if not self.signed:
            exact, shown = abs(exact), abs(shown)
        return None if self._near(shown, exact) else f"{float(exact):g}"

    def _near(self, shown: Fraction, exact: Fraction) -> bool:
        """Whether a number is another one, as far as words say how it is rounded."""
        if not self.whole:
            return abs(shown - exact) <= max(CENT, abs(exact) / 10**6)
        if self.rounding is None or self.rounding == "some" or exact < 0:
            return abs(shown - exact) < 1
        return shown == rounded(exact, self.rounding)


def rounded(exact: Fraction, rounding: Rounding) -> int:
    """Return a whole number near one that is not below zero."""
    match rounding:
        case "down":
            return floor(exact)
        case "up":
            return ceil(exact)
        case "half even":
            return round(exact)
        case _:
            return floor(exact + HALF)


def _exact(value: Json) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Fraction(str(value))


def _another_day(got: Json, parts: Sequence[Json]) -> str | None:
    """Return the day that some days after another one are, where something else is shown."""
    try:
        day = date.fromisoformat(str(parts[0]))
        for part in parts[1:]:
            if not isinstance(part, int) or isinstance(part, bool):
                return None
            day += timedelta(days=part)
    except (ValueError, OverflowError):
        return None
    return None if got == day.isoformat() else day.isoformat()


# --- Words --------------------------------------------------------------------------------------


def formulas(api: Api, record: Record) -> Iterator[Formula]:
    """Yield how members of an object come of others, as their words say."""
    for field in record.fields:
        declared = api.types[field.type]
        text = told(field.doc.description)
        day = isinstance(declared, Scalar) and declared.format == DAY
        found = None
        if text and day:
            found = _of_days(field, text, _days(api, record))
        elif text and is_number(api, field):
            whole = isinstance(declared, Scalar) and declared.kind == "integer"
            found = _of_numbers(field, text, _numbers(api, record), whole=whole)
        if found is not None and all(it.way[0] != field.wire for ways in found.ways for it in ways):
            yield found


def _of_numbers(
    field: Field, text: str, known: Mapping[str, Way], *, whole: bool
) -> Formula | None:
    said, *others = _CLAUSES.split(text, maxsplit=1)
    first = said
    rounding: Rounding | None = None
    for name, spelled in _ROUNDINGS.items():
        cut = re.sub(rf",?\s+(?:and\s+)?{spelled}$", "", first)
        if rounding is None and cut != first:
            first, rounding = cut, name
    above, least = _MOST.search(first), _LEAST.search(first) is not None
    most = _named(above[1], known) if above is not None else ()
    first = _MOST.sub("", _LEAST.sub("", first))
    ways = [_terms(part, known) for part in _OR.split(first)]
    reckoned = bool(most) or any(len(it) > 1 for it in ways)
    if not all(ways) or not reckoned or (above is not None and not most):
        return None
    return Formula(
        member=field.wire,
        said=said,
        ways=tuple(ways),
        rounding=rounding,
        whole=whole,
        signed=not any(map(_BELOW.search, others)),
        most=most,
        least=least,
        part=_named(f"{first} percent", known) if most else (),
    )


def _terms(text: str, known: Mapping[str, Way]) -> tuple[Term, ...]:
    """Return what a number comes of, nothing where that cannot be read."""
    summed = _SUM.match(text)
    if summed is not None:
        names = _ADDED.split(text[summed.end() :])
        signs = ["+"] * len(names)
    else:
        parts = _SIGNS.split(text)
        names, done = parts[::2], parts[1::2]
        product = not PRODUCTS.isdisjoint(done)
        if product and not PRODUCTS.issuperset(done):
            return ()
        first = "*" if product else "+"
        signs = [first, *("*" if product else "-" if it in LESS else "+" for it in done)]
    ways = [_named(name, known) for name in names]
    return tuple(map(Term, signs, ways)) if all(ways) else ()


def _of_days(field: Field, text: str, known: Mapping[str, Way]) -> Formula | None:
    first = _CLAUSES.split(text, maxsplit=1)[0]
    ways: list[tuple[Term, ...]] = []
    for part in _OR.split(first):
        after = _AFTER.split(part)
        names = after[::-1] if len(after) > 1 else _DAYS.split(part)
        found = [_named(name, known) for name in names]
        counted = (not _UNITS.isdisjoint(words(it[0])) for it in found if it)
        if not all(found) or [*counted] != [False, *[True] * (len(names) - 1)]:
            return None
        ways.append(tuple(Term("+", way) for way in found))
    if not any(len(it) > 1 for it in ways):
        return None
    return Formula(member=field.wire, said=first, ways=tuple(ways), days=True)


def _named(text: str, known: Mapping[str, Way]) -> Way:
    """Return the member that some words name, nothing where none is called so."""
    name = text.strip(_QUOTES).removeprefix("the ").removeprefix("its ").strip(_QUOTES)
    return known.get("".join(words(name)), ())


def _numbers(api: Api, record: Record) -> dict[str, Way]:
    """Return the numbers of an object by plain names, those alone in an object of it, too."""
    found: dict[str, Way] = {}
    for field in record.fields:
        inner = api.types[field.type]
        within = inner.fields if isinstance(inner, Record) else ()
        alone = [it for it in within if is_number(api, it)]
        if is_number(api, field):
            found["".join(field.words)] = (field.wire,)
        elif len(alone) == 1:
            found["".join(field.words)] = (field.wire, alone[0].wire)
    for field in record.fields:  # *the discount* may be discount_amount
        if field.words[-1:] == (AMOUNT,) and field.words[:-1] and is_number(api, field):
            found.setdefault("".join(field.words[:-1]), (field.wire,))
    return found


def _days(api: Api, record: Record) -> dict[str, Way]:
    """Return the days of an object by plain names, and the numbers that count some."""
    found: dict[str, Way] = {}
    for field in record.fields:
        declared = api.types[field.type]
        day = isinstance(declared, Scalar) and declared.format == DAY
        if day or (is_number(api, field) and not _UNITS.isdisjoint(field.words)):
            found["".join(field.words)] = (field.wire,)
    return found

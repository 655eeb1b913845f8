"""What descriptions say that things cost: *One credit for each 20 characters begun*.

OpenAPI has no words for prices. A sentence of the request's type is read where it is nothing but
a price in words of a number that the answer shows (``credits``), and all that it counts is found
in the body. What else is said of prices, and not understood, leaves all of it unread.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain as joined
from math import ceil, floor
from typing import Final

from tallystick.fuzz.documented import sentences
from tallystick.fuzz.journeys.measures import Measure, measure
from tallystick.fuzz.journeys.references import singular
from tallystick.fuzz.oracles.counted import is_number
from tallystick.ir import Api, Enumeration, Field, Operation, Record, Scalar, TypeId
from tallystick.text import Json

_NUMBERS: Final = {
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "half a": 0.5,
}
_NUMBER: Final = r"\d+(?:\.\d+)?|" + "|".join(_NUMBERS)
_PRICE: Final = re.compile(
    rf"(?:(?:it|each|this) costs |costs )?(?P<amount>{_NUMBER}) (?P<unit>[a-z]+)"
    r"(?: (?:for|per) (?P<terms>.+))?"
)
_TERM: Final = re.compile(
    rf"(?:for )?(?:(?:each|every|per) )?(?:(?P<per>{_NUMBER}) )?(?P<early>begun |started )?"
    r"(?P<thing>[a-z]+)(?P<late> begun| started)?"
    r"(?: of (?:(?:each|every) (?P<each>[a-z]+)|(?P<whole>the whole)))?"
)
_AND: Final = re.compile(r",? and (?=(?:for )?(?:each|every|per)\b)")
_FACTORS: Final = {
    "twice": 2.0,
    "double": 2.0,
    "doubles": 2.0,
    "half": 0.5,
    "three times": 3.0,
    "triple": 3.0,
    "triples": 3.0,
}
_TIMES: Final = re.compile(rf"\b({'|'.join(_FACTORS)})\b")
_COSTS: Final = r"costs?|prices?|priced|charged?|pay|paid|fee|fees"
_MORE: Final = re.compile(
    r"\b(at least|at most|minimum|maximum|free|discounts?|surcharges?|extra|additional|rounded|"
    r"included|plus|per|each|every|reduced|bonus)\b"
)
"""Words of what else may be said of a price."""


class _UnreadError(ValueError):
    """More is said of a price than is understood."""


NOISE: Final = 1e-9
"""How far sums of fractions may be off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Something that is counted.

    Attributes:
        per: How much of it is paid for once.
        begun: What is begun is paid for.
        measure: How much there is.
    """

    per: float
    begun: bool
    measure: Measure

    def of(self, body: dict[str, Json]) -> tuple[float, float] | None:
        """Return how often it is paid for: at least, and at most."""
        found = self.measure(body)
        if found is None:
            return None
        shares = [each / self.per for each in found]
        least = sum(ceil(each - NOISE) if self.begun else floor(each) for each in shares)
        return least, sum(ceil(each if each == round(each) else each + NOISE) for each in shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one kind of things costs.

    Attributes:
        member: Of the answer, that says what it cost.
        amount: What is paid for each.
        terms: What is counted; it is multiplied.
        said: The sentence.
        factors: (member, value, by what it multiplies).
    """

    member: str
    amount: float
    terms: tuple[Term, ...]
    said: str
    factors: tuple[tuple[str, Json, float], ...] = ()

    def of(self, body: dict[str, Json]) -> tuple[float, float] | None:
        """Return what a body costs: at least, and at most; None where nobody can say."""
        least = most = self.amount
        for term in self.terms:
            found = term.of(body)
            if found is None:
                return None
            least, most = least * found[0], most * found[1]
        for member, value, factor in self.factors:
            if body.get(member) == value:
                least, most = least * factor, most * factor
        return floor(least), ceil(most)


def price(api: Api, create: Operation, asked: Record, made: TypeId) -> Price | None:
    """Return what is said that things cost, None where nothing is, or not all is understood.

    Args:
        api: The API.
        create: What makes them.
        asked: What they are made of.
        made: Type of the answer.
    """
    units = {singular(each.words[0]): each for each in _amounts(api, made)}
    around = [create.doc, *(it.doc for it in asked.fields), *(it.doc for it in units.values())]
    told = joined.from_iterable(map(sentences, around))
    if not units or any(_doubtful(each, units) for each in _parts(told)):
        return None
    try:
        factors = tuple(joined.from_iterable(_factors(api, it, units) for it in asked.fields))
        some = (_read(api, asked, it, units) for it in _parts(sentences(asked.doc)))
        found = [replace(it, factors=factors) for it in some if it is not None]
    except _UnreadError:
        return None
    return found[0] if len(found) == 1 else None


def _read(api: Api, asked: Record, sentence: str, units: Mapping[str, Field]) -> Price | None:
    """Return the price that a sentence tells, None where it tells none.

    Raises:
        _UnreadError: It is not understood.
    """
    hit = _PRICE.fullmatch(sentence)
    unit = units.get(singular(hit["unit"])) if hit else None
    if hit is None or unit is None:
        if _doubtful(sentence, units):
            raise _UnreadError
        return None
    terms = tuple(_term(api, asked, it) for it in _AND.split(hit["terms"] or "") if it)
    return Price(member=unit.wire, amount=_number(hit["amount"]), terms=terms, said=sentence)


def _term(api: Api, asked: Record, words: str) -> Term:
    """Return what is counted; raises as `_read`."""
    hit = _TERM.fullmatch(words)
    thing = singular(hit["thing"]) if hit is not None else ""
    found = measure(api, asked, thing, singular(hit["each"] or "")) if hit is not None else None
    if hit is None or found is None:
        raise _UnreadError
    per = _number(hit["per"]) if hit["per"] else 1.0
    return Term(per=per, begun=bool(hit["early"] or hit["late"]), measure=found)


def _factors(api: Api, field: Field, units: Collection[str]) -> Iterator[tuple[str, Json, float]]:
    """Yield by what a member multiplies a price; raises as `_read`."""
    declared = api.types[field.type]
    for sentence in _parts(sentences(field.doc)):
        times = _TIMES.search(sentence)
        if times is None or not _priced(sentence, units):
            continue
        values: list[Json] = []
        if isinstance(declared, Enumeration):
            every = [it.value for it in declared.members if isinstance(it.value, str)]
            values += [it for it in every if re.search(rf"\b{re.escape(it)}\b", sentence)]
        elif isinstance(declared, Scalar) and declared.kind == "boolean":
            values.append(True)
        if len(values) != 1:
            raise _UnreadError
        yield field.wire, values[0], _FACTORS[times.group()]


def _parts(told: Iterable[str]) -> Iterator[str]:
    """Yield what is said between full stops and semicolons."""
    for each in told:
        for part in each.split(";"):
            yield " ".join(part.split()).strip(" .")


def _amounts(api: Api, made: TypeId) -> Iterator[Field]:
    """Yield numbers of an answer whose names are a unit: ``credits``."""
    for field in api.fields(made):
        if len(field.words) == 1 and is_number(api, field):
            yield field


def _priced(sentence: str, units: Collection[str]) -> bool:
    """Whether a sentence speaks of prices."""
    names = "|".join(re.escape(each) for each in units)
    return re.search(rf"\b(?:{_COSTS}|(?:{names})s?)\b", sentence) is not None


def _doubtful(sentence: str, units: Collection[str]) -> bool:
    """Whether a sentence says more of a price than is understood."""
    return _MORE.search(sentence) is not None and _priced(sentence, units)


def _number(word: str) -> float:
    known = _NUMBERS.get(word)
    return known if known is not None else float(word)

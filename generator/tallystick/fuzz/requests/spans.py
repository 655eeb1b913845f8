"""Ranges of days of which words say how long they may be, and which way round they stand.

*400 when `to` is before `from` or more than 92 days are asked for*: OpenAPI has no words for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from tallystick.fuzz.documented import sentences
from tallystick.fuzz.requests.ends import ranges
from tallystick.fuzz.requests.giving import Given
from tallystick.ir import Api, Operation, Parameter, Scalar
from tallystick.text import Json

_UNIT: Final = r"\s+(hour|day|week)s?\b"
_MORE: Final = re.compile(
    r"(?<!no )(?<!not )\b(?:more than|longer than|over|exceeds?|exceeding)\s+(\d{1,5})" + _UNIT
)
"""How long no range is, where a sentence speaks of a refusal."""
_MOST: Final = re.compile(
    r"\b(?:at (?:the )?most|up to|not? more than|no longer than|max(?:imum)?(?: of)?)"
    r"\s+(\d{1,5})" + _UNIT
)
_BEHIND: Final = re.compile(r"\b(\d{1,5})" + _UNIT + r"\s+(?:at (?:the )?most|or less|or fewer)\b")
"""How long a range is at the most, where a sentence speaks of ranges or of a refusal."""
_REFUSED: Final = re.compile(r"\b(?:4\d\d|refused|rejected|invalid|not allowed|error)\b")
_RANGE: Final = re.compile(r"\b(?:range|span|period|interval|window|apart|between|asked for)\b")
_BOTH: Final = re.compile(r"\b(?:both|ends?|days?) (?:are )?included\b|\binclusive\b")
DAYS: Final = {"hour": 1 / 24, "day": 1, "week": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Two ends of a range, with what must come of it.

    Attributes:
        given: All parameters.
        at: The parameter that is too far from the other one, or at its edge.
        what: In words.
        refused: Whether words say that it is refused.
    """

    given: Given
    at: Parameter
    what: str
    refused: bool


def spans(api: Api, operation: Operation, given: Given) -> Iterator[Span]:
    """Yield the longest range that words allow, one past it, and one that ends before it begins.

    Args:
        api: The API.
        operation: The operation.
        given: What else is given.
    """
    for low, high in ranges(operation):
        first = given.get((low.place, low.wire), next(_days(api, low), None))
        begin = _read(first)
        if begin is None or _format(api, low) != _format(api, high):
            continue
        told = list(_sentences(operation, low, high))
        step = timedelta(seconds=1) if isinstance(begin, datetime) else timedelta(days=1)
        for text in told:
            length = _length(text)
            whole = isinstance(begin, datetime)
            if length is not None and length >= step:
                both = whole or any(_BOTH.search(each) for each in told)
                good = begin + (length if whole else length - step)
                bad = begin + (length + step if whole or not both else length)
                yield _span(given, (low, first), (high, good), "the longest", refused=False)
                yield _span(given, (low, first), (high, bad), "longer", refused=True)
            if _turned(text, low, high):
                yield _span(given, (low, first), (high, begin - step), "turned", refused=True)


def includes(operation: Operation, low: Parameter, high: Parameter) -> bool:
    """Whether words say that both ends of a range are included."""
    return any(_BOTH.search(each) for each in _sentences(operation, low, high))


def _span(
    given: Given,
    low: tuple[Parameter, Json],
    high: tuple[Parameter, date],
    what: str,
    *,
    refused: bool,
) -> Span:
    first, last = ((it.place, it.wire) for it, _ in (low, high))
    values: Given = {**given, first: low[1], last: _spelled(high[1])}
    return Span(given=values, at=high[0], what=what, refused=refused)


def _length(text: str) -> timedelta | None:
    """Return how long a range is at the most, as a sentence has it; None where it says nothing."""
    refused = _REFUSED.search(text) is not None
    hit = _MORE.search(text) if refused else None
    if hit is None and (refused or _RANGE.search(text)):
        hit = _MOST.search(text) or _BEHIND.search(text)
    return None if hit is None else timedelta(days=int(hit[1]) * DAYS[hit[2]])


def _turned(text: str, low: Parameter, high: Parameter) -> bool:
    """Whether a sentence says that a range is refused which ends before it begins."""
    first, last = (rf"[`'\"*]*{re.escape(it.wire.lower())}[`'\"*]*" for it in (low, high))
    before = rf"{last} (?:is |lies |comes )?(?:before|earlier than) (?:the )?{first}(?!\w)"
    after = rf"{first} (?:is |lies |comes )?(?:after|later than) (?:the )?{last}(?!\w)"
    found = re.search(rf"(?<![\w-])(?:{before}|{after})", text)
    return found is not None and _REFUSED.search(text) is not None


def _sentences(operation: Operation, *parameters: Parameter) -> Iterator[str]:
    for text in sentences(operation.doc, *(each.doc for each in parameters)):
        yield from re.split(r";\s", text)


def _format(api: Api, parameter: Parameter) -> str | None:
    declared = api.types[parameter.type]
    return declared.format if isinstance(declared, Scalar) else None


def _days(api: Api, parameter: Parameter) -> Iterator[str]:
    """Yield a day, or a time, where a parameter is one."""
    found = {"date": "2024-02-29", "date-time": "2024-02-29T12:00:00Z"}.get(
        _format(api, parameter) or ""
    )
    yield from (found,) if found is not None else ()


def _read(text: Json) -> date | None:
    """Return a day, or a time of UTC."""
    try:
        if isinstance(text, str) and "T" in text:
            time = datetime.fromisoformat(text)
            return time.astimezone(UTC) if time.tzinfo is not None else time.replace(tzinfo=UTC)
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _spelled(value: date) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()

"""Numbers that tell how others come of them: of 0 and 1 every sum and product looks right."""

from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.model import Path
from tallystick.fuzz.oracles.counted import is_number
from tallystick.fuzz.oracles.formulas import formulas
from tallystick.fuzz.requests.paging import members_of
from tallystick.ir import Api, Enumeration, Record, TypeId, words
from tallystick.text import Json

RATES: Final = frozenset({"rate", "percent", "percentage"})
"""Last words of members that say what part of something is meant."""
NUMBERS: Final = (0.5, 501, 51, 5, 3)
"""What is tried: a half is rounded in many ways, and an odd number has one."""
PARTS: Final = (19, 7, 3)
"""What is tried of a hundred."""


def telling(judging: Judging, type_id: TypeId, item: Record, value: Json) -> Json:
    """Return a body with numbers that tell, as far as it stays valid.

    A choice is made otherwise where the numbers need it: there are no halves of pieces.

    Args:
        judging: Of the API.
        type_id: Of the body.
        item: What is made of it.
        value: The body.
    """
    for way in dict.fromkeys((*_factors(judging.api, item), *_rates(judging.api, item))):
        for fresh in _tried(judging, type_id, value, way):
            if judging.broken(type_id, fresh).nothing:
                value = fresh
                break
    return value


def rated(*parts: str) -> bool:
    """Whether the words of a member say that it is a part of a hundred, or so."""
    return not RATES.isdisjoint(parts[-1:])


def _tried(judging: Judging, type_id: TypeId, value: Json, way: Path) -> Iterator[Json]:
    """Yield bodies with other numbers at a place, those with another choice, too."""
    numbers = PARTS if len(way) == 1 and rated(*words(str(way[0]))) else NUMBERS
    declared = judging.variant(type_id, value)
    fields = judging.api.fields(declared)
    if way[0] not in {it.wire for it in fields}:
        return
    for number in numbers:
        fresh = changed(value, way, number)
        yield fresh
        for field in fields if isinstance(number, float) else ():
            choices = judging.api.types[field.type]
            for each in choices.members if isinstance(choices, Enumeration) else ():
                yield {**members_of(fresh), field.wire: each.value}


def _factors(api: Api, item: Record) -> Iterator[Path]:
    """Yield the numbers of which others come."""
    for formula in formulas(api, item):
        yield from (term.way for terms in formula.ways for term in terms if term.sign == "*")


def _rates(api: Api, item: Record) -> Iterator[Path]:
    """Yield the numbers that say what part of something is meant."""
    yield from ((it.wire,) for it in item.fields if is_number(api, it) and rated(*it.words))

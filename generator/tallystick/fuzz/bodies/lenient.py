"""What lenient readers take for a value: it in a list, as a text, or out of a list."""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.text import Json

NUMBER: Final = 7
"""What readers write as a text where one is wanted."""
_WHOLE: Final = re.compile(r"[0-9]{1,15}", re.ASCII)


def taken_for(value: Json) -> Iterator[Json]:
    """Yield what some readers turn into a value: they coerce, wrap a value or unwrap it.

    Args:
        value: The value, right where it stands.
    """
    if isinstance(value, list):
        yield from value[:1]
    elif isinstance(value, bool):
        yield from (compact(value).decode(), int(value))
    elif isinstance(value, int | float):
        yield compact(value).decode()
        yield [value]
        yield True
    elif isinstance(value, str):
        yield int(value) if _WHOLE.fullmatch(value) else NUMBER
        yield [value]
    elif value is not None:
        yield [value]


def sign(value: Json, wrong: Json) -> Json:
    """Return what tells one wrong value from others: no two differ in what right one they hold.

    Args:
        value: What is right.
        wrong: What stands in its place.
    """
    told = compact(wrong)
    own = any(compact(it) == told for it in taken_for(value))
    return {"own": type(wrong).__name__} if own else wrong


TAKEN: Final = tuple(compact(sign(NUMBER, it)) for it in (str(NUMBER), True))
"""What tells a number that is written as a text, or a boolean in its place.

Lenient readers turn the one back, and some languages count with the other. Rules that read it fail,
too, so that other values break less.
"""

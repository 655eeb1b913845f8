"""Long lists, made of short ones: the solver finds two items, the rest follow their pattern.

Spelling out a hundred items costs seconds; a guess that the oracles confirm costs milliseconds.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tallystick.resolve.pointer import found, split
from tallystick.text import Json

LONGEST: Final = 5_000
"""Items of a list that is made."""
_DIGITS: Final = re.compile(r"[0-9]+(?=[^0-9]*$)")
_SMALL: Final = (2, 1)
"""Lengths of lists that longer ones are made of."""

Accept = Callable[[Json], int | None]
"""How much more than asked for a message breaks; None when it is not as asked."""


def shorter(counts: Sequence[int]) -> tuple[int, ...]:
    """Return the lengths to begin with, for lists that may be so long as `counts` say."""
    return tuple(it for it in _SMALL if it < max(counts, default=0))


def stretched(
    value: Json, pointer: str, counts: Sequence[int], accept: Accept, *, alone: bool
) -> "Json | None":
    """Return a message with a longer list that is accepted, None when none was found.

    Args:
        value: A message with a short list at the place.
        pointer: Where the list is.
        counts: Lengths worth trying.
        accept: Judges messages; the one that breaks least is taken.
        alone: No other list may grow with it.
    """
    best: tuple[int, Json] | None = None
    for count in sorted(it for it in counts if it <= LONGEST):
        for longer in _longer(value, pointer, count, alone=alone):
            cost = accept(longer)
            if cost is not None and (best is None or cost < best[0]):
                best = (cost, longer)
            if cost == 0:
                return longer
    return None if best is None else best[1]


def _longer(value: Json, pointer: str, count: int, *, alone: bool) -> Iterator[Json]:
    """Yield messages with the list made longer: it alone, then with all others of its length."""
    path = split(pointer)
    there = found(value, path)
    target = there[0] if there else None
    if not isinstance(target, list) or not target or len(target) >= count:
        return
    others = [
        (each, items)
        for each, items in _lists(value, ())
        if len(items) == len(target) and each != path and not alone
    ]
    for pattern in _PATTERNS:
        grown = _replaced(value, path, pattern(target, count))
        yield grown
        for other, items in others:
            grown = _replaced(grown, other, pattern(items, count))
        if others:
            yield grown


def _rising(items: list[Json], count: int) -> list[Json]:
    """Add items that differ from all others: numbers that rise, texts with numbers."""
    return [*items, *(_other(items[-1], number + 1) for number in range(count - len(items)))]


def _other(item: Json, number: int) -> Json:
    match item:
        case bool() | None:
            return item
        case int() | float():
            return item + number
        case str():
            return _numbered(item, number)
        case list():
            return [_other(it, number) for it in item]
        case _:
            return {name: _other(it, number) for name, it in item.items()}


def _numbered(text: str, number: int) -> str:
    """Return a text with another number: the last one in it counted on, or one put behind it."""
    found = _DIGITS.search(text)
    if found is None:
        return f"{text}{number}"
    digits = str(int(found[0]) + number).zfill(len(found[0]))[-len(found[0]) :]
    return text[: found.start()] + digits + text[found.end() :]


def _copied(items: list[Json], count: int) -> list[Json]:
    return [*items, *([items[-1]] * (count - len(items)))]


def _mixed(items: list[Json], count: int) -> list[Json]:
    """Let numbers rise, and copy anything else."""
    numbers = all(isinstance(it, int) and not isinstance(it, bool) for it in items)
    return _rising(items, count) if numbers else _copied(items, count)


_PATTERNS: Final = (_mixed, _copied, _rising)


def _lists(value: Json, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[Json]]]:
    if isinstance(value, list):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _lists(inner, (*path, name))


def _replaced(value: Json, path: Sequence[str], new: Json) -> Json:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {**value, step: _replaced(value[step], rest, new)}
    if isinstance(value, list):
        items = list(value)
        items[int(step)] = _replaced(items[int(step)], rest, new)
        return items
    return value

"""Parameters that are two ends of one range: ``from``, ``to``; ``min_price``, ``max_price``."""

from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.requests.giving import Given
from tallystick.fuzz.requests.paging import names_in
from tallystick.ir import Operation, Parameter
from tallystick.text import Json, Words

LEAST: Final = names_in("min minimum from after since gte gt ge above over")
MOST: Final = names_in("max maximum to until before lte lt le below under till")
"""First or last words of bounds."""
STARTS: Final = LEAST | names_in("start begin first earliest")
ENDS: Final = MOST | names_in("end last latest finish")
"""Those that are no bounds where they stand alone, too."""


def split(name: Words, ends: frozenset[str] = LEAST | MOST) -> tuple[str, Words] | None:
    """Return the word of a bound, at the end or at the beginning, and the others."""
    if name and name[-1] in ends:
        return name[-1], name[:-1]
    return (name[0], name[1:]) if name and name[0] in ends else None


def turned(operation: Operation, given: Given) -> bool:
    """Whether some range begins after its end: a server may refuse what holds nothing."""
    return any(
        _after(given.get((low.place, low.wire)), given.get((high.place, high.wire)))
        for low, high in ranges(operation)
    )


def ranges(operation: Operation) -> Iterator[tuple[Parameter, Parameter]]:
    """Yield the parameters that are the ends of one range, the lower one first."""
    found: dict[tuple[Words, bool], Parameter] = {}
    for parameter in operation.parameters:
        parted = split(parameter.words, STARTS | ENDS)
        if parted is not None:
            word, rest = parted
            found[rest, word in STARTS] = parameter
    for (rest, low), parameter in found.items():
        if low and (rest, False) in found:
            yield parameter, found[rest, False]


def _after(low: Json, high: Json) -> bool:
    if isinstance(low, str) and isinstance(high, str):
        return low > high
    numbers = isinstance(low, int | float) and isinstance(high, int | float)
    return numbers and low > high  # type: ignore[operator]  # both are numbers

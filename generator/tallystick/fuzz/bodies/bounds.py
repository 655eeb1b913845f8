"""Which bounds of its types a valid body stands at, whatever it was made for."""

from collections.abc import Iterable, Iterator, Mapping

from tallystick.fuzz.bodies.moves import Spot
from tallystick.fuzz.bodies.values import bounds, shift_of
from tallystick.ir import Array, Dictionary, Missing, Record, Scalar, Type, TypeId, Union
from tallystick.text import Json


def met(types: Mapping[TypeId, Type], spots: Iterable[Spot]) -> Iterator[str]:
    """Yield the goals that the values of a body reach by standing at a bound.

    Args:
        types: Of the API.
        spots: Places of the body.

    Yields:
        ``/size 9 !maximum``: place, value or size, keyword.
    """
    for spot in spots:
        if not isinstance(spot.value, Missing):
            for keyword, size in _at(types, types[spot.type], spot.value):
                yield f"{spot.at} {size} !{keyword}"


def _at(
    types: Mapping[TypeId, Type], declared: Type, value: Json
) -> Iterator[tuple[str, int | float]]:
    """Yield (keyword, value or size) of each bound of a type that a value stands at."""
    match declared, value:
        case Union(), _:
            for variant in declared.variants:
                yield from _at(types, types[variant], value)
        case Scalar(kind="string"), str():
            yield from _sized(len(value), "Length", declared.min_length, declared.max_length)
        case Scalar(kind="integer" | "number"), int() | float() if not isinstance(value, bool):
            for keyword, bound, inside in bounds(declared, shift_of(declared)):
                if value == round(bound + inside, 9):
                    yield keyword, value
        case Array(), list():
            yield from _sized(len(value), "Items", declared.min_items, declared.max_items)
        case Record() | Dictionary(), dict():
            least, most = declared.min_properties, declared.max_properties
            yield from _sized(len(value), "Properties", least, most)


def _sized(size: int, what: str, least: int | None, most: int | None) -> Iterator[tuple[str, int]]:
    if size == least:
        yield f"min{what}", size
    if size == most:
        yield f"max{what}", size

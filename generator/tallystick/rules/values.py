"""JSON values as the CEL runtime is given them, directed by the shape.

JSON has one kind of number and CEL has two: ``1`` in a ``number`` member is the double 1.0, ``1.0``
in an ``integer`` member is the int 1. Members that are null are dropped, in objects of any shape,
for they count as not given; null items of lists stay. Integers outside 64 bits, which CEL's int
does not hold, become the unsigned or else the nearest double, so that comparing them still works.
Lone surrogates, which JSON text may hold and UTF-8 may not, become U+FFFD. The runtime's binding
cuts a text at U+0000, so that becomes its neighbour U+0001.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from tallystick.rules.members import escape, lookup
from tallystick.rules.shape import (
    ANY,
    Concrete,
    ListShape,
    MapShape,
    MessageShape,
    NamedShape,
    Shape,
    Shapes,
    Simple,
    UnionShape,
    item_shape,
    union,
    variants,
)
from tallystick.text import Json

Convert: TypeAlias = Callable[[Json], Json]

_LOW: Final = -(1 << 63)
_HIGH: Final = 1 << 64


def _integer(value: int) -> int | float:
    return value if _LOW <= value < _HIGH else _double(value)


def _double(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _text(value: str) -> str:
    if "\0" in value:
        value = value.replace("\0", "\x01")
    if value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def dynamic(value: Json) -> Json:
    """Convert a value of which nothing is known: its numbers are what they look like."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {_text(key): dynamic(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [dynamic(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return _integer(value)
    return value


class Converter:
    """Converts values of one shape; built once, used by many threads.

    Attributes:
        convert: The conversion.
    """

    def __init__(self, shape: Shape, shapes: Shapes) -> None:
        """Prepare the conversion of values of a shape."""
        self._shapes = shapes
        self._named: dict[str, Convert] = {}
        self.convert: Convert = self._shape(shape)

    def _shape(self, shape: Shape) -> Convert:
        if isinstance(shape, NamedShape):
            return self._lazy(shape)
        if isinstance(shape, UnionShape):
            return self._union(variants(shape, self._shapes))
        return self._union((shape,))

    def _lazy(self, shape: NamedShape) -> Convert:
        """A name is looked up when a value comes, which is where recursion ends."""
        named = self._named

        def convert(value: Json) -> Json:
            ready = named.get(shape.name)
            if ready is None:
                ready = named[shape.name] = self._union(variants(shape, self._shapes))
            return ready(value)

        return convert

    def _union(self, shapes: tuple[Concrete, ...]) -> Convert:
        """Convert by what the value turns out to be; the variants' members are merged."""
        number = _number({item.kind for item in shapes if isinstance(item, Simple)})
        array = self._list([item for item in shapes if isinstance(item, ListShape)])
        members = self._object(
            [item for item in shapes if isinstance(item, (MessageShape, MapShape))]
        )

        def convert(value: Json) -> Json:
            if isinstance(value, str):
                return _text(value)
            if isinstance(value, dict):
                return members(value)
            if isinstance(value, list):
                return array(value)
            if value is None or isinstance(value, bool):
                return value
            return number(value)

        return convert

    def _list(self, shapes: list[ListShape]) -> Callable[[list[Json]], Json]:
        if not shapes:
            return dynamic
        item = self._shape(union(item_shape(shape) for shape in shapes))
        if not any(shape.prefix for shape in shapes):
            return lambda value: [item(part) for part in value]
        longest = max(len(shape.prefix) for shape in shapes)
        first = [
            self._shape(union(_nth(shape, place) for shape in shapes)) for place in range(longest)
        ]

        def convert(value: list[Json]) -> Json:
            rest = [item(part) for part in value[longest:]]
            return [turn(part) for turn, part in zip(first, value, strict=False)] + rest

        return convert

    def _object(
        self, shapes: list[MessageShape | MapShape]
    ) -> Callable[[dict[str, Json]], dict[str, Json]]:
        if not shapes:
            return _dynamic_object
        known = {name: None for shape in shapes for name in _declared(shape)}
        table = {name: self._shape(_merged(shapes, name)) for name in known}
        other = self._shape(_merged(shapes, None))
        aliases = {name: escape(name) for name in known if escape(name) not in ("", name, *known)}

        def convert(value: dict[str, Json]) -> dict[str, Json]:
            given = {
                _text(name): table.get(name, other)(part)
                for name, part in value.items()
                if part is not None
            }
            if aliases:
                given |= {alias: given[name] for name, alias in aliases.items() if name in given}
            return given

        return convert


def _dynamic_object(value: dict[str, Json]) -> dict[str, Json]:
    return {_text(key): dynamic(item) for key, item in value.items() if item is not None}


def _nth(shape: ListShape, place: int) -> Shape:
    return shape.prefix[place] if place < len(shape.prefix) else shape.items


def _declared(shape: MessageShape | MapShape) -> Mapping[str, object]:
    return shape.members if isinstance(shape, MessageShape) else {}


def _merged(shapes: list[MessageShape | MapShape], name: str | None) -> Shape:
    """Return the shape of a member over all variants; of an undeclared one for None."""
    found: list[Shape] = []
    for shape in shapes:
        if isinstance(shape, MapShape):
            found.append(shape.values)
        elif name is not None and (member := lookup(shape, name)) is not None:
            found.append(member.shape)
        elif name is None and shape.rest is not None:
            found.append(shape.rest)
    return union(found or [ANY])


def _number(kinds: set[str]) -> Callable[[int | float], int | float]:
    """Return the conversion of numbers, given the kinds that the shape allows."""
    if "double" in kinds and not kinds & {"int", "any"}:
        return _to_double
    if "int" in kinds and not kinds & {"double", "any"}:
        return _to_integer
    return _as_it_looks


def _to_double(value: float) -> float:
    return _double(value) if isinstance(value, int) else value


def _to_integer(value: float) -> int | float:
    if isinstance(value, float):
        return _integer(int(value)) if value.is_integer() else value
    return _integer(value)


def _as_it_looks(value: float) -> int | float:
    return _integer(value) if isinstance(value, int) else value

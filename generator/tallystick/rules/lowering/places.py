"""What a schema promises of the parts of a message, so that a lowered rule need not say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.rules.lowering.formula import TRUE as ALWAYS
from tallystick.rules.lowering.formula import Formula, Given, Holds, JsonType, Kind, Place, Step
from tallystick.rules.members import lookup
from tallystick.rules.shape import (
    ANY,
    NULL,
    Family,
    ListShape,
    MapShape,
    MessageShape,
    Shape,
    Shapes,
    Simple,
    family,
    item_shape,
    union,
    variants,
)
from tallystick.text import Json

TYPES: Final[dict[Family, JsonType]] = {
    "bool": "boolean",
    "number": "number",
    "string": "string",
    "list": "array",
    "object": "object",
    "null": "null",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What the schema says of a value that is there.

    Attributes:
        types: The JSON types that it may have; None for any.
        nullable: For a member: it may be null, so that being present is not enough to be given.
    """

    types: frozenset[JsonType] | None
    nullable: bool

    def only(self, type_: JsonType) -> bool:
        """Whether a value that is given is of this type for sure."""
        return self.types == frozenset((type_,))

    def may_be(self, type_: JsonType) -> bool:
        """Whether a value may be of this type."""
        return self.types is None or type_ in self.types


class Places:
    """The shapes of values by their places.

    Attributes:
        shapes: The table of named shapes.
        source: The list that a root is an item of, where it is one as it stands there.
    """

    def __init__(self, shape: Shape, shapes: Shapes) -> None:
        """Look at a message of a shape that its schema enforces."""
        self.shapes = shapes
        self.source: dict[int, Place] = {}
        self._roots: list[Shape] = [shape]
        self._known: dict[Place, tuple[Shape, bool]] = {}

    def add(self, shape: Shape, of: Place | None = None) -> int:
        """Return a new root, for the items that a macro looks at.

        Args:
            shape: Of the items.
            of: The list.
        """
        self._roots.append(shape)
        root = len(self._roots) - 1
        if of is not None:
            self.source[root] = of
        return root

    def shape(self, place: Place) -> Shape:
        """Return the shape of a value, null aside where it is a member."""
        return self._look(place)[0]

    def promise(self, place: Place) -> Promise:
        """Return what is known of a value."""
        shape, nullable = self._look(place)
        found = {family(item) for item in variants(shape, self.shapes)}
        if not found or "any" in found:
            return Promise(None, nullable)
        return Promise(frozenset(TYPES[item] for item in found), nullable)

    def is_(self, place: Place, type_: JsonType) -> Formula:
        """Return the formula that a value is there and of a type."""
        if self.promise(place).only(type_):
            return self.there(place)
        return Holds(place, Kind(type_))

    def there(self, place: Place) -> Formula:
        """Return the formula that a value is there."""
        return Given(place) if place.steps else ALWAYS

    def items(self, place: Place) -> Shape:
        """Return the shape of the items of a list."""
        found = variants(self.shape(place), self.shapes)
        lists = [item_shape(item) for item in found if isinstance(item, ListShape)]
        dynamic = any(isinstance(item, Simple) and item.kind == "any" for item in found)
        return union([*lists, ANY] if dynamic or not lists else lists)

    def values(self, place: Place) -> Shape | None:
        """Return the shape of the members of a map; None when it is not for sure a map."""
        found = variants(self.shape(place), self.shapes)
        maps = [item.values for item in found if isinstance(item, MapShape)]
        return union(maps) if maps and len(maps) == len(found) else None

    def domain(self, place: Place) -> tuple[Json, ...] | None:
        """Return the few values that a member may have; None when there are many."""
        found: list[Json] = []
        for item in variants(self.shape(place), self.shapes):
            if not isinstance(item, Simple) or item.kind == "null":
                return None
            values = _domain(item)
            if values is None:
                return None
            found += values
        return tuple(found) if 0 < len(found) <= MOST_VALUES else None

    def _look(self, place: Place) -> tuple[Shape, bool]:
        if place not in self._known:
            self._known[place] = self._find(place)
        return self._known[place]

    def _find(self, place: Place) -> tuple[Shape, bool]:
        if not place.steps:
            return self._roots[place.root], False
        above = self.shape(Place(place.root, place.steps[:-1]))
        parts = list(_parts(variants(above, self.shapes), place.steps[-1]))
        shape = union([part for part, _ in parts] or [ANY])
        nullable = any(null for _, null in parts)
        if isinstance(place.steps[-1], int):
            return shape, False
        rest = [part for part in variants(shape, self.shapes) if part != NULL]
        dropped = len(rest) < len(variants(shape, self.shapes)) or ANY in rest
        return (union(rest) if rest else NULL), nullable or dropped


MOST_VALUES: Final = 16
"""Values of a member that are looked at one by one, where it is compared with another."""


def _domain(shape: Simple) -> tuple[Json, ...] | None:
    if shape.values:
        return shape.values
    if shape.kind == "bool":
        return (False, True)
    low, high = shape.minimum, shape.maximum
    if shape.kind == "int" and low is not None and high is not None and high - low < MOST_VALUES:
        return tuple(range(low, high + 1))
    return None


def _parts(found: tuple[Shape, ...], step: Step) -> Iterator[tuple[Shape, bool]]:
    """Yield the shapes that a part may have, each with whether it may be null."""
    for item in found:
        if isinstance(item, ListShape) and isinstance(step, int):
            yield (item.prefix[step] if step < len(item.prefix) else item_shape(item)), False
        elif isinstance(item, MessageShape) and isinstance(step, str):
            member = lookup(item, step)
            if member is None or step not in item.members:
                yield ANY, True
            if member is not None:
                yield member.shape, member.nullable
        elif isinstance(item, MapShape) and isinstance(step, str):
            yield item.values, False
        elif item == ANY:
            yield ANY, True

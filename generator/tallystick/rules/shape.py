"""What a rule may know about the type of a value: the static side of CEL over JSON.

A `Shape` is made from a schema by whoever knows schemas. It says less than the schema (no
lengths, no patterns) and names what CEL distinguishes: ``integer`` is CEL's int, ``number`` its
double, an object with declared members is a message whatever else it accepts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from tallystick.text import Json

Kind: TypeAlias = Literal["bool", "int", "double", "string", "null", "any"]
"""The simple kinds; ``any`` is CEL's dyn: nothing is known before the value is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Simple:
    """A value without parts.

    Attributes:
        kind: What CEL sees.
        values: The only values that it takes (enum, const), empty when there is no such list or
            when the list may grow; a comparison with any other value is an error of the rule.
        minimum: For ``int``: inclusive lower bound, where one is known; proves that arithmetic
            stays within 64 bits.
        maximum: For ``int``: inclusive upper bound.
    """

    kind: Kind
    values: tuple[Json, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShape:
    """A list.

    Attributes:
        items: Shape of the items after `prefix`.
        prefix: Shapes of the first items (``prefixItems``).
    """

    items: "Shape"
    prefix: tuple["Shape", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapShape:
    """An object without declared members: any key, one shape of value."""

    values: "Shape"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A declared member of an object.

    Attributes:
        shape: Shape of its value when it is given; never null.
        required: The key must be present.
        nullable: The key may hold null, which every rule reads as "not given".
    """

    shape: "Shape"
    required: bool = False
    nullable: bool = False

    @property
    def certain(self) -> bool:
        """Whether every valid object gives the member, so that a read needs no guard."""
        return self.required and not self.nullable


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageShape:
    """An object with declared members.

    Attributes:
        name: For messages to people: the component's name, or another short one.
        members: By exact wire name.
        rest: Shape of members that are not declared by name but by the schema
            (``additionalProperties`` or ``patternProperties`` with a schema). None when the schema
            says nothing of them: such a member may exist, but a rule that reads it is an error,
            because it is far more often a misspelling.
    """

    name: str
    members: Mapping[str, Member] = field(hash=False)
    rest: "Shape | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionShape:
    """One of several shapes; with ``null`` among them for a nullable list item."""

    variants: tuple["Shape", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedShape:
    """A shape that stands in the table under a name, so that recursive schemas stay finite."""

    name: str


Shape: TypeAlias = Simple | ListShape | MapShape | MessageShape | UnionShape | NamedShape
Shapes: TypeAlias = Mapping[str, Shape]
"""The table that `NamedShape.name` is looked up in; looked up late, so it may be lazy."""

Concrete: TypeAlias = Simple | ListShape | MapShape | MessageShape
"""A shape that is neither a name nor a choice."""

BOOL: Final = Simple(kind="bool")
INT: Final = Simple(kind="int")
DOUBLE: Final = Simple(kind="double")
STRING: Final = Simple(kind="string")
NULL: Final = Simple(kind="null")
ANY: Final = Simple(kind="any")


def variants(shape: Shape, shapes: Shapes) -> tuple[Concrete, ...]:
    """Return the concrete shapes that a shape may stand for, in order, each once.

    A name that is not in the table, or that only leads back to itself, stands for nothing.
    """
    found: list[Concrete] = []
    for item in _walk(shape, shapes, set()):
        if item not in found:
            found.append(item)
    return tuple(found)


def _walk(shape: Shape, shapes: Shapes, seen: set[str]) -> Iterator[Concrete]:
    if isinstance(shape, NamedShape):
        if shape.name in seen or shape.name not in shapes:
            return
        seen.add(shape.name)
        yield from _walk(shapes[shape.name], shapes, seen)
    elif isinstance(shape, UnionShape):
        for variant in shape.variants:
            yield from _walk(variant, shapes, seen)
    else:
        yield shape


def union(parts: Iterable[Shape]) -> Shape:
    """Return the shape of a value that has one of the given shapes; equal ones are merged."""
    flat: list[Shape] = []
    for part in parts:
        for item in part.variants if isinstance(part, UnionShape) else (part,):
            if item not in flat:
                flat.append(item)
    return flat[0] if len(flat) == 1 else UnionShape(variants=tuple(flat))


def item_shape(shape: ListShape) -> Shape:
    """Return the shape of any one item of a list."""
    return union((*shape.prefix, shape.items)) if shape.prefix else shape.items


Family: TypeAlias = Literal["bool", "number", "string", "null", "list", "object", "any"]
"""Values of different families are never equal."""

_FAMILIES: Final[Mapping[Kind, Family]] = {
    "bool": "bool",
    "int": "number",
    "double": "number",
    "string": "string",
    "null": "null",
    "any": "any",
}


def family(shape: Concrete) -> Family:
    """Return the family of a concrete shape."""
    if isinstance(shape, Simple):
        return _FAMILIES[shape.kind]
    return "list" if isinstance(shape, ListShape) else "object"


def families(shape: Shape, shapes: Shapes) -> frozenset[Family]:
    """Return the families of all variants of a shape."""
    return frozenset(family(item) for item in variants(shape, shapes))


def maybe_null(shape: Shape, shapes: Shapes) -> bool:
    """Whether a value of the shape may be null."""
    return not families(shape, shapes).isdisjoint(("null", "any"))


_WORDS: Final[Mapping[Kind, str]] = {
    "bool": "a boolean",
    "int": "an integer",
    "double": "a number",
    "string": "a string",
    "null": "null",
    "any": "any value",
}


def describe(shape: Shape, shapes: Shapes) -> str:
    """Return a shape in a few words, with its article: "a string", "a list", "ImageRef"."""
    words: list[str] = []
    for item in variants(shape, shapes):
        word = _describe_one(item)
        if word not in words:
            words.append(word)
    return " or ".join(words) if words else "nothing"


def _describe_one(shape: Concrete) -> str:
    if isinstance(shape, Simple):
        return _WORDS[shape.kind]
    if isinstance(shape, ListShape):
        return "a list"
    if isinstance(shape, MapShape):
        return "a map"
    return f"an object ({shape.name})"

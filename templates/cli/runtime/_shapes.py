"""What flags take and responses hold, told in a few kinds of shapes."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias


class Scalar(NamedTuple):
    """One plain value; `kind` is its JSON type, or says how a file becomes one."""

    kind: str


class Enum(NamedTuple):
    """One of some values; an `open` one takes others too."""

    values: tuple[str | float, ...]
    open: bool = False


class Array(NamedTuple):
    """A list."""

    items: Shape


class Map(NamedTuple):
    """An object whose keys the caller chooses."""

    values: Shape


class Object(NamedTuple):
    """An object with members; `rest` is the shape of others, None when it declares none."""

    members: tuple[Member, ...] = ()
    rest: Shape | None = None


class OneOf(NamedTuple):
    """One of several shapes."""

    variants: tuple[Shape, ...]


class Named(NamedTuple):
    """A shape that stands in `shapes` or `returns` under its name."""

    name: str


class Member(NamedTuple):
    """A member of an object, or a flag of a command.

    `wire` is its name in the request, `flag` how it is spelled on a command line (default:
    `wire` with hyphens), `argument` its name in a call of the client (default: the flag's).
    """

    wire: str
    shape: Shape
    about: str = ""
    required: bool = False
    flag: str = ""
    argument: str = ""
    place: str = "body"

    @property
    def spelled(self) -> str:
        """Return the name on a command line, without hyphens before it."""
        return self.flag or self.wire.replace("_", "-")

    @property
    def keyword(self) -> str:
        """Return the name of the keyword argument."""
        return self.argument or self.spelled.replace("-", "_")


Shape: TypeAlias = Scalar | Enum | Array | Map | Object | OneOf | Named
Step: TypeAlias = "str | int | None"
"""A key, an index, or None for the last item of a list."""

DEEP: Final = 4
"""How far lists and choices are followed; they may hold themselves."""

ANY: Final = Scalar("any")
BASE64: Final = Scalar("base64")
BOOLEAN: Final = Scalar("boolean")
BYTES: Final = Scalar("bytes")
FILE: Final = Scalar("file")
INTEGER: Final = Scalar("integer")
NULL: Final = Scalar("null")
NUMBER: Final = Scalar("number")
STRING: Final = Scalar("string")
TEXT: Final = Scalar("text")
"""A text that means itself, even where it begins with ``@`` or is ``null``."""


def enum(*values: str | float, open: bool = False) -> Enum:  # noqa: A002 - as the field
    """Return an enumeration."""
    return Enum(values, open)


def record(*members: Member, rest: Shape | None = None) -> Object:
    """Return an object."""
    return Object(members, rest)


def one_of(*variants: Shape) -> OneOf:
    """Return a choice."""
    return OneOf(variants)


def settle(shape: Shape) -> Shape:
    """Return the shape that a name stands for; any other is itself."""
    while isinstance(shape, Named):
        from .shapes import SHAPES

        if shape.name in SHAPES:
            shape = SHAPES[shape.name]
        else:
            from .returns import RETURNS

            shape = RETURNS[shape.name]
    return shape


def switch(shape: Shape) -> bool:
    """Whether a flag without a value means true."""
    shape = settle(shape)
    return shape == BOOLEAN or (isinstance(shape, OneOf) and BOOLEAN in shape.variants)


def widen(shape: Shape, depth: int = 0) -> Shape:
    """Return a shape whose enumerations take any value."""
    kind = settle(shape)
    if isinstance(kind, Enum):
        return kind._replace(open=True)
    if isinstance(kind, Array) and depth < DEEP:
        return Array(widen(kind.items, depth + 1))
    if isinstance(kind, OneOf) and depth < DEEP:
        return OneOf(tuple(widen(item, depth + 1) for item in kind.variants))
    return kind


def find(members: tuple[Member, ...], name: str) -> Member | None:
    """Return the member of a name: as flags spell it, or as requests do."""
    for member in members:
        if member.spelled == name:
            return member
    return next((member for member in members if member.wire == name), None)


def descend(shape: Shape, name: str, depth: int = 0) -> tuple[Step, Shape] | None:
    """Go one step of a dotted flag down; None when there is no such member.

    A name behind a list is a member of its last item.
    """
    shape = settle(shape)
    index = int(name[:6]) if name.isascii() and name.isdecimal() else None
    if isinstance(shape, Object):
        member = find(shape.members, name)
        rest = (name, shape.rest) if shape.rest else None
        return (member.wire, member.shape) if member else rest
    if isinstance(shape, Map):
        return name, shape.values
    if isinstance(shape, Array):
        fits = index is not None or (depth < DEEP and descend(shape.items, name, depth + 1))
        return (index, shape.items) if fits else None
    if isinstance(shape, OneOf):
        variants = sorted(map(settle, shape.variants), key=lambda item: isinstance(item, Array))
        found = [descend(item, name, depth + 1) for item in variants if depth < DEEP]
        return _joined([item for item in found if item])
    return (name if index is None else index, ANY) if shape == ANY else None


def _joined(found: list[tuple[Step, Shape]]) -> tuple[Step, Shape] | None:
    """Return one step for those of several variants: of what fits the first."""
    if not found:
        return None
    step = found[0][0]
    shapes = tuple(dict.fromkeys(shape for other, shape in found if other == step))
    return step, shapes[0] if len(shapes) == 1 else OneOf(shapes)


def members_of(shape: Shape, depth: int = 0) -> tuple[Member, ...]:
    """Return the members that a dotted flag may name below a shape."""
    shape = settle(shape)
    if isinstance(shape, Object):
        return shape.members
    if isinstance(shape, Array):
        return members_of(shape.items, depth + 1) if depth < DEEP else ()
    if not isinstance(shape, OneOf) or depth >= DEEP:
        return ()
    found: dict[str, list[Member]] = {}
    for member in (item for part in shape.variants for item in members_of(part, depth + 1)):
        found.setdefault(member.wire, []).append(member)
    return tuple(_merged(members, len(shape.variants)) for members in found.values())


def _merged(members: list[Member], variants: int) -> Member:
    """Return one member for those of several variants; it is required if all require it."""
    shapes = tuple(dict.fromkeys(member.shape for member in members))
    required = all(member.required for member in members) and len(members) == variants
    shape = shapes[0] if len(shapes) == 1 else OneOf(shapes)
    return members[0]._replace(shape=shape, required=required)


def values_of(shape: Shape, depth: int = 0) -> tuple[str, ...]:
    """Return the values that can be offered for a shape, as they are typed."""
    shape = settle(shape)
    if isinstance(shape, Enum):
        return tuple(spell(value) for value in shape.values)
    if isinstance(shape, Array) and depth < DEEP:
        return values_of(shape.items, depth + 1)
    if isinstance(shape, OneOf) and depth < DEEP:
        found = (value for part in shape.variants for value in values_of(part, depth + 1))
        return tuple(dict.fromkeys(found))
    return ("true", "false") if shape == BOOLEAN else ()


def spell(value: str | float) -> str:
    """Return a value of an enumeration as it is typed."""
    return str(value).lower() if isinstance(value, bool) else str(value)

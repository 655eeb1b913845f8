"""Annotations of types: as a response holds them, as a request must be, as a user writes them."""

from collections.abc import Sequence
from enum import Enum
from typing import Final, assert_never

from tallystick.emit.code import Code
from tallystick.emit.targets.python import exact, patterns
from tallystick.emit.targets.python.layout import Named, Node, Sub, bar, lone_tuple, text
from tallystick.emit.targets.python.literals import string, value
from tallystick.ir import (
    Anything,
    Api,
    Array,
    Dictionary,
    Enumeration,
    Nothing,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)


class Flavour(Enum):
    """What an annotation is for.

    RESPONSE is a field of what the server sent: kept if it can be understood. REQUEST is a field
    of a model that checks what is sent. PARAM is what a user may write: dictionaries, models, any
    iterable.
    """

    RESPONSE = "response"
    REQUEST = "request"
    PARAM = "param"


SCALARS: Final = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}
FORMATS: Final = {
    "uuid": "Uuid",
    "uri": "Uri",
    "email": "Email",
    "date": "Date",
    "date-time": "DateTime",
    "ipv4": "IPv4",
    "ipv6": "IPv6",
}
"""Formats that requests are checked for, and their names in ``_model.py``; the server judges
others."""

MOST_INLINE: Final = 48
"""Columns up to which an enumeration without a name is written where it is used."""


class Annotations:
    """Annotations of the types of one API, each made once.

    Attributes:
        names: Names of declarations, by type and flavour.
    """

    def __init__(self, api: Api, names: dict[tuple[TypeId, Flavour], Code]) -> None:
        """Make annotations that refer to declarations by `names`."""
        self.api = api
        self.names = names
        self._made: dict[tuple[TypeId, Flavour], Node] = {}

    def of(self, type_id: TypeId, flavour: Flavour) -> Node:
        """Return the annotation of a type; null is not in it unless the type itself allows it."""
        key = (type_id, flavour)
        if key not in self._made:
            shape = self.api.types[type_id]
            node = self._reference(shape, flavour)
            if node is None:
                node = self.expanded(shape, flavour)
            self._made[key] = bar(node, "None") if shape.nullable else node
        return self._made[key]

    def _reference(self, shape: Type, flavour: Flavour) -> Node | None:
        """Return how a declared type is referred to, or None when it has no declaration."""
        name = self.names.get((shape.id, flavour))
        if name is None:
            return None
        if isinstance(shape, Record) and flavour is Flavour.PARAM:
            return bar(name, self.names[shape.id, Flavour.REQUEST])
        if isinstance(shape, Enumeration) and flavour is Flavour.RESPONSE:
            return self.open_ended(shape, name)
        return name

    def open_ended(self, shape: Enumeration, name: Node) -> Node:
        """Return an enumeration that keeps values it does not know; a constant is a tag."""
        if len(shape.members) == 1 or shape.kind is None:
            return name
        return bar(name, SCALARS[shape.kind])

    def expanded(self, shape: Type, flavour: Flavour) -> Node:
        """Return the annotation of a type written out."""
        node: Node
        match shape:
            case Scalar():
                node = self._scalar(shape, flavour)
            case Enumeration():
                node = self._enumeration(shape, flavour)
            case Array():
                node = self._array(shape, flavour)
            case Dictionary():
                node = self._dictionary(shape, flavour)
            case Union():
                node = self._union(shape, flavour)
            case Record():
                node = self._mapping("Any", flavour)
            case Anything() | Nothing():
                node = "Any"
            case _:
                assert_never(shape)
        return node

    def _union(self, shape: Union, flavour: Flavour) -> Node:
        variants = tuple(self.of(variant, flavour) for variant in shape.variants)
        if flavour is Flavour.REQUEST and exact.overlapping(self.api, shape):
            return Sub("Annotated", (bar(*variants), Sub("OneOf", (later(variants),), "()")))
        if flavour is Flavour.PARAM and "float" in variants:
            return bar(*(node for node in variants if node != "int"))
        tags = self._tags(shape) if flavour is Flavour.RESPONSE else ()
        if shape.discriminator and tags:
            known = tuple(string(tag) for tag in (shape.discriminator.wire, *tags))
            unknown = Sub("Annotated", ("UnknownVariant", Sub("Except", known, "()")))
            return bar(*variants, unknown)
        return bar(*variants)

    def _tags(self, shape: Union) -> tuple[str, ...]:
        """Return the values that tell variants apart, none if some variant takes any."""
        found: dict[str, None] = {}
        for variant in (self.api.types[variant] for variant in shape.variants):
            wire = shape.discriminator.wire if shape.discriminator else ""
            fields = variant.fields if isinstance(variant, Record) else ()
            tag = next((self.api.types[f.type] for f in fields if f.wire == wire), None)
            if not isinstance(tag, Enumeration):
                return ()
            found.update({str(member.value): None for member in tag.members})
        return tuple(found)

    def _enumeration(self, shape: Enumeration, flavour: Flavour) -> Node:
        node = self.literal(shape)
        if flavour is Flavour.REQUEST and not exact.listed(shape):
            values = tuple(value(member.value) for member in shape.members)
            return Sub("Annotated", (node, Sub("Values", values, "()")))
        return self.open_ended(shape, node) if flavour is Flavour.RESPONSE else node

    def literal(self, shape: Enumeration) -> Node:
        """Return ``Literal[...]``, or the plain type where a value cannot stand in one."""
        if exact.listed(shape):
            return Sub("Literal", tuple(value(member.value) for member in shape.members))
        if shape.kind == "number":
            return "float"
        return "Any"

    def _scalar(self, shape: Scalar, flavour: Flavour) -> Node:
        plain = SCALARS[shape.kind]
        if flavour is not Flavour.REQUEST:
            return plain
        if shape.kind == "string" and shape.format in FORMATS:
            plain = FORMATS[shape.format]
        return self.constrained(plain, _bounds(shape), self._pattern(shape))

    def constrained(self, node: Node, bounds: list[Node], more: Sequence[Node] = ()) -> Node:
        """Return an annotation with its bounds, which `Field` gathers, and further checks."""
        checks = [Sub("Field", tuple(bounds), "()"), *more] if bounds else [*more]
        return Sub("Annotated", (node, *checks)) if checks else node

    def _pattern(self, shape: Scalar) -> list[Node]:
        if shape.kind != "string" or not shape.pattern:
            return []
        translated = patterns.translate(shape.pattern.raw)
        if translated is None:
            return []
        return [Sub("Pattern", (string(translated),), "()")]

    def _array(self, shape: Array, flavour: Flavour) -> Node:
        types = [*shape.prefix, *((shape.items,) if shape.items else ())]
        item = bar(*(self.of(type_id, flavour) for type_id in types)) if types else "Any"
        if flavour is Flavour.PARAM:
            return Sub("Iterable", (item,))
        node = Sub("list", (item,))
        if flavour is Flavour.RESPONSE:
            return node
        most = shape.max_items
        if shape.items is None:
            most = min(len(shape.prefix), most if most is not None else len(shape.prefix))
        checks: list[Node] = _lengths(shape.min_items, most)
        more: list[Node] = ["Unique"] if shape.unique else []
        if shape.prefix and len({text(self.of(item, flavour)) for item in types}) > 1:
            kinds = tuple(self.of(item, flavour) for item in shape.prefix)
            rest = self.of(shape.items, flavour) if shape.items else "None"
            more.append(Sub("Prefix", (later(kinds), Named("lambda: ", rest)), "()"))
        return self.constrained(node, checks, more)

    def _dictionary(self, shape: Dictionary, flavour: Flavour) -> Node:
        node = self._mapping(self.of(shape.values, flavour), flavour)
        if flavour is not Flavour.REQUEST:
            return node
        pattern = exact.pattern_of(shape.key_pattern) if shape.key_pattern else None
        if pattern is not None:
            key = Sub("Annotated", ("str", Sub("Pattern", (string(pattern),), "()")))
            node = Sub("dict", (key, self.of(shape.values, flavour)))
        return self.constrained(node, _lengths(shape.min_properties, shape.max_properties))

    def _mapping(self, values: Node, flavour: Flavour) -> Node:
        head = "Mapping" if flavour is Flavour.PARAM else "dict"
        return Sub(head, ("str", values))


def later(kinds: tuple[Node, ...]) -> Node:
    """Return a function that returns types, some of which may be declared further down."""
    return Named("lambda: ", lone_tuple(kinds))


def _bounds(shape: Scalar) -> list[Node]:
    bounds = {
        "ge": shape.minimum,
        "gt": shape.exclusive_minimum,
        "le": shape.maximum,
        "lt": shape.exclusive_maximum,
        "multiple_of": shape.multiple_of,
    }
    if shape.kind not in {"integer", "number"}:
        return _lengths(shape.min_length, shape.max_length) if shape.kind == "string" else []
    return [exact.bound(n, value, shape.kind) for n, value in bounds.items() if value is not None]


def _lengths(least: int | None, most: int | None) -> list[Node]:
    bounds = {"min_length": least or None, "max_length": most}
    return [f"{name}={bound}" for name, bound in bounds.items() if bound is not None]

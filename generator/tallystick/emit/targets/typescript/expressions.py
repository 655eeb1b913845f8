"""Type expressions: as a response holds them, and as a request must be."""

from enum import Enum
from typing import Final, assert_never

from tallystick.emit.code import Code
from tallystick.emit.operations import chosen
from tallystick.emit.targets.typescript.integers import large
from tallystick.emit.targets.typescript.literals import literal
from tallystick.ir import (
    Anything,
    Api,
    Array,
    Dictionary,
    Enumeration,
    MediaKind,
    Nothing,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)


class Flavour(Enum):
    """Who sends a value: the server (values may be added) or the client."""

    RESPONSE = "response"
    REQUEST = "request"


Names = dict[tuple[TypeId, Flavour], Code]
Options = tuple[str, ...]
"""The alternatives of a type, each once; null last."""

SCALARS: Final = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
OPEN: Final = "(string & {})"


def joined(*groups: Options) -> Options:
    """Join alternatives; what a wider one holds is left out, null comes last."""
    found = dict.fromkeys(option for group in groups for option in group)
    if "unknown" in found:
        return ("unknown",)
    null = found.pop("null", False) is None
    if len(found) > 1:
        found.pop("never", None)
    if "string" in found:
        kept = [option for option in found if option[0] != '"' and option != OPEN]
        found = dict.fromkeys(kept)
    return (*found, *(("null",) if null else ()))


def text(options: Options) -> str:
    """Return alternatives on one line."""
    return " | ".join(options)


class Expressions:
    """Type expressions of the types of one API, each made once.

    Attributes:
        names: Names of declarations, by type and flavour.
        tags: (record, member) whose value tells variants of a union apart: it stays closed.
    """

    def __init__(self, api: Api, names: Names, *, bigint: bool = False) -> None:
        """Make expressions that refer to declarations by `names`; `bigint`: so are 64 bits."""
        self.api = api
        self.bigint = bigint
        self.names = names
        self._files = files(api)
        self._made: dict[tuple[TypeId, Flavour], Options] = {}

    def of(self, type_id: TypeId, flavour: Flavour) -> Options:
        """Return the type; null is in it only if the type itself allows it."""
        key = (type_id, flavour)
        if key not in self._made:
            shape = self.api.types[type_id]
            name = self.names.get(key)
            if name is None:
                found = self.expanded(type_id, flavour)
            elif isinstance(shape, Enumeration):
                found = self._open(shape, (name,), flavour)
            else:
                found = (name,)
            self._made[key] = joined(found, ("null",)) if shape.nullable else found
        return self._made[key]

    def expanded(self, type_id: TypeId, flavour: Flavour) -> Options:  # noqa: PLR0911 - one return for each kind
        """Return a type written out."""
        shape = self.api.types[type_id]
        match shape:
            case Scalar():
                binary = flavour is Flavour.REQUEST and shape.id in self._files
                wide = self.bigint and large(shape)
                return ("FileInput" if binary else "bigint" if wide else SCALARS[shape.kind],)
            case Enumeration() if self.bigint and large(shape):
                return ("bigint",)
            case Enumeration():
                return self._open(shape, values(shape), flavour)
            case Array():
                return (self._array(shape, flavour),)
            case Dictionary():
                inner = text(self.of(shape.values, flavour))
                return (f"{{ [key: string]: {inner} }}",)
            case Union():
                return self.variants(shape, flavour)
            case Record():
                return ("{ [key: string]: unknown }",)
            case Anything():
                return ("unknown",)
            case Nothing():
                return ("never",)
            case _:
                assert_never(shape)

    def large(self, type_id: TypeId) -> bool:
        """Whether a value, or an item of a list, may be an integer that no number holds exactly."""
        shape = self.api.types[type_id]
        if isinstance(shape, Array) and shape.items is not None:
            shape = self.api.types[shape.items]
        return not self.bigint and large(shape)

    def variants(self, shape: Union, flavour: Flavour) -> Options:
        """Return the alternatives of a choice; a choice that leads back to itself adds nothing."""
        found: list[Options] = []
        pending, seen = list(shape.variants), {shape.id}
        while pending:
            variant = self.api.types[pending.pop(0)]
            if not isinstance(variant, Union):
                found.append(self.of(variant.id, flavour))
            elif variant.id not in seen:
                seen.add(variant.id)
                pending = [*variant.variants, *pending]
                found.append(("null",) if variant.nullable else ())
        return joined(*found) or ("never",)

    def _open(self, shape: Enumeration, known: Options, flavour: Flavour) -> Options:
        """Return an enumeration; one that may grow keeps values that it does not know."""
        fixed = flavour is Flavour.REQUEST or len(shape.members) == 1
        if (fixed and not shape.open) or shape.kind in {None, "boolean", "null"}:
            return known
        return (*known, OPEN) if shape.kind == "string" else ("number",)

    def _array(self, shape: Array, flavour: Flavour) -> str:
        least = shape.min_items or 0
        if shape.prefix and least >= len(shape.prefix):
            items = [text(self.of(item, flavour)) for item in shape.prefix]
            rest = [f"...Array<{text(self.of(shape.items, flavour))}>"] if shape.items else []
            return f"[{', '.join([*items, *rest])}]"
        kinds = (*shape.prefix, *((shape.items,) if shape.items else ()))
        inner = joined(*(self.of(kind, flavour) for kind in kinds)) or ("never",)
        return f"Array<{text(inner)}>"


def values(shape: Enumeration) -> Options:
    """Return the literal types of an enumeration's values."""
    found = tuple(literal(member.value) for member in shape.members)
    if any(item is None for item in found) or not found:
        return (SCALARS[shape.kind] if shape.kind else "unknown",)
    return joined(tuple(item for item in found if item is not None))


def files(api: Api) -> frozenset[TypeId]:
    """Return the strings that are files: members of multipart bodies, alone or in lists."""
    bodies = (chosen(operation.body.contents) for operation in api.operations if operation.body)
    roots = {body.type for body in bodies if body and body.kind is MediaKind.MULTIPART}
    records = (api.types[root] for root in roots if root is not None)
    pending = [item.type for it in records if isinstance(it, Record) for item in it.fields]
    seen: set[TypeId] = set()
    while pending:
        shape = api.types[pending.pop()]
        if shape.id in seen:
            continue
        seen.add(shape.id)
        if isinstance(shape, Array):
            pending += [*shape.prefix, *((shape.items,) if shape.items else ())]
        elif isinstance(shape, Union):
            pending += shape.variants
    return frozenset(it for it in seen if _is_file(api.types[it]))


def _is_file(shape: Type) -> bool:
    if not isinstance(shape, Scalar) or shape.kind != "string":
        return False
    media = shape.content_media_type is not None and shape.content_encoding is None
    return shape.format == "binary" or media

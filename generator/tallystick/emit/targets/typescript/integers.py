"""Where integers of 64 bits stand: a number does not hold all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.naming import resolve
from tallystick.emit.sharing import loops
from tallystick.emit.targets.typescript.literals import entry, flat, string
from tallystick.emit.targets.typescript.names import pascal
from tallystick.emit.usage import children
from tallystick.ir import (
    Api,
    Array,
    Content,
    Dictionary,
    Enumeration,
    MediaKind,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.text import Json

WIDE: Final = frozenset({"int64", "uint64"})
SAFE: Final = 2**53


@dataclass(frozen=True, slots=True)
class IntegersView:
    """What the template of ``integers.ts`` sees: whole entries of types that have such integers."""

    types: tuple[Code, ...]


class Integers:
    """The places of such integers in the types of one API."""

    def __init__(self, api: Api | None = None) -> None:
        """Find the types that lead to one; without an API there are none."""
        self._leading: dict[TypeId, None] = {}
        if api is None:
            return
        self._types = api.types
        above: dict[TypeId, list[TypeId]] = {}
        for type_id, shape in api.types.items():
            for child in set(children(shape)):
                above.setdefault(child, []).append(type_id)
        pending = [type_id for type_id, shape in api.types.items() if large(shape)]
        while pending:
            type_id = pending.pop()
            if type_id not in self._leading:
                self._leading[type_id] = None
                pending += above.get(type_id, ())
        looping = loops(api) if self._leading else frozenset()
        named = [
            type_id
            for type_id, shape in api.types.items()
            if type_id in self._leading and (isinstance(shape, Record) or type_id in looping)
        ]
        self._names = resolve({it: (pascal(api.types[it].words),) for it in named})

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._leading)

    def view(self) -> IntegersView:
        """Lay out the table of types."""
        found = {str(name): self._inside(self._types[it]) for it, name in self._names.items()}
        return IntegersView(tuple(entry(name, place, 2) for name, place in found.items()))

    def place(self, type_id: TypeId | None) -> Json:
        """Return where such integers stand in a type, None if there are none."""
        if type_id is None or type_id not in self._leading:
            return None
        name = self._names.get(type_id)
        return str(name) if name is not None else self._inside(self._types[type_id])

    def reads(self, contents: Iterable[Content | None]) -> str | None:
        """Return the expression of what reads the JSON of contents, None for ``JSON.parse``."""
        kinds = {MediaKind.JSON, MediaKind.EVENTS}
        types = [content.type for content in contents if content and content.kind in kinds]
        places = list(self._places(dict.fromkeys(types)))
        if not places:
            return None
        several: dict[str, Json] = {"any": places}
        return f"reads({flat(places[0] if len(places) == 1 else several)})"

    def writes(self, type_id: TypeId | None, media: str | None) -> str | None:
        """Return the expression of what writes a body as JSON, None for ``JSON.stringify``."""
        place = self.place(type_id)
        more = f", {string(media)}" if media else ""
        return None if place is None else f"writes({flat(place)}{more})"

    def _inside(self, shape: Type) -> Json:
        if large(shape):
            return True
        members = dict(self._members(shape))
        others = _others(shape)
        items = list(self._places(others))
        options = list(self._places(shape.variants if isinstance(shape, Union) else ()))
        several: dict[str, Json] = {"any": items}
        found: dict[str, Json] = {"members": members} if members else {}
        if items:
            found["items"] = items[0] if len(items) == 1 else several
        if options:
            found["any"] = options
        return found

    def _places(self, types: Iterable[TypeId | None]) -> Iterator[Json]:
        for type_id in types:
            place = self.place(type_id)
            if place is not None:
                yield place

    def _members(self, shape: Type) -> Iterator[tuple[str, Json]]:
        for field in shape.fields if isinstance(shape, Record) else ():
            place = self.place(field.type)
            if place is not None:
                yield field.wire, place


def large(shape: Type) -> bool:
    """Whether a value may be an integer that no number holds exactly."""
    if isinstance(shape, Enumeration):
        values = [item.value for item in shape.members]
        return any(type(value) is int and abs(value) >= SAFE for value in values)
    return isinstance(shape, Scalar) and shape.kind == "integer" and shape.format in WIDE


def _others(shape: Type) -> Iterator[TypeId]:
    """Yield the types of items, and of members that are not declared."""
    if isinstance(shape, Array):
        yield from dict.fromkeys((*shape.prefix, *((shape.items,) if shape.items else ())))
    elif isinstance(shape, Dictionary):
        yield shape.values
    elif isinstance(shape, Record):
        yield from (type_id for _, type_id in shape.patterns)
        if not isinstance(shape.additional, bool):
            yield shape.additional

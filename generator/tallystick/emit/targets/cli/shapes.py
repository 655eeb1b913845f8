"""Types of an API as shapes: what flags take, and what answers hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from tallystick.emit import prose
from tallystick.emit.code import Code
from tallystick.emit.naming import resolve
from tallystick.emit.showing import is_anonymous
from tallystick.emit.targets.cli.layout import Call, Node, Pair, Text
from tallystick.emit.targets.cli.plain import plain
from tallystick.emit.targets.python.literals import string, value
from tallystick.emit.targets.python.names import pascal, snake
from tallystick.ir import (
    Api,
    Array,
    Dictionary,
    Doc,
    Enumeration,
    Field,
    Nothing,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.text import Words

Side = Literal["sent", "answered"]
UNSEEN: Final = {"sent": "read", "answered": "write"}
"""Members that are not on a side."""

MOST: Final = 2000
"""Characters of one explanation that are kept."""


@dataclass(slots=True)
class Table:
    """Named shapes of one side, in the order of their names."""

    entries: dict[Code, Node] = field(default_factory=dict)

    def node(self) -> Node:
        """Return the dictionary display."""
        items = tuple(
            Pair(f"{string(name)}: ", self.entries[name]) for name in sorted(self.entries)
        )
        return Call("", items, "{}")


class Shapes:
    """Makes shapes; records and what comes more than once get a name."""

    def __init__(self, api: Api, sent: Iterable[TypeId], answered: Iterable[TypeId]) -> None:
        """Find out which types stand under a name, on which side."""
        self._api = api
        reached = {"sent": self._reached(sent, "sent"), "answered": ()}
        reached["answered"] = self._reached(answered, "answered")
        sided = _sided(api)
        self._names = self._named(reached, sided)
        self.tables: Mapping[Side, Table] = {"sent": Table(), "answered": Table()}
        for (side, type_id), name in self._names.items():
            if name not in self.tables["sent"].entries:
                self.tables[side].entries[name] = self._shape(api.types[type_id], side)

    def node(self, type_id: TypeId, side: Side, *, upload: bool = False) -> Node:
        """Return the shape of a type; `upload` takes files where bytes belong."""
        name = self._names.get((side, type_id))
        shape = self._api.types[type_id]
        if name is not None and not (upload and isinstance(shape, Array)):
            return Call("Named", (string(name),))
        return self._shape(shape, side, upload=upload)

    def type(self, type_id: TypeId) -> Type:
        """Return a type."""
        return self._api.types[type_id]

    def members(self, record: Record, side: Side) -> tuple[Field, ...]:
        """Return the members of a record: required ones first, the others by name."""
        seen = [
            item
            for item in record.fields
            if item.direction != UNSEEN[side]
            and not isinstance(self._api.types[item.type], Nothing)
        ]
        first = [item for item in seen if item.required]
        rest = sorted((item for item in seen if not item.required), key=lambda item: item.wire)
        return (*first, *rest)

    def about(self, doc: Doc, type_id: TypeId | None) -> str:
        """Return what the document says of a member, or else of its type."""
        inside = self._api.types[type_id].doc if type_id else doc
        return said(doc) or said(inside)

    def _reached(self, roots: Iterable[TypeId], side: Side) -> dict[TypeId, int]:
        """Count how often each type is referred to from the roots and what they lead to."""
        counts: dict[TypeId, int] = {}
        waiting = list(dict.fromkeys(roots))
        for root in waiting:
            counts[root] = 1
        while waiting:
            for below in self._below(self._api.types[waiting.pop()], side):
                if below not in counts:
                    waiting.append(below)
                counts[below] = counts.get(below, 0) + 1
        return counts

    def _below(self, shape: Type, side: Side) -> Iterator[TypeId]:
        if isinstance(shape, Record):
            yield from (item.type for item in self.members(shape, side))
            yield from _heirs(shape)
            if isinstance(shape.additional, str):
                yield TypeId(shape.additional)
        elif isinstance(shape, Array):
            yield from _items(shape)
        elif isinstance(shape, Dictionary):
            yield shape.values
        elif isinstance(shape, Union):
            yield from shape.variants

    def _named(
        self, reached: Mapping[str, Iterable[TypeId]], sided: frozenset[TypeId]
    ) -> dict[tuple[Side, TypeId], Code]:
        """Name what is declared under a name, and what could hold itself."""
        wanted: dict[tuple[str, TypeId], tuple[str, ...]] = {}
        shared: list[TypeId] = []
        for side in ("sent", "answered"):
            counts = reached[side]
            for type_id in counts:
                shape = self._api.types[type_id]
                if not _deserves(shape, counts[type_id] if isinstance(counts, dict) else 1):
                    continue
                if side == "answered" and ("sent", type_id) in wanted and type_id not in sided:
                    shared.append(type_id)
                    continue
                wanted[side, type_id] = self._proposals(shape, side)
        names = resolve(wanted, numbered="{}{}")
        found: dict[tuple[Side, TypeId], Code] = {}
        for (side, type_id), name in names.items():
            found["sent" if side == "sent" else "answered", type_id] = name
        found |= {("answered", type_id): found["sent", type_id] for type_id in shared}
        return found

    def _proposals(self, shape: Type, side: str) -> tuple[str, ...]:
        """Propose names: those that people are told begin with a capital."""
        told = shape.named and not is_anonymous(self._api, shape)
        name = pascal(shape.words) if told else snake(shape.words)
        return (name, f"{name}Answer" if told else f"{name}_answer")[: 1 if side == "sent" else 2]

    def _shape(self, shape: Type, side: Side, *, upload: bool = False) -> Node:
        if isinstance(shape, Scalar):
            return _scalar(shape, upload=upload)
        if isinstance(shape, Enumeration):
            return _enumeration(shape)
        if isinstance(shape, Array):
            return Call("Array", (self._item(shape, side, upload=upload),))
        if isinstance(shape, Dictionary):
            return Call("Map", (self.node(shape.values, side),))
        if isinstance(shape, Union):
            nodes = (self.node(variant, side) for variant in shape.variants)
            return Call("one_of", tuple(nodes))
        return self._record(shape, side) if isinstance(shape, Record) else "ANY"

    def _item(self, shape: Array, side: Side, *, upload: bool) -> Node:
        items = list(dict.fromkeys(_items(shape)))
        nodes = tuple(self.node(item, side, upload=upload) for item in items)
        if len(nodes) == 1:
            return nodes[0]
        return Call("one_of", nodes) if nodes else "ANY"

    def _record(self, shape: Record, side: Side) -> Node:
        items: list[Node] = [self._member(item, side) for item in self.members(shape, side)]
        if isinstance(shape.additional, str):
            items.append(Pair("rest=", self.node(TypeId(shape.additional), side)))
        elif not items:
            return Call("Map", ("ANY",))
        own = Call("record", tuple(items))
        heirs = tuple(self.node(heir, side) for heir in _heirs(shape))
        return Call("one_of", (*heirs, own)) if heirs else own

    def _member(self, item: Field, side: Side) -> Node:
        about = self.about(item.doc, item.type)
        required = ("required=True",) if item.required else ()
        return member(item.wire, self.node(item.type, side), about, *required, *spelled(item))


def member(wire: str, shape: Node, about: str, *more: Node) -> Call:
    """Return the table entry of a member or flag."""
    said_of = (Text(about),) if about else ()
    return Call("Member", (string(wire), shape, *said_of, *more))


def spelled(item: Field) -> tuple[Node, ...]:
    """Return the flag of a member, when it is not its name with hyphens."""
    flag = kebab(item.words)
    return () if flag == item.wire.replace("_", "-") else (f"flag={string(flag)}",)


def kebab(words: Words) -> str:
    """Return ``created-at``."""
    return "-".join(words) or "value"


def said(doc: Doc) -> str:
    """Return the words of a document on a thing, one line a paragraph."""
    blocks = (" ".join(block.split()) for block in plain(prose.paragraphs(doc)).split("\n\n"))
    text = "\n".join(block for block in blocks if block)
    return text if len(text) <= MOST else text[: MOST - 3] + "..."


def _heirs(shape: Record) -> tuple[TypeId, ...]:
    """Return the types that a base stands for, those that name it in their allOf."""
    mapping = shape.discriminator.mapping if shape.discriminator else ()
    return tuple(dict.fromkeys(heir for _, heir in mapping if heir != shape.id))


def _items(shape: Array) -> Iterator[TypeId]:
    yield from shape.prefix
    if shape.items is not None:
        yield shape.items


def _deserves(shape: Type, count: int) -> bool:
    """Whether a type stands under a name: declared, or referred to more than once."""
    if isinstance(shape, Record | Union):
        return shape.named or count > 1
    if isinstance(shape, Array | Dictionary):
        return count > 1
    return isinstance(shape, Enumeration) and shape.named and count > 1


def _enumeration(shape: Enumeration) -> Node:
    if any(isinstance(item.value, list | dict) for item in shape.members):
        return "ANY"  # nobody types such a value as a word: the client judges it
    values: tuple[Node, ...] = tuple(value(item.value) for item in shape.members)
    return Call("enum", (*values, *(("open=True",) if shape.open else ())))


def _scalar(shape: Scalar, *, upload: bool) -> Node:
    if shape.kind != "string":
        return shape.kind.upper()
    if upload and (shape.format == "binary" or shape.content_media_type is not None):
        return "FILE"
    encoded = (shape.content_encoding or "").lower() in {"base64", "base64url"}
    return "BASE64" if encoded or shape.format in {"byte", "base64"} else "STRING"


def _sided(api: Api) -> frozenset[TypeId]:
    """Return the types that look different on the two sides: they reach a one-sided member."""
    above: dict[TypeId, list[TypeId]] = {}
    found: set[TypeId] = set()
    for type_id, shape in api.types.items():
        below: list[TypeId] = []
        if isinstance(shape, Record):
            below = [item.type for item in shape.fields]
            below += _heirs(shape)
            below += [TypeId(shape.additional)] if isinstance(shape.additional, str) else []
            if any(item.direction != "both" for item in shape.fields):
                found.add(type_id)
        elif isinstance(shape, Array):
            below = list(_items(shape))
        elif isinstance(shape, Dictionary):
            below = [shape.values]
        elif isinstance(shape, Union):
            below = list(shape.variants)
        for item in below:
            above.setdefault(item, []).append(type_id)
    waiting = list(found)
    while waiting:
        fresh = [item for item in above.get(waiting.pop(), ()) if item not in found]
        found.update(fresh)
        waiting += fresh
    return frozenset(found)

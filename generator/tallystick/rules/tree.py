"""The parsed tree as the official runtime serializes it: a ``ParsedExpr`` protocol buffer.

The runtime hands its tree out in no other form. The handful of messages needed is decoded here,
so that no protobuf library comes along; field numbers are those of ``cel/expr/syntax.proto``.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = "int | bytes"


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal; `kind` is the name of its CEL type."""

    at: int
    kind: str
    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Ident:
    """A name."""

    at: int
    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """``operand.name``, or ``has(operand.name)`` when it is a test."""

    at: int
    operand: "Tree"
    name: str
    test: bool


@dataclass(frozen=True, slots=True)
class Apply:
    """A call of a function or operator, with its receiver."""

    at: int
    target: "Tree | None"
    function: str
    arguments: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list literal."""

    at: int
    items: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A map literal, or a message literal when it has a name; keys of messages are left out."""

    at: int
    name: str
    entries: tuple[tuple["Tree", "Tree"], ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """A macro, expanded by the parser into a loop with an accumulator."""

    at: int
    variable: str
    range: "Tree"
    start: "Tree"
    step: "Tree"
    result: "Tree"


Tree: TypeAlias = Constant | Ident | Field | Apply | Items | Entries | Fold

_MASK = (1 << 64) - 1
_POSITIONS = 4
_ID = 2
_FUNCTION = 2
_MAP_KEY = 3
_CONTINUES = 0x80


def decode(serialized: bytes) -> Tree:
    """Decode what ``Expression.serialize`` returned for an expression compiled unchecked.

    Offsets (`at`) count characters into the text; -1 where the parser recorded none.
    """
    parsed = dict(_fields(_bytes(dict(_fields(serialized))[2])))
    positions: dict[int, int] = {}
    for number, value in _fields(_bytes(parsed.get(3, b""))):
        if number == _POSITIONS:
            entry = dict(_fields(_bytes(value)))
            positions[_int(entry.get(1, 0))] = _int(entry.get(2, 0))
    return _Decoder(positions).expr(_bytes(parsed[2]))


def _bytes(value: Value) -> bytes:
    assert isinstance(value, bytes)  # noqa: S101 - the runtime wrote it: anything else is a bug
    return value


def _int(value: Value) -> int:
    assert isinstance(value, int)  # noqa: S101 - as above
    return value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = data[at]
        at += 1
        result |= (byte & 0x7F) << shift
        if byte < _CONTINUES:
            return result & _MASK, at
        shift += 7


def _fields(data: bytes) -> Iterator[tuple[int, Value]]:
    """Yield (field number, value) of one message; eight-byte values stay bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        match key & 7:
            case 0:
                number, at = _varint(data, at)
                yield key >> 3, number
            case 1:
                yield key >> 3, data[at : at + 8]
                at += 8
            case 2:
                size, at = _varint(data, at)
                yield key >> 3, data[at : at + size]
                at += size
            case wire:
                msg = f"the runtime serialized an unknown wire type {wire}"
                raise AssertionError(msg)


def _strings(value: Value) -> str:
    return _bytes(value).decode()


class _Decoder:
    """Turns messages into nodes."""

    def __init__(self, positions: dict[int, int]) -> None:
        self.positions = positions

    def expr(self, data: bytes) -> Tree:
        at = -1
        for number, value in _fields(data):
            if number == _ID:  # always written before the kind
                at = self.positions.get(_int(value), -1)
                continue
            return self.kind(at, number, _bytes(value))
        msg = "the runtime serialized an expression of no kind"
        raise AssertionError(msg)

    def kind(self, at: int, number: int, data: bytes) -> Tree:  # noqa: PLR0911 - one return for each kind
        match number:
            case 3:
                return self.constant(at, data)
            case 4:
                return Ident(at, _strings(dict(_fields(data)).get(1, b"")))
            case 5:
                return self.select(at, data)
            case 6:
                return self.call(at, data)
            case 7:
                return Items(at, tuple(self.expr(_bytes(v)) for n, v in _fields(data) if n == 1))
            case 8:
                return self.struct(at, data)
            case 9:
                return self.fold(at, data)
            case _:
                msg = f"the runtime serialized an unknown kind of expression, {number}"
                raise AssertionError(msg)

    def constant(self, at: int, data: bytes) -> Tree:
        number, value = next(_fields(data))
        match number:
            case 1:
                return Constant(at, "null", None)
            case 2:
                return Constant(at, "bool", bool(value))
            case 3:
                signed = _int(value)
                return Constant(at, "int", signed - (1 << 64) if signed >> 63 else signed)
            case 5:
                return Constant(at, "double", struct.unpack("<d", _bytes(value))[0])
            case 6:
                return Constant(at, "string", _strings(value))
            case _:
                return Constant(at, {4: "uint", 7: "bytes"}.get(number, "other"), None)

    def select(self, at: int, data: bytes) -> Tree:
        fields = dict(_fields(data))
        return Field(at, self.expr(_bytes(fields[1])), _strings(fields[2]), bool(fields.get(3, 0)))

    def call(self, at: int, data: bytes) -> Tree:
        target: Tree | None = None
        function = ""
        arguments: list[Tree] = []
        for number, value in _fields(data):
            if number == 1:
                target = self.expr(_bytes(value))
            elif number == _FUNCTION:
                function = _strings(value)
            else:
                arguments.append(self.expr(_bytes(value)))
        return Apply(at, target, function, tuple(arguments))

    def struct(self, at: int, data: bytes) -> Tree:
        name = ""
        entries: list[tuple[Tree, Tree]] = []
        for number, value in _fields(data):
            if number == 1:
                name = _strings(value)
                continue
            entry = dict(_fields(_bytes(value)))
            if _MAP_KEY in entry:
                entries.append((self.expr(_bytes(entry[_MAP_KEY])), self.expr(_bytes(entry[4]))))
        return Entries(at, name, tuple(entries))

    def fold(self, at: int, data: bytes) -> Tree:
        fields = {number: _bytes(value) for number, value in _fields(data)}
        return Fold(
            at,
            fields[1].decode(),
            self.expr(fields[2]),
            self.expr(fields[4]),
            self.expr(fields[6]),
            self.expr(fields[7]),
        )

"""The face of the Python client."""

from typing import Final

from tallystick.emit.showing import shown_as
from tallystick.emit.targets.docs.faces.face import Call, Spelling, pascal, some
from tallystick.emit.targets.docs.faces.plain import scalar
from tallystick.emit.targets.docs.members import Member
from tallystick.emit.targets.docs.settings import Names
from tallystick.emit.targets.python.literals import value as literal
from tallystick.emit.targets.python.names import KEYWORDS, snake
from tallystick.ir import (
    Api,
    Array,
    Dictionary,
    Enumeration,
    MediaKind,
    Operation,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.text import Json, Words

_KINDS: Final = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}
_WIDTH: Final = 100
_STEP: Final = "    "


class Python:
    """Python."""

    key = "python"
    label = "Python"
    language = "python"

    def __init__(self, api: Api, names: Names) -> None:
        """Read an API."""
        self._api = api
        self._names = names
        self._spelling = Spelling(api)

    def head(self, member: Member, *, sent: bool) -> tuple[str, str]:
        """Return ``aspect_ratio`` and ``: Optional[Literal["3:1", "2:1"]]``."""
        shown = self._type(member.type, sent=sent, top=sent and member.depth == 0)
        if not member.wire:
            return shown, ""
        optional = not member.required or member.nullable
        return keyword(member.words), f": {f'Optional[{shown}]' if optional else shown}"

    def returned(self, type_id: TypeId) -> tuple[str, str]:
        """Return ``class Pet`` and ``:``."""
        shape = self._api.types[type_id]
        if isinstance(shape, Record):
            return f"class {pascal(shape.words)}", ":"
        return self._type(type_id, sent=False, top=False), ""

    def declared(self, type_id: TypeId) -> tuple[str, str]:
        """Return ``class Pet`` and ``:``, or ``Kind`` and `` = Literal[...]``."""
        shape = self._api.types[type_id]
        if isinstance(shape, Record):
            return self.returned(type_id)
        return pascal(shape.words), f" = {self._spelled(shape, sent=False, top=False)}"

    def signature(self, operation: Operation) -> str | None:
        """Return ``client.pets.create(**params) -> Pet``."""
        call = self._names.call(operation)
        inside = ", ".join(keyword(item.words) for item in self._names.positional(operation))
        body = "**params" if self._names.takes_more(operation) else ""
        arguments = ", ".join(part for part in (inside, body) if part)
        return f"client.{call}({arguments}) -> {self._gives(operation)}"

    def _gives(self, operation: Operation) -> str:
        """Return the annotation of what a call gives."""
        answer = self._names.answer(operation)
        if answer is None or (answer.kind is MediaKind.JSON and answer.type is None):
            return "None" if answer is None else "object"
        inner = self._type(answer.type, sent=False, top=False) if answer.type else "str"
        if answer.kind is MediaKind.EVENTS:
            return f"EventStream[{inner}]"
        return {MediaKind.JSON: inner, MediaKind.TEXT: "str"}.get(answer.kind, "bytes")

    def sample(self, operation: Operation, call: Call) -> str:
        """Return a program that makes the call and prints what came."""
        lines = ["import os", f"from {self._names.package} import {self._names.client}", ""]
        lines += self._client(operation)
        answer = self._names.answer(operation)
        variable = self._names.variable(operation)
        given = self._given(operation, call)
        target = f"client.{self._names.call(operation)}("
        target = f"{variable} = {target}" if answer else target
        flat = f"{target}{', '.join(given)})"
        named = any("=" in item.split("(")[0] for item in given)
        if len(flat) <= _WIDTH and not named:
            lines.append(flat)
        else:
            lines += [target, *(f"{_STEP}{item}," for item in given), ")"]
        shown = self._names.shown(operation)
        if answer and answer.kind is MediaKind.EVENTS:
            lines += [f"for event in {variable}:", f"{_STEP}print(event)"]
        elif answer:
            lines.append(f"print({variable}{f'.{keyword(shown)}' if shown else ''})")
        return "\n".join(lines)

    def _client(self, operation: Operation) -> list[str]:
        arguments = self._names.credentials(operation)
        made = f"client = {self._names.client}("
        if not arguments:
            return [f"{made})"]
        said = "  # This is the default and can be omitted"
        return [
            made,
            *(f'{_STEP}{name}=os.environ.get("{env}"),{said}' for name, env in arguments),
            ")",
        ]

    def _given(self, operation: Operation, call: Call) -> list[str]:
        words = {item.wire: item.words for item in operation.parameters}
        positional = {item.wire for item in self._names.positional(operation)}
        given = [
            laid(value, 1) if name in positional else f"{keyword(words[name])}={laid(value, 1)}"
            for name, value in sorted(call.arguments, key=lambda item: item[0] not in positional)
            if name in words
        ]
        if call.media_type is None:
            return given
        members = self._names.members(operation)
        if isinstance(call.body, dict) and members is not None:
            return given + [
                f"{keyword(members[name])}={laid(value, 1)}"
                for name, value in call.body.items()
                if name in members
            ]
        return [*given, f"body={laid(call.body, 1)}"]

    def _type(self, type_id: TypeId, *, sent: bool, top: bool) -> str:
        shape = self._api.types[type_id]
        name = shown_as(self._api, type_id)
        if isinstance(shape, (Enumeration, Union)) and name:
            return pascal(name)
        return self._spelling.of(type_id, lambda: self._spelled(shape, sent=sent, top=top))

    def _spelled(self, shape: Type, *, sent: bool, top: bool) -> str:
        match shape:
            case Record():
                text = f"{pascal(shape.words)}{'Param' if top else ''}"
            case Enumeration():
                text = f"Literal[{some([literal(item.value) for item in shape.members], ', ')}]"
            case Array() if shape.items is not None:
                kind = "Iterable" if top else "List"
                text = f"{kind}[{self._type(shape.items, sent=sent, top=top)}]"
            case Dictionary():
                text = f"Dict[str, {self._type(shape.values, sent=sent, top=False)}]"
            case Union():
                text = self._union(shape, sent=sent, top=top)
            case _:
                text = _plain(shape)
        return text

    def _union(self, shape: Union, *, sent: bool, top: bool) -> str:
        parts = [self._type(item, sent=sent, top=top) for item in shape.variants]
        parts = list(dict.fromkeys(parts))
        return parts[0] if len(parts) == 1 else f"Union[{some(parts, ', ')}]"


def _plain(shape: Type) -> str:
    if isinstance(shape, Scalar):
        return "bytes" if shape.format == "binary" else _KINDS[shape.kind]
    if isinstance(shape, Array):
        return "List[object]"
    return "Never" if scalar(shape) == "never" else "object"


def keyword(words: Words) -> str:
    """Return the name of an argument or attribute."""
    name = snake(words)
    return f"{name}_" if name in KEYWORDS else name


def laid(value: Json, depth: int) -> str:
    """Return a literal, over several lines when it is long."""
    flat: str = literal(value)
    if len(flat) + len(_STEP) * depth <= _WIDTH - 20 or not isinstance(value, (dict, list)):
        return flat
    inner = "\n".join(f"{_STEP * (depth + 1)}{item}," for item in _items(value, depth + 1))
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{inner}\n{_STEP * depth}{closing}"


def _items(value: dict[str, Json] | list[Json], depth: int) -> list[str]:
    if isinstance(value, list):
        return [laid(item, depth) for item in value]
    return [f"{literal(key)}: {laid(item, depth)}" for key, item in value.items()]

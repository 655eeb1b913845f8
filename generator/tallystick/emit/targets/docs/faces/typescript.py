"""The face of the TypeScript client."""

import json
import re
from typing import Final

from tallystick.emit.showing import shown_as
from tallystick.emit.targets.docs.faces.face import (
    Call,
    Spelling,
    camel,
    pascal,
    some,
    spelled,
)
from tallystick.emit.targets.docs.faces.plain import scalar
from tallystick.emit.targets.docs.members import Member
from tallystick.emit.targets.docs.settings import Names
from tallystick.ir import (
    Api,
    Array,
    Dictionary,
    Enumeration,
    MediaKind,
    Operation,
    Place,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.text import Json, Words

_KINDS: Final = {"integer": "number"}
_ACRONYMS: Final = {"id": "ID", "url": "URL"}
_WIDTH: Final = 80
_STEP: Final = "  "


class TypeScript:
    """TypeScript."""

    key = "typescript"
    label = "TypeScript"
    language = "typescript"

    def __init__(self, api: Api, names: Names) -> None:
        """Read an API."""
        self._api = api
        self._names = names
        self._spelling = Spelling(api)

    def head(self, member: Member, *, sent: bool) -> tuple[str, str]:
        """Return ``aspect_ratio?`` and ``: "3:1" | "2:1" | null``."""
        shown = self._type(member.type, member.words)
        if not member.wire:
            return shown, ""
        name = member.wire if member.place is None else argument(member.words)
        shown = f"{shown} | null" if member.nullable else shown
        name = name if _plain(name) else spelled(name)
        del sent
        return f"{name}{'' if member.required else '?'}", f": {shown}"

    def returned(self, type_id: TypeId) -> tuple[str, str]:
        """Return ``Pet``."""
        return self._type(type_id, ()), ""

    def declared(self, type_id: TypeId) -> tuple[str, str]:
        """Return ``Pet``, or ``Kind`` and `` = "cat" | "dog"``."""
        shape = self._api.types[type_id]
        name = pascal(shape.words)
        return (name, "") if isinstance(shape, Record) else (name, f" = {self._spelled(shape, ())}")

    def signature(self, operation: Operation) -> str | None:
        """Return ``client.pets.create(body: Params, options?: RequestOptions)``."""
        parts = [
            f"{argument(item.words)}: {self._type(item.type, item.words)}"
            for item in self._names.positional(operation)
        ]
        body = self._names.body(operation)
        if body is not None:
            needed = operation.body is not None and operation.body.required
            parts.append(f"body{'' if needed else '?'}: {self._type(body, ('body',))}")
        elif self._names.takes_more(operation):
            parts.append(f"params: {pascal(operation.words)}Params")
        parts.append("options?: RequestOptions")
        return f"client.{self._call(operation)}({', '.join(parts)}): {self._gives(operation)}"

    def _gives(self, operation: Operation) -> str:
        """Return the type of what a call gives."""
        answer = self._names.answer(operation)
        if answer is None:
            return "void"
        inner = self._type(answer.type, ()) if answer.type else "unknown"
        if answer.kind is MediaKind.EVENTS:
            return f"AsyncIterable<{inner}>"
        return {MediaKind.JSON: inner, MediaKind.TEXT: "string"}.get(answer.kind, "Blob")

    def sample(self, operation: Operation, call: Call) -> str:
        """Return a program that makes the call and prints what came."""
        client = self._names.client
        lines = [f"import {client} from '{self._names.distribution}';", ""]
        credentials = self._names.credentials(operation)
        if credentials:
            said = " // This is the default and can be omitted"
            lines.append(f"const client = new {client}({{")
            lines += (
                f"{_STEP}{camel(tuple(name.split('_')))}: process.env['{env}'],{said}"
                for name, env in credentials
            )
            lines.append("});")
        else:
            lines.append(f"const client = new {client}();")
        lines.append("")
        answer = self._names.answer(operation)
        variable = camel(tuple(self._names.variable(operation).split("_")))
        call_text = f"await client.{self._call(operation)}({self._given(operation, call)});"
        lines.append(f"const {variable} = {call_text}" if answer else call_text)
        shown = self._names.shown_wire(operation)
        if answer and answer.kind is MediaKind.EVENTS:
            loop = f"for await (const event of {variable}) {{"
            lines += ["", loop, f"{_STEP}console.log(event);", "}"]
        elif answer:
            lines += ["", f"console.log({variable}{f'.{shown}' if shown else ''});"]
        return "\n".join(lines)

    def _call(self, operation: Operation) -> str:
        return ".".join(
            camel(tuple(part.split("_"))) for part in self._names.call(operation).split(".")
        )

    def _given(self, operation: Operation, call: Call) -> str:
        given = dict(call.arguments)
        parts = [
            literal(given[item.wire], 0)
            for item in self._names.positional(operation)
            if item.wire in given
        ]
        more: dict[str, Json] = {
            name: value
            for name, value in call.arguments
            if any(
                item.wire == name and item.place is not Place.PATH for item in operation.parameters
            )
        }
        if call.media_type is not None and isinstance(call.body, dict):
            more |= call.body
        elif call.media_type is not None:
            parts.append(literal(call.body, 0))
        if more:
            parts.append(literal(more, 0, wide=False))
        return ", ".join(parts)

    def _type(self, type_id: TypeId, words: Words) -> str:
        shape = self._api.types[type_id]
        name = shown_as(self._api, type_id)
        if isinstance(shape, Record) and words and not name:
            return pascal(words)
        if isinstance(shape, (Enumeration, Union)) and name:
            return pascal(name)
        return self._spelling.of(type_id, lambda: self._spelled(shape, words))

    def _spelled(self, shape: Type, words: Words) -> str:
        match shape:
            case Record():
                text = pascal(shape.words)
            case Enumeration():
                text = some([spelled(item.value) for item in shape.members], " | ")
            case Array() if shape.items is not None:
                text = f"Array<{self._type(shape.items, words)}>"
            case Dictionary():
                text = f"Record<string, {self._type(shape.values, words)}>"
            case Union():
                parts = [self._type(item, ()) for item in shape.variants]
                text = some(list(dict.fromkeys(parts)), " | ")
            case _:
                text = _other(shape)
        return text


def _other(shape: Type) -> str:
    if isinstance(shape, Scalar):
        return "Blob" if shape.format == "binary" else _KINDS.get(shape.kind, shape.kind)
    if isinstance(shape, Array):
        return "Array<unknown>"
    return scalar(shape)


def argument(words: Words) -> str:
    """Return ``petID``."""
    first, *rest = words
    return first + "".join(_ACRONYMS.get(word, word[:1].upper() + word[1:]) for word in rest)


def literal(value: Json, depth: int, *, wide: bool = True) -> str:
    """Return a value as prettier lays it out.

    Args:
        value: JSON.
        depth: Of indentation.
        wide: Whether an object may stand on one line.
    """
    if isinstance(value, str):
        return _string(value)
    if not isinstance(value, (dict, list)) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = [
        literal(item, depth + 1) for item in (value.values() if isinstance(value, dict) else value)
    ]
    if isinstance(value, dict):
        inner = [
            f"{key if _plain(key) else _string(key)}: {item}"
            for key, item in zip(value, inner, strict=True)
        ]
    opening, closing = ("{ ", " }") if isinstance(value, dict) else "[]"
    flat = f"{opening}{', '.join(inner)}{closing}"
    if wide and len(flat) + len(_STEP) * depth <= _WIDTH and "\n" not in flat:
        return flat
    pad = _STEP * (depth + 1)
    lines = "\n".join(f"{pad}{item}," for item in inner)
    return f"{opening.strip()}\n{lines}\n{_STEP * depth}{closing.strip()}"


def _plain(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]*", name) is not None


def _string(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"')
    quoted = quoted.replace("'", "\\'").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"'{quoted}'"

"""Operations as methods: their names, arguments, and the request that each makes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.naming import resolve
from tallystick.emit.operations import chosen, events, may_stream, method_words, server
from tallystick.emit.targets.typescript import forms
from tallystick.emit.targets.typescript.answers import Choose, answer
from tallystick.emit.targets.typescript.expressions import Expressions, Flavour, text
from tallystick.emit.targets.typescript.integers import Integers
from tallystick.emit.targets.typescript.literals import key, member, string, template
from tallystick.emit.targets.typescript.names import ARGUMENTS, JOBS, MEMBERS, camel
from tallystick.emit.targets.typescript.settings import alternatives
from tallystick.ir import (
    Content,
    Doc,
    MediaKind,
    Operation,
    Parameter,
    Place,
    Record,
    Scalar,
    SecurityNeed,
    TypeId,
)
from tallystick.rules.backends.typescript_text import INHERITED
from tallystick.text import Words

_STEP: Final = re.compile(r"\{([^{}]*)\}")
ANY_BODY: Final = 'NonNullable<RequestInit["body"]>'
"""What ``fetch`` takes, where Node's types are all there are too."""

QUERY: Final = 76
"""Columns of a line of a request that is not broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a method; `doc` is what its comment says."""

    name: Code
    type: str
    required: bool
    doc: Doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """An operation as a method.

    Attributes:
        request: Members of the request it makes, whole lines without commas.
        names: Names of the runtime that it refers to; `types` those of ``types.ts``.
        options: Type of the options of its calls.
    """

    operation: Operation
    name: Code
    arguments: tuple[Argument, ...]
    returns: str
    request: tuple[str, ...]
    names: frozenset[str]
    types: frozenset[str]
    options: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all methods share.

    Attributes:
        parameters: Names of the interfaces of parameters, by operation.
        rules: Names of the tables of rules, by type.
        security: What most operations need.
    """

    types: Expressions
    parameters: dict[str, Code]
    rules: dict[TypeId, Code]
    security: tuple[SecurityNeed, ...]
    integers: Integers


def methods(resource: Words, operations: list[Operation], setting: Setting) -> tuple[Method, ...]:
    """Make the methods of one resource."""
    wanted = {item.id: tuple(map(camel, method_words(item, resource))) for item in operations}
    jobs = any(_makes_job(item, setting) for item in operations)
    reserved = MEMBERS | (JOBS if jobs else frozenset())
    names = resolve(wanted, reserved=reserved)
    both = {item.id: (f"{names[item.id]}Stream",) for item in operations if may_stream(item)}
    streams = resolve(both, reserved=reserved | set(names.values()))
    return tuple(_methods(operations, setting, names, streams))


def _methods(
    operations: list[Operation], setting: Setting, names: dict[str, Code], streams: dict[str, Code]
) -> Iterator[Method]:
    for item in operations:
        yield _Maker(item, setting, chosen).method(names[item.id])
        if item.id in streams:
            maker = _Maker(item, setting, lambda found: events(found) or chosen(found))
            yield maker.method(streams[item.id])


def _makes_job(operation: Operation, setting: Setting) -> bool:
    """Whether an operation answers something with a lifecycle."""
    table = setting.types.api.types
    shapes = (
        table[content.type]
        for response in operation.responses
        for content in response.contents
        if content.type
    )
    return any(isinstance(shape, Record) and shape.lifecycle is not None for shape in shapes)


def loose(operation: Operation) -> dict[str, Parameter]:
    """Return the parameters that are no steps of the path, by the property that holds each."""
    found = [
        item
        for item in operation.parameters
        if item.place is not Place.PATH and not item.idempotency_key
    ]
    wanted = {n: (p.wire, f"{p.wire}_{p.place.value}") for n, p in enumerate(found)}
    names = resolve(wanted)
    return {str(names[number]): item for number, item in enumerate(found)}


class _Maker:
    def __init__(self, operation: Operation, setting: Setting, choose: Choose) -> None:
        self.operation = operation
        self.setting = setting
        self.content = chosen(operation.body.contents) if operation.body else None
        self.answer = answer(setting.types, operation, choose, setting.integers)
        self.asks = self._asks()
        self.names: set[str] = set()
        self.used: set[str] = set()

    def method(self, name: Code) -> Method:
        """Make the method."""
        steps, path_arguments = self._steps()
        arguments = [*path_arguments, *self._body(), *self._params()]
        request = [
            f"operation: {string(self.operation.id)}",
            f"method: {string(self.operation.method.upper())}",
            f"path: {self._path(steps)}",
        ]
        headers = self._headers(self.answer.accept)
        if headers:
            line = f"headers: {{ {', '.join(headers)} }}"
            listed = "".join(f"\n          {item}," for item in headers)
            request.append(line if len(line) <= QUERY else f"headers: {{{listed}\n        }}")
        request += self._sent()
        if self.answer.decode:
            self.names.update(self.answer.names)
            request.append(f"decode: {self.answer.decode}")
        if self.answer.parse:
            self.names.add("reads")
            request.append(f"parse: {self.answer.parse}")
        if self.answer.streams:
            request.append("streams: true")
        key_of = next((p.wire for p in self.operation.parameters if p.idempotency_key), None)
        if key_of:
            request.append(f"key: {string(key_of)}")
        elif self.operation.method.upper() in {"POST", "PATCH"}:
            request.append("once: true")
        request += self._security()
        return Method(
            operation=self.operation,
            name=name,
            arguments=tuple(arguments),
            returns=self.answer.returns,
            request=tuple(request),
            names=frozenset(self.names),
            types=frozenset(self.used | mentioned(self.answer.returns)),
            options=Code("IdempotentOptions" if key_of else "RequestOptions"),
        )

    def _asks(self) -> bool:
        """Whether a member of the body asks for a stream, which this method gives."""
        types = self.setting.types.api.types
        shape = types.get(self.content.type) if self.content and self.content.type else None
        fields = shape.fields if isinstance(shape, Record) else ()
        asking = [types[item.type] for item in fields if item.wire == "stream"]
        flag = any(isinstance(item, Scalar) and item.kind == "boolean" for item in asking)
        return flag and self.answer.streams and may_stream(self.operation)

    def _type(self, type_id: TypeId | None, flavour: Flavour) -> str:
        options = self.setting.types.of(type_id, flavour) if type_id else ("unknown",)
        self.used |= mentioned(text(options))
        return text(options)

    def _steps(self) -> tuple[dict[str, Code], list[Argument]]:
        """Return the argument of each step of the path, and the arguments in its order."""
        order = _STEP.findall(self.operation.path)
        path = [p for p in self.operation.parameters if p.place is Place.PATH and p.wire in order]
        path.sort(key=lambda item: order.index(item.wire))
        names = resolve({item.wire: (camel(item.words),) for item in path}, reserved=ARGUMENTS)
        arguments = [
            Argument(
                name=names[item.wire],
                type=self._type(item.type, Flavour.REQUEST),
                required=True,
                doc=item.doc,
            )
            for item in path
        ]
        return names, arguments

    def _path(self, steps: dict[str, Code]) -> str:
        by_wire = {p.wire: p for p in self.operation.parameters if p.place is Place.PATH}

        def step(wire: str) -> str:
            if wire not in steps:
                return template(f"{{{wire}}}")
            item, name = by_wire[wire], self._exact(by_wire[wire], steps[wire])
            if item.style == "simple" and not item.content and not item.allow_reserved:
                shape = self.setting.types.api.types[item.type]
                if type(shape).__name__ in {"Scalar", "Enumeration"}:
                    self.names.add("segment")
                    text = name if name == steps[wire] else f"String({name})"
                    return f"${{segment({string(wire)}, {text})}}"
            self.names.add("path")
            return f"${{path({_style(item, wire)}, {name})}}"

        parts = _STEP.split(self.operation.path)
        inside = "".join(
            step(part) if number % 2 else template(part) for number, part in enumerate(parts)
        )
        inside += self._query()
        if "${" in inside:
            return f"`{inside}`"
        return string(self.operation.path)

    def _query(self) -> str:
        """Return the query as the end of a template literal."""
        found = {n: p for n, p in loose(self.operation).items() if p.place is Place.QUERY}
        if not found:
            return ""
        self.names.add("query")
        styles, given = self._styles(found), self._given(found)
        line = f"${{query({styles}, {given})}}"
        if len(line) + len(self.operation.path) <= QUERY:
            return line
        listed = "".join(f"\n            {_style(item, item.wire)}," for item in found.values())
        return f"${{query(\n          [{listed}\n          ],\n          {given},\n        )}}"

    def _styles(self, found: dict[str, Parameter]) -> str:
        return f"[{', '.join(_style(item, item.wire) for item in found.values())}]"

    def _given(self, found: dict[str, Parameter]) -> str:
        """Return the values of parameters by wire name."""
        large = any(self.setting.integers.place(item.type) for item in found.values())
        if not large and all(name == item.wire for name, item in found.items()):
            return "params"
        pairs = [f"{member(it.wire)}: {self._read(name, it)}" for name, it in found.items()]
        line = f"{{ {', '.join(pairs)} }}"
        rows = "".join(f"\n            {pair}," for pair in pairs)
        return line if len(line) <= QUERY else f"{{{rows}\n          }}"

    def _exact(self, item: Parameter, read: str) -> str:
        """Return the expression of a parameter that keeps all its digits."""
        if self.setting.integers.place(item.type) is None:
            return read
        self.names.add("exact")
        return f"exact({string(item.wire)}, {read})"

    def _read(self, name: str, item: Parameter) -> str:
        return self._exact(item, self._plain(name))

    def _plain(self, name: str) -> str:
        if name in INHERITED:
            self.names.add("own")
            return f"own(params, {string(name)})"
        return f"params?.{name}" if key(name) == name else f"params?.[{key(name)}]"

    def _headers(self, accept: str | None) -> list[str]:
        found = [f"accept: {string(accept)}"] if accept else []
        cookies = {}
        for name, item in loose(self.operation).items():
            if item.place is Place.HEADER:
                self.names.add("header")
                value = self._read(name, item)
                value = f"JSON.stringify({value})" if item.content else value
                extra = ", true" if item.explode else ""
                found.append(f"{key(item.wire)}: header({value}{extra})")
            elif item.place is Place.COOKIE:
                cookies[name] = item
        if cookies:
            self.names.add("cookies")
            given = f"cookies({self._styles(cookies)}, {self._given(cookies)})"
            found.append(f"cookie: {given}")
        return found

    def _body(self) -> Iterator[Argument]:
        body, content = self.operation.body, self.content
        if body is None or content is None:
            return
        typed = {MediaKind.JSON, MediaKind.FORM, MediaKind.MULTIPART}
        plain = {MediaKind.TEXT: "string"}.get(content.kind, ANY_BODY)
        if content.kind in typed:
            plain = self._type(content.type, Flavour.REQUEST)
        if plain == "unknown" and content.kind is not MediaKind.JSON:
            plain = "object"
        plain = f'Omit<{plain}, "stream">' if self.asks else plain
        yield Argument(name=Code("body"), type=plain, required=body.required, doc=body.doc)

    def _params(self) -> Iterator[Argument]:
        found = loose(self.operation)
        if found:
            name = self.setting.parameters[self.operation.id]
            self.used.add(name)
            required = any(item.required for item in found.values())
            yield Argument(name=Code("params"), type=name, required=required, doc=Doc())

    def _sent(self) -> Iterator[str]:
        content = self.content
        if content is None:
            return
        yield "body: { ...body, stream: true }" if self.asks else "body"
        encode = self._encode(content)
        if encode:
            self.names |= mentioned(encode)
            yield f"encode: {encode}"
        if content.type in self.setting.rules:
            self.names.add("rules")
            yield f"rules: rules.{self.setting.rules[content.type]}"

    def _encode(self, content: Content) -> str | None:
        media = content.media_type if "*" not in content.media_type else ""
        match content.kind:
            case MediaKind.JSON:
                other = None if media in {"application/json", ""} else media
                exact = self.setting.integers.writes(content.type, other)
                return exact or (f"jsonAs({string(other)})" if other else None)
            case MediaKind.MULTIPART:
                return self._ways("multipart", content, forms.part)
            case MediaKind.FORM:
                return self._ways("form", content, forms.pairs)
            case _:
                return f"sent({string(media) if media else ''})"

    def _ways(self, write: str, content: Content, way: Callable[..., str]) -> str:
        """Return what writes a form, of which some members have ways of their own."""
        types = self.setting.types.api.types
        shape = types[content.type] if content.type else None
        known = {field.wire for field in shape.fields} if isinstance(shape, Record) else set()
        found = {
            item.wire: told
            for item in content.encodings
            if item.wire in known and (told := way(types, item))
        }
        if not found:
            return write
        inner = ", ".join(f"{member(wire)}: {told}" for wire, told in found.items())
        line = f"(body) => {write}(body, {{ {inner} }})"
        if len(line) <= QUERY:
            return line
        rows = "".join(f"\n            {member(wire)}: {told}," for wire, told in found.items())
        return f"(body) =>\n          {write}(body, {{{rows}\n          }})"

    def _security(self) -> Iterator[str]:
        if self.operation.security != self.setting.security:
            yield f"security: {alternatives(self.operation.security)}"
        own = server(self.operation)
        if own is not None:
            yield f"server: {string(own)}"


def mentioned(text: str) -> set[str]:
    """Return the names in a piece of TypeScript."""
    return set(re.findall(r"[\w$]+", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)))


def _style(item: Parameter, wire: str) -> str:
    """Return the literal of how a parameter is written."""
    style = "json" if item.content else item.style
    return forms.style(wire, (style, item.explode, item.allow_reserved))

"""Operations as methods: their names, arguments, and the request that each makes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.naming import resolve
from tallystick.emit.operations import chosen, method_words, server
from tallystick.emit.targets.typescript.expressions import Expressions, Flavour, joined, text
from tallystick.emit.targets.typescript.literals import key, string, template
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
    SecurityNeed,
    TypeId,
)
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


def methods(resource: Words, operations: list[Operation], setting: Setting) -> tuple[Method, ...]:
    """Make the methods of one resource."""
    wanted = {item.id: tuple(map(camel, method_words(item, resource))) for item in operations}
    jobs = any(_makes_job(item, setting) for item in operations)
    names = resolve(wanted, reserved=MEMBERS | (JOBS if jobs else frozenset()))
    return tuple(_Maker(item, setting).method(names[item.id]) for item in operations)


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
    def __init__(self, operation: Operation, setting: Setting) -> None:
        self.operation = operation
        self.setting = setting
        self.content = chosen(operation.body.contents) if operation.body else None
        self.names: set[str] = set()
        self.used: set[str] = set()

    def method(self, name: Code) -> Method:
        """Make the method."""
        steps, path_arguments = self._steps()
        arguments = [*path_arguments, *self._body(), *self._params()]
        returns, decode, accept = self._returns()
        request = [
            f"operation: {string(self.operation.id)}",
            f"method: {string(self.operation.method.upper())}",
            f"path: {self._path(steps)}",
        ]
        headers = self._headers(accept)
        if headers:
            line = f"headers: {{ {', '.join(headers)} }}"
            listed = "".join(f"\n          {item}," for item in headers)
            request.append(line if len(line) <= QUERY else f"headers: {{{listed}\n        }}")
        request += self._sent()
        if decode:
            self.names.add(decode)
            request.append(f"decode: {decode}")
        key_of = next((p.wire for p in self.operation.parameters if p.idempotency_key), None)
        if key_of:
            request.append(f"key: {string(key_of)}")
        request += self._security()
        return Method(
            operation=self.operation,
            name=name,
            arguments=tuple(arguments),
            returns=returns,
            request=tuple(request),
            names=frozenset(self.names),
            types=frozenset(self.used),
            options=Code("IdempotentOptions" if key_of else "RequestOptions"),
        )

    def _type(self, type_id: TypeId | None, flavour: Flavour) -> str:
        options = self.setting.types.of(type_id, flavour) if type_id else ("unknown",)
        self.used.update(re.findall(r"[\w$]+", re.sub(r'"(?:[^"\\]|\\.)*"', "", text(options))))
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
            item, name = by_wire[wire], steps[wire]
            if item.style == "simple" and not item.content and not item.allow_reserved:
                shape = self.setting.types.api.types[item.type]
                if type(shape).__name__ in {"Scalar", "Enumeration"}:
                    self.names.add("segment")
                    return f"${{segment({string(wire)}, {name})}}"
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
        if all(name == item.wire for name, item in found.items()):
            return "params"
        pairs = (f"[{string(item.wire)}]: {self._read(name)}" for name, item in found.items())
        return f"{{ {', '.join(pairs)} }}"

    def _read(self, name: str) -> str:
        return f"params?.{name}" if key(name) == name else f"params?.[{key(name)}]"

    def _headers(self, accept: str | None) -> list[str]:
        found = [f"accept: {string(accept)}"] if accept else []
        cookies = {}
        for name, item in loose(self.operation).items():
            if item.place is Place.HEADER:
                self.names.add("header")
                value = f"JSON.stringify({self._read(name)})" if item.content else self._read(name)
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
        yield "body"
        encode = self._encode(content)
        if encode:
            self.names.add(encode.partition("(")[0])
            yield f"encode: {encode}"
        if content.type in self.setting.rules:
            self.names.add("rules")
            yield f"rules: rules.{self.setting.rules[content.type]}"

    def _encode(self, content: Content) -> str | None:
        media = content.media_type if "*" not in content.media_type else ""
        match content.kind:
            case MediaKind.JSON:
                plain = media in {"application/json", ""}
                return None if plain else f"jsonAs({string(media)})"
            case MediaKind.MULTIPART:
                return "multipart"
            case MediaKind.FORM:
                return "form"
            case _:
                return f"sent({string(media)})"

    def _returns(self) -> tuple[str, str | None, str | None]:
        """Return the type of the result, the function that reads it, and what is accepted."""
        found = [r for r in self.operation.responses if r.status.startswith("2")]
        found = found or [r for r in self.operation.responses if r.status == "default"]
        contents = [chosen(response.contents) for response in found]
        kinds = {content.kind if content else None for content in contents}
        options = joined(*(self._result(content) for content in contents)) or ("void",)
        if kinds <= {None}:
            return "void", "nothing", None
        if kinds == {MediaKind.JSON}:
            return text(options), None, None
        if kinds == {MediaKind.JSON, None}:
            return text(options), "maybe", None
        accept = next(c.media_type for c in contents if c and c.kind is not MediaKind.JSON)
        if len(kinds) > 1:
            return text(options), "auto", "*/*"
        decode = {MediaKind.TEXT: "text", MediaKind.EVENTS: "events"}.get(
            contents[0].kind if contents[0] else MediaKind.BINARY, "bytes"
        )
        return text(options), decode, accept if decode == "events" else "*/*"

    def _result(self, content: Content | None) -> tuple[str, ...]:
        if content is None:
            return ("undefined",)
        if content.kind is MediaKind.JSON:
            self._type(content.type, Flavour.RESPONSE)
            return (
                self.setting.types.of(content.type, Flavour.RESPONSE)
                if content.type
                else ("unknown",)
            )
        if content.kind is MediaKind.EVENTS:
            return (f"AsyncIterable<{self._type(content.type, Flavour.RESPONSE)}>",)
        return ("string",) if content.kind is MediaKind.TEXT else ("Blob",)

    def _security(self) -> Iterator[str]:
        if self.operation.security != self.setting.security:
            yield f"security: {alternatives(self.operation.security)}"
        own = server(self.operation)
        if own is not None:
            yield f"server: {string(own)}"


def _style(item: Parameter, wire: str) -> str:
    """Return the literal of how a parameter is written."""
    style = "json" if item.content else item.style
    parts = [string(wire), string(style)]
    if item.explode or item.allow_reserved:
        parts.append(Code("true" if item.explode else "false"))
    if item.allow_reserved:
        parts.append(Code("true"))
    return f"[{', '.join(parts)}]"

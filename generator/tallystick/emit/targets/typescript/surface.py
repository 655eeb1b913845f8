"""What users of the generated package write, read off what the package is made of."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from tallystick.diagnostics import Span
from tallystick.emit import access, usage
from tallystick.emit.operations import groups
from tallystick.emit.origins import Leading, Only, component_of, label, wire_keys
from tallystick.emit.targets.typescript import lifecycles, settings
from tallystick.emit.targets.typescript.declarations import declare
from tallystick.emit.targets.typescript.expressions import Expressions, Flavour
from tallystick.emit.targets.typescript.integers import Integers
from tallystick.emit.targets.typescript.methods import Method as Made
from tallystick.emit.targets.typescript.methods import Setting, loose, methods
from tallystick.emit.targets.typescript.names import attributes, camel
from tallystick.emit.targets.typescript.reading import Reader
from tallystick.emit.targets.typescript.types import Declaration, parameters_of
from tallystick.emit.targets.typescript.types import Declarations as Layout
from tallystick.ir import Api, Enumeration, Record, TypeId
from tallystick.surface import (
    Atom,
    Choice,
    Declared,
    Member,
    Method,
    Name,
    Parameter,
    Shape,
    Surface,
    Type,
)
from tallystick.surface.lazy import Declarations

CLIENT: Final = "Client"
"""One name for the client of every version: what a title is does not matter here."""
_OWN: Final = re.compile(r'"(\w+)"')
_LIKE: Final = {"createAndWait": "create"}


class Client:
    """What would be generated of one version of an API."""

    def __init__(self, api: Api) -> None:
        """Name all declarations."""
        self._api = api
        self._usage = usage.find(api)
        self._loose = {it.id: it for it in api.operations if loose(it)}
        self._names, self._parameters = declare(api, self._usage, self._loose.values(), CLIENT)
        self._types = Expressions(api, self._names)
        self._layout = Layout(self._types)
        self._leading = Leading(api)
        self._keys: dict[str, list[tuple[TypeId, Flavour]]] = {}
        for key, name in self._names.items():
            self._keys.setdefault(str(name), []).append(key)
        self._homes = {str(name): id_ for id_, name in self._parameters.items()}

    @property
    def table(self) -> Mapping[tuple[str, str], str]:
        """Names of declarations by the pointer of their schema, and what they are for."""
        types = self._api.types
        return {
            (types[type_id].span.pointer, flavour.value): str(name)
            for (type_id, flavour), name in self._names.items()
        }

    def surface(self, only: Only | None = None) -> Surface:
        """Return what a program may name and pass; `only` what is declared at some places."""
        declared = Declarations((*self._keys, *self._homes), self._lay)
        shapes = self._api.types
        wanted: Collection[TypeId] = shapes
        if only is not None:
            named = {type_id for type_id, _ in self._names}
            changed = [type_id for type_id, shape in shapes.items() if only(shape.span)]
            wanted = self._leading.above(changed, lambda it: it not in named)
        shown = {str(name) for (type_id, _), name in self._names.items() if type_id in wanted}
        touched = {it.id for it in self._leading.operations(wanted, direct=True)}
        operations = frozenset(
            it.id
            for it in self._api.operations
            if only is None or only(it.span) or it.id in touched
        )
        shown |= {name for name, id_ in self._homes.items() if id_ in operations}
        return Surface(
            language="typescript",
            client=self._constructor(),
            methods={it.path: it for it in self._methods(operations)},
            types=declared,
            shown=declared.make(sorted(shown)),
            leading=self._users,
        )

    def _users(self, name: str) -> tuple[str, ...]:
        if name in self._homes:
            return (label(self._loose[self._homes[name]]),)
        types = [type_id for type_id, _ in self._keys.get(name, ())]
        return tuple(map(label, self._leading.operations(types)))

    def _constructor(self) -> Method:
        options = {option.name: option.default for option in settings.OPTIONS}
        config = settings.config(self._api, options | {"package": "package", "client": CLIENT})
        members = [Reader(str(line), frozenset()).member() for line in config.credentials]
        parameters = (Parameter(name=it.name, type=it.type, required=False) for it in members)
        return Method(path=f"new {CLIENT}", parameters=tuple(parameters), returns=Atom(CLIENT))

    def _methods(self, wanted: frozenset[str]) -> Iterator[Method]:
        setting = Setting(
            types=self._types,
            parameters=self._parameters,
            rules={},
            security=access.common(self._api),
            integers=Integers(),
        )
        known = groups(self._api)
        names = attributes(known)
        for words, operations in known.items():
            if wanted.isdisjoint(it.id for it in operations):
                continue
            path = f"client.{names[words]}"
            found = methods(words, operations, setting)
            for method in found:
                if method.operation.id in wanted:
                    yield self._method(path, method)
            lifecycle = lifecycles.find(self._api, self._types, found)
            for name in _OWN.findall(lifecycle.own) if lifecycle else ():
                yield Method(
                    path=f"{path}.{name}",
                    parameters=(),
                    returns=Atom("Promise"),
                    like=_LIKE.get(name, "get"),
                    span=operations[0].span,
                )

    def _method(self, path: str, method: Made) -> Method:
        operation = method.operation
        places = wire_keys(self._api, operation, camel)
        nothing = ("", operation.span)
        found = [(str(it.name), it.type, it.required) for it in method.arguments]
        found.append(("options", "RequestOptions", False))
        return Method(
            path=f"{path}.{method.name}",
            parameters=tuple(
                Parameter(
                    name=name,
                    type=_given(self._read(type_)),
                    required=required,
                    position=number,
                    named=False,
                    key=places.get(name, nothing)[0] or name,
                    span=places.get(name, nothing)[1],
                )
                for number, (name, type_, required) in enumerate(found)
            ),
            returns=self._read(method.returns),
            operation=label(operation),
            span=operation.span,
        )

    def _read(self, text: str) -> Type:
        return Reader(text, self._declared).type()

    @cached_property
    def _declared(self) -> frozenset[str]:
        return frozenset((*self._keys, *self._homes))

    def _lay(self, names: Collection[str]) -> dict[str, Declared]:
        """Lay out some declarations and read them."""
        wanted = {type_id for name in names for type_id, _ in self._keys.get(name, ())}
        laid = [*self._layout.all(frozenset(self._usage.requests), wanted)]
        laid += [
            parameters_of(self._types, self._loose[self._homes[name]], self._parameters[id_])
            for name in names
            if (id_ := self._homes.get(name)) is not None
        ]
        known = self._declared | {str(it.name) for it in laid}
        found: dict[str, Declared] = {}
        bases: dict[str, str] = {}
        for declaration in laid:
            item, base = self._statement(declaration, known, found)
            found[item.name] = item
            bases |= {item.name: base} if base else {}
        return _families(found, bases)

    def _statement(
        self, declaration: Declaration, known: frozenset[str], found: Mapping[str, Declared]
    ) -> tuple[Declared, str]:
        """Read a declaration, and say what it extends."""
        read, base = _statement(str(declaration.text), known)
        name = str(declaration.name)
        span, fields = self._places(name)
        if isinstance(read, Shape) and base is not None:
            members = tuple(replace(it, span=fields.get(it.name)) for it in read.members)
            read = Shape(members=members, rest=read.rest)
            read = _extended(found[base].type, read) if base else read
        keys = self._keys.get(name, ())
        declared = Declared(
            name=name,
            type=read,
            alias=base is None,
            sent=name in self._homes or any(self._is_sent(*key) for key in keys),
            received=any(self._is_received(*key) for key in keys),
            path=name,
            span=span,
            component=component_of(span),
        )
        return declared, base or ""

    def _places(self, name: str) -> tuple[Span | None, dict[str, Span]]:
        if name in self._homes:
            operation = self._loose[self._homes[name]]
            return operation.span, {it: found.span for it, found in loose(operation).items()}
        keys = self._keys.get(name) or self._keys.get(name.removesuffix("Base"), [])
        shape = self._api.types[keys[0][0]] if keys else None
        fields = shape.fields if isinstance(shape, Record) else ()
        return shape.span if shape else None, {it.wire: it.span for it in fields}

    def _is_sent(self, type_id: TypeId, flavour: Flavour) -> bool:
        is_enum = isinstance(self._api.types[type_id], Enumeration)
        return type_id in self._sent and (is_enum or flavour is Flavour.REQUEST)

    def _is_received(self, type_id: TypeId, flavour: Flavour) -> bool:
        """Whether programs read it, and it is no list of values beside the type of them all."""
        shape = self._api.types[type_id]
        if isinstance(shape, Enumeration):
            closed = len(shape.members) == 1 or shape.kind in {None, "boolean", "null"}
            return closed and type_id in self._received
        return type_id in self._received and flavour is Flavour.RESPONSE

    @cached_property
    def _sent(self) -> frozenset[TypeId]:
        return frozenset(self._usage.requests)

    @cached_property
    def _received(self) -> frozenset[TypeId]:
        return frozenset(self._usage.responses)


def _given(type_: Type) -> Type:
    """Return the type of an argument that is given."""
    if not isinstance(type_, Choice):
        return type_
    rest = tuple(it for it in type_.options if it != Atom("undefined"))
    return rest[0] if len(rest) == 1 else Choice(rest)


def _extended(base: Type, own: Shape) -> Shape:
    """Return the members of an interface with those that it inherits."""
    members = {it.name: it for it in base.members} if isinstance(base, Shape) else {}
    for item in own.members:
        before = members.get(item.name)
        members[item.name] = replace(item, span=item.span or (before.span if before else None))
    rest = own.rest or (base.rest if isinstance(base, Shape) else None)
    return Shape(members=tuple(members.values()), rest=rest)


def _families(found: dict[str, Declared], bases: dict[str, str]) -> dict[str, Declared]:
    """Mark unions of cases, and what they consist of."""
    for name, declared in list(found.items()):
        options = declared.type.options if isinstance(declared.type, Choice) else ()
        cases = [it.name for it in options if isinstance(it, Name) and it.name in bases]
        if declared.alias and cases and len(cases) == len(options):
            base = bases[cases[0]]
            found[name] = replace(declared, base=base)
            members = {it.name: it.span for it in _members(found[base].type)}
            for case in (base, *cases):
                known = tuple(
                    replace(it, span=it.span or members.get(it.name))
                    for it in _members(found[case].type)
                )
                rest = getattr(found[case].type, "rest", None)
                type_ = Shape(members=known, rest=rest)
                found[case] = replace(
                    found[case],
                    type=type_,
                    case_of=name,
                    span=declared.span,
                    component=declared.component,
                )
    return found


def _members(type_: Type) -> tuple[Member, ...]:
    return type_.members if isinstance(type_, Shape) else ()


def _statement(text: str, declared: frozenset[str]) -> tuple[Type, str | None]:
    """Read a declaration: what it is, and what an interface extends; None for an alias."""
    reader = Reader(text, declared)
    reader.passes("export")
    alias = reader.passes("type")
    reader.passes("interface")
    reader.take()
    if alias:
        reader.passes("=")
        return reader.type(), None
    base = reader.take().text if reader.passes("extends") else ""
    reader.passes("{")
    return reader.members(), base

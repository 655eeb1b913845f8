"""What users of the generated package write, read off what the package is made of."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from tallystick.diagnostics import Span
from tallystick.emit import usage
from tallystick.emit.operations import groups
from tallystick.emit.origins import Places, component_of, wire_keys
from tallystick.emit.targets.typescript.declarations import declare
from tallystick.emit.targets.typescript.methods import loose
from tallystick.emit.targets.typescript.names import camel
from tallystick.emit.targets.typescript.reading import Reader
from tallystick.emit.targets.typescript.resources import MethodView, ResourceView
from tallystick.emit.targets.typescript.target import TARGET, PackageView
from tallystick.ir import Api, Operation, Record
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

CLIENT: Final = "Client"
OPTIONS: Final = {"package": "package", "client": CLIENT}
"""One name for the client of every version: what a title is does not matter here."""
_HEAD: Final = re.compile(r"\s*(?:async )?(\w+)\(")
_OWN: Final = re.compile(r'"(\w+)"')
_LIKE: Final = {"createAndWait": "create"}


def surface(api: Api) -> Surface:
    """Return what a program may name and pass that uses the package generated from an API.

    Args:
        api: A version of an API.
    """
    options = {option.name: option.default for option in TARGET.options} | OPTIONS
    pages, _ = TARGET.view(api, options)
    views: list[Mapping[str, Any]] = [page.view for page in pages if page.view]
    package: PackageView = next(view["package"] for view in views if "package" in view)
    declared = frozenset(str(it.name) for it in package.declarations)
    credentials = (Reader(str(line), declared) for line in package.config.credentials)
    members = tuple(it.member() for it in credentials)
    return Surface(
        language="typescript",
        client=_client(members),
        methods={it.path: it for it in _methods(api, package.resources, declared)},
        types=_types(api, package, declared),
    )


def _client(members: tuple[Member, ...]) -> Method:
    parameters = (Parameter(name=it.name, type=it.type, required=False) for it in members)
    return Method(path=f"new {CLIENT}", parameters=tuple(parameters), returns=Atom(CLIENT))


def _methods(
    api: Api, resources: tuple[ResourceView, ...], declared: frozenset[str]
) -> Iterator[Method]:
    for resource, operations in zip(resources, groups(api).values(), strict=True):
        path = f"client.{resource.attribute}"
        for view, operation in zip(resource.methods, operations, strict=True):
            yield _method(f"{path}.{view.name}", view, declared, operation, api)
        first = operations[0].span if operations else None
        yield from _jobs(path, resource, first)


def _method(
    path: str, view: MethodView, declared: frozenset[str], operation: Operation, api: Api
) -> Method:
    head = _HEAD.match(view.head)
    found = Reader(view.head[head.end() if head else 0 :], declared).parameters()
    places: dict[str, tuple[str, Span]] = wire_keys(api, operation, camel)
    return Method(
        path=path,
        parameters=tuple(
            Parameter(
                name=item.name,
                type=_given(item.type),
                required=item.required and _given(item.type) == item.type,
                position=number,
                named=False,
                key=places.get(item.name, (item.name, operation.span))[0],
                span=places.get(item.name, ("", operation.span))[1],
            )
            for number, item in enumerate(found)
        ),
        returns=Reader(view.returns, declared).type(),
        operation=f"{operation.method.upper()} {operation.path}",
        span=operation.span,
    )


def _given(type_: Type) -> Type:
    """Return the type of an argument that is given."""
    if not isinstance(type_, Choice):
        return type_
    rest = tuple(it for it in type_.options if it != Atom("undefined"))
    return rest[0] if len(rest) == 1 else Choice(rest)


def _jobs(path: str, resource: ResourceView, span: Span | None) -> Iterator[Method]:
    """Yield the methods that wait and download; what they take follows from the others."""
    lifecycle = resource.lifecycle
    for name in _OWN.findall(lifecycle.own) if lifecycle else ():
        like = _LIKE.get(name, "get")
        yield Method(
            path=f"{path}.{name}", parameters=(), returns=Atom("Promise"), like=like, span=span
        )


def _types(api: Api, package: PackageView, declared: frozenset[str]) -> dict[str, Declared]:
    places = _places(api)
    found: dict[str, Declared] = {}
    bases: dict[str, str] = {}
    for declaration in package.declarations:
        read = _statement(str(declaration.text), declared)
        name = str(declaration.name)
        span, fields = places.get(name, (None, {}))
        if isinstance(read, tuple):
            base, shape = read
            members = tuple(replace(it, span=fields.get(it.name)) for it in shape.members)
            shape = Shape(members=members, rest=shape.rest)
            if base:
                bases[name] = base
                shape = _extended(found[base].type, shape)
            found[name] = Declared(name=name, type=shape, path=name)
        else:
            found[name] = Declared(name=name, type=read, alias=True, path=name)
        component = component_of(span)
        found[name] = replace(found[name], span=span, component=component)
    return _families(found, bases)


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


def _statement(text: str, declared: frozenset[str]) -> Type | tuple[str, Shape]:
    """Read a declaration: an alias, or an interface and what it extends."""
    reader = Reader(text, declared)
    reader.passes("export")
    alias = reader.passes("type")
    reader.passes("interface")
    reader.take()
    if alias:
        reader.passes("=")
        return reader.type()
    base = reader.take().text if reader.passes("extends") else ""
    reader.passes("{")
    return base, reader.members()


def _places(api: Api) -> Places:
    loosely = [operation for operation in api.operations if loose(operation)]
    names, parameters = declare(api, usage.find(api), loosely, CLIENT)
    found: Places = {}
    for (type_id, _), name in names.items():
        shape = api.types[type_id]
        fields = {it.wire: it.span for it in shape.fields} if isinstance(shape, Record) else {}
        found.setdefault(str(name), (shape.span, fields))
        found.setdefault(f"{name}Base", (shape.span, fields))
    for operation in loosely:
        fields = {name: item.span for name, item in loose(operation).items()}
        found.setdefault(str(parameters[operation.id]), (operation.span, fields))
    return found

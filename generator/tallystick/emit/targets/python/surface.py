"""What users of the generated package write, read off what the package is made of."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from textwrap import dedent
from typing import Any, Final

from tallystick.diagnostics import Span
from tallystick.emit import usage
from tallystick.emit.origins import Places, component_of, wire_keys
from tallystick.emit.targets.python.annotations import Flavour
from tallystick.emit.targets.python.declarations import declare
from tallystick.emit.targets.python.fields import attributes_of
from tallystick.emit.targets.python.hints import Hints
from tallystick.emit.targets.python.methods import by_attribute
from tallystick.emit.targets.python.models import ClassView, TypesView
from tallystick.emit.targets.python.names import snake
from tallystick.emit.targets.python.resources import ResourceView
from tallystick.emit.targets.python.settings import ConfigView
from tallystick.emit.targets.python.target import TARGET
from tallystick.ir import Api, Operation, Record
from tallystick.surface import Atom, Declared, Member, Method, Parameter, Shape, Surface

CLIENT: Final = "Client"
OPTIONS: Final = {"package": "package", "distribution": "package", "client": CLIENT}
"""One name for the client of every version: what a title is does not matter here."""
_ALL: Final = {"create_and_wait": "create"}


def surface(api: Api) -> Surface:
    """Return what a program may name and pass that uses the package generated from an API.

    Args:
        api: A version of an API.
    """
    options = {option.name: option.default for option in TARGET.options} | OPTIONS
    pages, _ = TARGET.view(api, options)
    types: TypesView | None = None
    config: ConfigView | None = None
    resources: list[ResourceView] = []
    for page in pages:
        view: Mapping[str, Any] = page.view or {}
        types = view["types"] if page.template == "types.py.jinja" else types
        config = view["config"] if page.template == "__init__.py.jinja" else config
        if page.template == "resource.py.jinja":
            resources.append(view["resource"])
    if types is None or config is None:
        return Surface(language="python", client=_client(()))
    hints = Hints(frozenset(map(str, types.exported)))
    return Surface(
        language="python",
        client=_client(tuple(map(str, config.arguments))),
        methods={it.path: it for it in _methods(api, resources, hints)},
        types=_Types(api, hints).all(types),
    )


def _client(arguments: tuple[str, ...]) -> Method:
    parameters = tuple(Parameter(name=it, type=Atom("str"), required=False) for it in arguments)
    return Method(path=CLIENT, parameters=parameters, returns=Atom(CLIENT))


def _methods(api: Api, resources: list[ResourceView], hints: Hints) -> Iterator[Method]:
    groups = {str(name): operations for name, operations in by_attribute(api).values()}
    for resource in resources:
        path = f"client.{resource.attribute}"
        operations = groups[str(resource.attribute)]
        for view, operation in zip(resource.methods, operations, strict=True):
            yield _method(f"{path}.{view.name}", view.signature, hints, operation, api)
        first = operations[0].span if operations else None
        for job in resource.jobs:
            yield _job(path, job.signature, hints, first)


def _method(path: str, signature: str, hints: Hints, operation: Operation, api: Api) -> Method:
    found = _read(path, signature, hints)
    places = wire_keys(api, operation, snake)
    parameters = tuple(
        replace(it, key=places[it.name][0], span=places[it.name][1]) if it.name in places else it
        for it in found.parameters
    )
    label = f"{operation.method.upper()} {operation.path}"
    return replace(found, parameters=parameters, operation=label, span=operation.span)


def _job(resource: str, signature: str, hints: Hints, span: Span | None) -> Method:
    found = _read("", signature, hints)
    like = _ALL.get(found.path.strip("."), "")
    return replace(found, path=f"{resource}{found.path}", span=span, like=like)


def _read(path: str, signature: str, hints: Hints) -> Method:
    """Read the head of a function."""
    head = ast.parse(f"{dedent(signature)}\n    ...").body[0]
    if not isinstance(head, ast.FunctionDef):
        msg = f"no head of a function: {signature}"
        raise TypeError(msg)
    return Method(
        path=path or f".{head.name}",
        parameters=tuple(_parameters(head.args, hints)),
        returns=hints.of(head.returns),
    )


def _parameters(arguments: ast.arguments, hints: Hints) -> Iterator[Parameter]:
    """Yield all but the options that every method takes."""
    positional = arguments.args[1:]
    least = len(positional) - len(arguments.defaults)
    for number, item in enumerate(positional):
        type_ = hints.of(item.annotation)
        yield Parameter(name=item.arg, type=type_, required=number < least, position=number)
    for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        type_ = hints.of(item.annotation)
        yield Parameter(name=item.arg, type=type_, required=default is None)


class _Types:
    """Reads the declarations of ``types.py``."""

    def __init__(self, api: Api, hints: Hints) -> None:
        self._hints = hints
        self._places: Places = {}
        self._flavours: dict[str, Flavour] = {}
        self._sent = frozenset[str]()
        found = usage.find(api)
        nested: set[str] = set()
        for (type_id, flavour), name in declare(api, found).items():
            shape = api.types[type_id]
            fields = {}
            if isinstance(shape, Record):
                names = attributes_of(shape)
                fields = {str(names[it.wire]): it.span for it in shape.fields}
            self._places.setdefault(str(name), (shape.span, fields))
            self._flavours.setdefault(str(name), flavour)
            if flavour is Flavour.PARAM or type_id in found.nested:
                nested.add(str(name))
        self._sent = frozenset(nested)

    def all(self, types: TypesView) -> dict[str, Declared]:
        """Return all declarations by name."""
        found: dict[str, Declared] = {}
        for alias in (*types.literals, *types.aliases):
            for name, value in _assigned(ast.parse(alias.code)):
                found[name] = self._declared(name, alias=True, type_=self._hints.of(value))
        for view in types.classes:
            declared = self._class(view)
            found[declared.name] = declared
        return found

    def _declared(self, name: str, *, alias: bool, type_: Any) -> Declared:
        span, _ = self._places.get(name, (None, {}))
        component = component_of(span)
        return Declared(
            name=name, type=type_, alias=alias, path=f"types.{name}", span=span, component=component
        )

    def _class(self, view: ClassView) -> Declared:
        if view.whole is not None:
            return self._called(view)
        body = "\n".join(str(field.declaration) for field in view.fields) or "    pass"
        node = ast.parse(f"{view.head}\n{body}").body[0]
        if not isinstance(node, ast.ClassDef):
            msg = f"no class: {view.head}"
            raise TypeError(msg)
        dictionary = any(isinstance(it, ast.Name) and it.id == "TypedDict" for it in node.bases)
        members = tuple(
            Member(
                name=item.target.id,
                type=self._hints.of(item.annotation),
                required=_is_required(item, dictionary=dictionary),
                span=self._places.get(node.name, (None, {}))[1].get(item.target.id),
            )
            for item in node.body
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
        )
        return self._record(node.name, members, dictionary=dictionary)

    def _called(self, view: ClassView) -> Declared:
        """Read ``Name = TypedDict("Name", {...}, total=False)``."""
        ((name, call),) = _assigned(ast.parse(str(view.whole)))
        members: list[Member] = []
        keys = call.args[1] if isinstance(call, ast.Call) else None
        for key, value in (
            zip(keys.keys, keys.values, strict=True) if isinstance(keys, ast.Dict) else ()
        ):
            hint = ast.parse(ast.literal_eval(value), mode="eval").body
            needed = _is_marked(hint)
            wire = str(ast.literal_eval(key)) if key is not None else ""
            members.append(Member(name=wire, type=self._hints.of(hint), required=needed))
        return self._record(name, tuple(members), dictionary=True)

    def _record(self, name: str, members: tuple[Member, ...], *, dictionary: bool) -> Declared:
        found = self._declared(name, alias=False, type_=Shape(members=members))
        strict = self._flavours.get(name) is Flavour.REQUEST
        spread = strict and name not in self._sent
        return replace(found, nominal=not dictionary, twin=dictionary, spread=spread)


def _assigned(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield what is assigned in a module."""
    for node in module.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def _is_required(item: ast.AnnAssign, *, dictionary: bool) -> bool:
    return _is_marked(item.annotation) if dictionary else item.value is None


def _is_marked(hint: ast.expr) -> bool:
    return (
        isinstance(hint, ast.Subscript)
        and isinstance(hint.value, ast.Name)
        and hint.value.id == "Required"
    )

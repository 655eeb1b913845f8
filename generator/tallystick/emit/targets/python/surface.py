"""What users of the generated package write, read off what the package is made of."""

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from textwrap import dedent
from typing import Final

from tallystick.diagnostics import Span
from tallystick.emit import access, usage
from tallystick.emit.code import Code
from tallystick.emit.origins import Leading, Only, component_of, label, wire_keys
from tallystick.emit.targets.python import models
from tallystick.emit.targets.python.annotations import Annotations, Flavour
from tallystick.emit.targets.python.declarations import declare
from tallystick.emit.targets.python.fields import attributes_of
from tallystick.emit.targets.python.hints import Hints
from tallystick.emit.targets.python.layout import Node, text
from tallystick.emit.targets.python.lifecycles import find as find_jobs
from tallystick.emit.targets.python.methods import Method as Made
from tallystick.emit.targets.python.methods import by_attribute, methods
from tallystick.emit.targets.python.models import ClassView
from tallystick.emit.targets.python.names import snake
from tallystick.emit.targets.python.resources import ResourceMaker, Rules
from tallystick.emit.targets.python.settings import constructor_arguments
from tallystick.ir import Api, Enumeration, Operation, Record, TypeId
from tallystick.surface import Atom, Declared, Member, Method, Parameter, Shape, Surface, Type
from tallystick.surface.lazy import Declarations

CLIENT: Final = "Client"
"""One name for the client of every version: what a title is does not matter here."""
_LIKE: Final = {"create_and_wait": "create"}


class Client:
    """What would be generated of one version of an API."""

    def __init__(self, api: Api) -> None:
        """Name all declarations."""
        self._api = api
        self._usage = usage.find(api)
        self._names = declare(api, self._usage)
        self._types = Annotations(api, self._names)
        self._hints = Hints(frozenset(map(str, self._names.values())))
        self._leading = Leading(api)
        self._keys: dict[str, list[tuple[TypeId, Flavour]]] = {}
        for key, name in self._names.items():
            self._keys.setdefault(str(name), []).append(key)

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
        declared = Declarations(tuple(self._keys), self._lay)
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
        return Surface(
            language="python",
            client=self._constructor(),
            methods={it.path: it for it in self._methods(operations)},
            types=declared,
            shown=declared.make(sorted(shown)),
            leading=self._users,
        )

    def _users(self, name: str) -> tuple[str, ...]:
        types = [type_id for type_id, _ in self._keys.get(name, ())]
        return tuple(map(label, self._leading.operations(types)))

    def _constructor(self) -> Method:
        credentials, variables = constructor_arguments(self._api, "")
        names = [*(name for _, named in credentials for name in named), *variables]
        parameters = (Parameter(name=it, type=Atom("str"), required=False) for it in names)
        return Method(path=CLIENT, parameters=tuple(parameters), returns=Atom(CLIENT))

    def _methods(self, wanted: frozenset[str]) -> Iterator[Method]:
        maker = ResourceMaker(self._api, self._types, Rules({}), access.common(self._api))
        for words, (attribute, operations) in by_attribute(self._api).items():
            if wanted.isdisjoint(it.id for it in operations):
                continue
            path = f"client.{attribute}"
            found = methods(self._api, words, operations, self._types)
            for method in (it for one in found for it in (one, one.stream) if it):
                if method.operation.id in wanted:
                    yield self._method(maker, path, method)
            jobs = find_jobs(self._api, self._types, found, maker, Code("Resource"))
            for job in jobs.methods if jobs else ():
                yield self._job(path, job.signature, operations[0].span)

    def _method(self, maker: ResourceMaker, path: str, method: Made) -> Method:
        operation: Operation = method.operation
        items, returns = maker.signature(method, "RequestOptions", frozenset())
        places = wire_keys(self._api, operation, snake)
        return Method(
            path=f"{path}.{method.name}",
            parameters=tuple(
                replace(it, key=places[it.name][0], span=places[it.name][1])
                if it.name in places
                else it
                for it in self._signature(items)
            ),
            returns=self._hints.read(text(returns)),
            operation=label(operation),
            span=operation.span,
        )

    def _signature(self, items: list[tuple[str, Node | None, str]]) -> Iterator[Parameter]:
        """Read the items of a signature, but for ``self`` and the options."""
        position: int | None = 0
        for prefix, node, default in items:
            if prefix == "*":
                position = None
            elif node is not None and not prefix.startswith("**"):
                name = prefix.removesuffix(": ")
                type_ = self._hints.read(text(node))
                yield Parameter(name=name, type=type_, required=not default, position=position)
                position = None if position is None else position + 1

    def _job(self, resource: str, signature: str, span: Span) -> Method:
        """Read the head of a method that waits or downloads."""
        (head,) = ast.parse(f"{dedent(signature)}\n    ...").body
        if not isinstance(head, ast.FunctionDef):
            msg = f"no head of a function: {signature}"
            raise TypeError(msg)
        arguments = head.args.args[1:]
        parameters = tuple(
            Parameter(name=it.arg, type=self._hints.of(it.annotation), required=True, position=at)
            for at, it in enumerate(arguments)
        )
        return Method(
            path=f"{resource}.{head.name}",
            parameters=parameters,
            returns=self._hints.of(head.returns),
            like=_LIKE.get(head.name, ""),
            span=span,
        )

    def _lay(self, names: Collection[str]) -> dict[str, Declared]:
        """Lay out some declarations and read them."""
        wanted = {type_id for name in names for type_id, _ in self._keys[name]}
        view = models.view(self._types, self._usage, only=wanted)
        found: dict[str, Declared] = {}
        for alias in (*view.literals, *view.aliases):
            for name, value in _assigned(ast.parse(alias.code)):
                found[name] = replace(self._declared(name, self._hints.of(value)), alias=True)
        for item in view.classes:
            declared = self._class(item)
            found[declared.name] = declared
        return found

    def _declared(self, name: str, type_: Type) -> Declared:
        keys = self._keys[name]
        shape = self._api.types[keys[0][0]]
        return Declared(
            name=name,
            type=type_,
            sent=any(self._is_sent(*key) for key in keys),
            received=any(self._is_received(*key) for key in keys),
            path=f"types.{name}",
            span=shape.span,
            component=component_of(shape.span),
        )

    def _is_sent(self, type_id: TypeId, flavour: Flavour) -> bool:
        if isinstance(self._api.types[type_id], Enumeration):
            return type_id in self._sent
        return flavour is not Flavour.RESPONSE and type_id in self._usage.nested

    def _is_received(self, type_id: TypeId, flavour: Flavour) -> bool:
        """Whether programs read it, and it is no list of values beside the type of them all."""
        shape = self._api.types[type_id]
        if isinstance(shape, Enumeration):
            closed = len(shape.members) == 1 or shape.kind is None
            return closed and type_id in self._received
        return flavour is Flavour.RESPONSE

    @cached_property
    def _sent(self) -> frozenset[TypeId]:
        return frozenset(self._usage.requests)

    @cached_property
    def _received(self) -> frozenset[TypeId]:
        return frozenset(self._usage.responses)

    def _class(self, view: ClassView) -> Declared:
        if view.whole is not None:
            return self._called(view)
        body = "\n".join(str(field.declaration) for field in view.fields) or "    pass"
        (node,) = ast.parse(f"{view.head}\n{body}").body
        if not isinstance(node, ast.ClassDef):
            msg = f"no class: {view.head}"
            raise TypeError(msg)
        dictionary = any(isinstance(it, ast.Name) and it.id == "TypedDict" for it in node.bases)
        spans = self._fields(node.name)
        members = tuple(
            Member(
                name=item.target.id,
                type=self._hints.of(item.annotation),
                required=_is_required(item, dictionary=dictionary),
                span=spans.get(item.target.id),
            )
            for item in node.body
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
        )
        return self._record(node.name, members, dictionary=dictionary)

    def _fields(self, name: str) -> dict[str, Span]:
        shape = self._api.types[self._keys[name][0][0]]
        names = attributes_of(shape) if isinstance(shape, Record) else {}
        fields = shape.fields if isinstance(shape, Record) else ()
        return {str(names[it.wire]): it.span for it in fields}

    def _called(self, view: ClassView) -> Declared:
        """Read ``Name = TypedDict("Name", {...}, total=False)``."""
        ((name, call),) = _assigned(ast.parse(str(view.whole)))
        keys = call.args[1] if isinstance(call, ast.Call) else None
        members: list[Member] = []
        if isinstance(keys, ast.Dict):
            for key, value in zip(keys.keys, keys.values, strict=True):
                hint = ast.parse(ast.literal_eval(value), mode="eval").body
                wire = str(ast.literal_eval(key)) if key is not None else ""
                type_ = self._hints.of(hint)
                members.append(Member(name=wire, type=type_, required=_is_marked(hint)))
        return self._record(name, tuple(members), dictionary=True)

    def _record(self, name: str, members: tuple[Member, ...], *, dictionary: bool) -> Declared:
        found = self._declared(name, Shape(members=members))
        spread = not dictionary and not found.sent and not found.received
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

"""Rules and schemas of requests for the forms on the pages: those of the TypeScript client."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tallystick.emit import usage
from tallystick.emit.code import Code
from tallystick.emit.environment import templates_folder
from tallystick.emit.naming import resolve
from tallystick.emit.targets.typescript.names import KEYWORDS, camel
from tallystick.emit.targets.typescript.schemas import Bodies, formats
from tallystick.emit.usage import Side, children
from tallystick.ir import (
    Api,
    Array,
    Dictionary,
    ExactSchemas,
    Record,
    RuleShapes,
    TypeId,
    Union,
)
from tallystick.rules.backends.typescript import TypeScriptBackend
from tallystick.rules.expression import Has, Select, path, walk
from tallystick.rules.model import Rule
from tallystick.text import Json, SpecText


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule.

    Attributes:
        condition: JavaScript over ``self``.
        reads: Members that it reads, as paths.
    """

    id: str
    field: str
    message: SpecText
    condition: Code
    reads: Json


@dataclass(frozen=True, slots=True)
class Table:
    """The rules of a type and of what it is made of.

    Attributes:
        members: (wire name, its table).
        items: Table of every item of a list, or of every member of a map.
    """

    name: Code
    rules: tuple[Judged, ...]
    members: tuple[tuple[str, Code], ...]
    items: Code | None


@dataclass(frozen=True, slots=True)
class Judging:
    """What the script of rules is made of.

    Attributes:
        names: Name of the table of each type that has one.
        support: Functions that conditions call; they are JavaScript already.
        schemas: Schema of every body and parameter; `shared` what these refer to, by name.
        formats: Patterns of the formats that schemas name.
        judge: Source of the function that judges by a schema.
    """

    tables: tuple[Table, ...]
    names: dict[TypeId, Code]
    support: Code
    schemas: Mapping[str, Json]
    shared: Json
    formats: Json
    judge: Code


def judging(api: Api) -> Judging:
    """Render the rules of everything that is sent, and its schemas.

    Rules inside of a variant of a union are left to the server: which variant a message is to be
    shows only when it is whole.
    """
    sent = usage.find(api).requests
    wanted = _wanted(api, sent)
    reserved = KEYWORDS | {"self", "tables", "broken"}
    names = resolve({key: (camel(api.types[key].words),) for key in wanted}, reserved=reserved)
    backend = TypeScriptBackend(RuleShapes(api.types), typed=False)
    tables = tuple(_table(api, key, names, backend) for key in wanted)
    given = [content.type for op in api.operations if op.body for content in op.body.contents]
    given += [item.type for op in api.operations for item in op.parameters]
    side = Bodies(api, ExactSchemas(api), "request", {key: key for key in given if key})
    return Judging(
        tables=tables,
        names=names,
        support=_script("_checks.js") if tables else Code(""),
        schemas=side.roots,
        shared=side.shared,
        formats=dict(formats([*side.roots.values(), *side.shared.values()])),
        judge=_script("_schema.js"),
    )


def _wanted(api: Api, sent: tuple[TypeId, ...]) -> tuple[TypeId, ...]:
    found = {key for key in sent if any(rule.expression for rule in api.types[key].rules)}
    grown = True
    while grown:
        more = {key for key in sent if key not in found and found & set(_parts(api, key))}
        found |= more
        grown = bool(more)
    return tuple(key for key in sent if key in found)


def _parts(api: Api, key: TypeId) -> Iterator[TypeId]:
    shape = api.types[key]
    return iter(()) if isinstance(shape, Union) else children(shape, Side.REQUEST)


def _table(api: Api, key: TypeId, names: dict[TypeId, Code], backend: TypeScriptBackend) -> Table:
    shape = api.types[key]
    fields = shape.fields if isinstance(shape, Record) else ()
    items = None
    if isinstance(shape, Array) and shape.items is not None:
        items = names.get(shape.items)
    if isinstance(shape, Dictionary):
        items = names.get(shape.values)
    return Table(
        name=names[key],
        rules=tuple(_judged(rule, backend) for rule in shape.rules if rule.expression),
        members=tuple((item.wire, names[item.type]) for item in fields if item.type in names),
        items=items,
    )


def _judged(rule: Rule, backend: TypeScriptBackend) -> Judged:
    assert rule.expression is not None  # noqa: S101 - chosen so
    rendered = backend.render(rule.expression)
    reads: Json = [list(item) for item in dict.fromkeys(_reads(rule))]
    return Judged(rule.id, rule.field, rule.message, Code(rendered.text), reads)


def _reads(rule: Rule) -> Iterator[tuple[str, ...]]:
    for node in walk(rule.expression) if rule.expression else ():
        if isinstance(node, (Select, Has)):
            above = path(node.operand)
            if above is not None and above[0] == "self":
                yield (*above[1:], node.member)


@cache
def _script(name: str) -> Code:
    """Return functions of the client, types erased."""
    return Code((templates_folder() / "docs" / name).read_text("utf-8"))

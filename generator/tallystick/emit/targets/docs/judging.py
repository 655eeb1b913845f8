"""Rules and schemas of requests for the forms on the pages: those of the TypeScript client."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tallystick.emit import usage
from tallystick.emit.code import Code
from tallystick.emit.environment import templates_folder
from tallystick.emit.naming import resolve
from tallystick.emit.targets.typescript.fitting import condition
from tallystick.emit.targets.typescript.names import KEYWORDS, camel
from tallystick.emit.targets.typescript.schemas import Bodies, formats
from tallystick.emit.usage import undeclared
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
        members: (wire name, the expression of its table).
        items: Table of every item of a list, or of every member that is not in `members`.
        variants: (what a value of it shows, its table or "undefined") of each variant.
    """

    name: Code
    rules: tuple[Judged, ...]
    members: tuple[tuple[str, Code], ...]
    items: Code | None
    variants: tuple[tuple[Code, Code], ...] = ()


@dataclass(frozen=True, slots=True)
class Judging:
    """What the script of rules is made of.

    Attributes:
        names: Name of the table of each type that has one.
        support: Functions that conditions call; they are JavaScript already.
        schemas: Schema of every body and parameter; `shared` what these refer to, by name.
        formats: Patterns of the formats that schemas name.
        judge: Source of the function that judges by a schema.
        variants: Some value is judged by the rules of a variant.
    """

    tables: tuple[Table, ...]
    names: dict[TypeId, Code]
    support: Code
    schemas: Mapping[str, Json]
    shared: Json
    formats: Json
    judge: Code
    variants: bool


def judging(api: Api) -> Judging:
    """Render the rules of everything that is sent, and its schemas.

    The rules of a variant are judged once the value can be no other one.
    """
    sent = usage.find(api).requests
    wanted = usage.judged(api, sent)
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
        variants=any(table.variants for table in tables),
    )


def _table(api: Api, key: TypeId, names: dict[TypeId, Code], backend: TypeScriptBackend) -> Table:
    shape = api.types[key]
    fields = shape.fields if isinstance(shape, Record) else ()
    rest = undeclared(shape)
    items = names.get(rest) if rest else None
    if isinstance(shape, Array) and shape.items is not None:
        items = names.get(shape.items)
    if isinstance(shape, Dictionary):
        items = names.get(shape.values)
    return Table(
        name=names[key],
        rules=tuple(_judged(rule, backend) for rule in shape.rules if rule.expression),
        members=tuple(
            (item.wire, _read(names.get(item.type)))
            for item in fields
            if items or item.type in names
        ),
        items=items,
        variants=tuple(_variants(api, shape, names)) if isinstance(shape, Union) else (),
    )


def _variants(api: Api, shape: Union, names: dict[TypeId, Code]) -> Iterator[tuple[Code, Code]]:
    for variant in dict.fromkeys(shape.variants):
        name = names.get(variant)
        shown = condition(api.types, shape, variant)
        yield Code(shown), _read(name)


def _read(name: Code | None) -> Code:
    """Return the expression of a table."""
    return Code(f"tables.{name}" if name else "undefined")


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

"""The view of ``types.py``: models, typed dictionaries, aliases."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tallystick.emit import prose
from tallystick.emit.code import WIDTH, Code
from tallystick.emit.operations import chosen, flat_body
from tallystick.emit.targets.python.annotations import Annotations, Flavour
from tallystick.emit.targets.python.declarations import Key
from tallystick.emit.targets.python.exact import conditions
from tallystick.emit.targets.python.fields import BODY, FieldView, entry, model_fields, sent
from tallystick.emit.targets.python.layout import (
    Node,
    Sub,
    assignment,
    collection,
    lone_tuple,
    text,
)
from tallystick.emit.targets.python.layout import names as names_in
from tallystick.emit.targets.python.literals import docstring, string
from tallystick.emit.targets.python.names import BUILTIN_TYPES, KEYWORDS
from tallystick.emit.usage import Usage
from tallystick.ir import Enumeration, Record, Type, TypeId

NONE: frozenset[Flavour] = frozenset()


@dataclass(frozen=True, slots=True)
class ClassView:
    """A model or a typed dictionary.

    Attributes:
        head: ``class Name(Base):``.
        doc: Its docstring, indented.
        fields: Fields of a model, keys of a dictionary.
        whole: The whole declaration, when it cannot be written as a class.
    """

    head: Code
    doc: Code
    fields: tuple[FieldView, ...]
    names: frozenset[str]
    whole: Code | None = None


@dataclass(frozen=True, slots=True)
class AliasView:
    """``Name: TypeAlias = ...`` and the docstring below it."""

    code: Code
    doc: Code | None
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class TypesView:
    """What the template of ``types.py`` sees.

    Attributes:
        literals: Enumerations, which refer to nothing.
        classes: Models and typed dictionaries, in document order.
        aliases: Other aliases, each after those it refers to.
        exported: All declared names, sorted.
        used: Names that the module imports.
    """

    literals: tuple[AliasView, ...]
    classes: tuple[ClassView, ...]
    aliases: tuple[AliasView, ...]
    exported: tuple[Code, ...]
    used: frozenset[str]


def view(
    types: Annotations,
    usage: Usage,
    foreign: frozenset[Flavour] = NONE,
    only: Collection[TypeId] | None = None,
) -> TypesView:
    """Lay out all declarations, but for models of a side that somebody else writes.

    Args:
        types: How types are referred to.
        usage: Who sends what.
        foreign: The sides that somebody else writes.
        only: Types that are laid out; None: all.
    """
    maker = _Maker(types, usage, _bodies(types, usage))
    literals: list[AliasView] = []
    classes: list[ClassView] = []
    aliases: dict[Key, Type] = {}
    done: set[Code] = set()
    for (type_id, flavour), name in types.names.items():
        shape = types.api.types[type_id]
        if name in done or (only is not None and type_id not in only):
            continue
        done.add(name)
        if flavour in foreign and not isinstance(shape, Enumeration):
            continue
        if isinstance(shape, Enumeration):
            literals.append(maker.enumeration(shape, name))
        elif isinstance(shape, Record):
            classes.append(maker.record(shape, flavour, name))
        else:
            aliases[type_id, flavour] = shape
    others = list(maker.aliases(aliases))
    return TypesView(
        literals=tuple(literals),
        classes=tuple(classes),
        aliases=tuple(others),
        exported=tuple(sorted(done)),
        used=_used(literals, classes, others),
    )


def _used(
    literals: list[AliasView], classes: list[ClassView], aliases: list[AliasView]
) -> frozenset[str]:
    sets = [item.names for item in (*literals, *aliases)] + [item.names for item in classes]
    return frozenset().union(*sets, *(field.names for item in classes for field in item.fields))


def _bodies(types: Annotations, usage: Usage) -> frozenset[TypeId]:
    """Return the records that are only ever sent member by member, as arguments of a method."""
    found = (
        flat_body(types.api, operation, chosen(operation.body.contents))
        for operation in types.api.operations
        if operation.body
    )
    sent = frozenset(record.id for record in found if record)
    return sent - usage.nested


class _Maker:
    """Declarations of one API."""

    def __init__(self, types: Annotations, usage: Usage, bodies: frozenset[TypeId]) -> None:
        self.types = types
        self.usage = usage
        self.bodies = bodies

    def enumeration(self, shape: Enumeration, name: Code) -> AliasView:
        node = self.types.literal(shape)
        return _alias(name, node, shape)

    def record(self, shape: Record, flavour: Flavour, name: Code) -> ClassView:
        if flavour is Flavour.PARAM:
            return self._dictionary(shape, name)
        base = "ResponseModel" if flavour is Flavour.RESPONSE else "RequestModel"
        told = self._conditions(shape) if flavour is Flavour.REQUEST else ()
        if told:
            base = "CheckedModel"
        if flavour is Flavour.REQUEST and (shape.additional is not False or shape.patterns):
            base += ', extra="allow"'
        strict = flavour is Flavour.REQUEST
        spread = strict and shape.id in self.bodies
        extra = prose.duties(shape.rules, WIDTH - BODY) if strict and not spread else ""
        extra = "Its members are described where they are arguments." if spread else extra
        doc = prose.documented(shape.doc, prose.title(shape.words), BODY, extra)
        tags = self.usage.tags
        fields = model_fields(shape, flavour, self.types, tags, described=not spread)
        used = frozenset({base.partition(",")[0]})
        if told:
            node = lone_tuple(told)
            line = assignment("_conditions = ", node, "", BODY)
            fields = (*fields, FieldView(line, None, frozenset(names_in(node))))
        return ClassView(_head(name, base), docstring(doc, BODY), fields, used)

    def _conditions(self, shape: Record) -> tuple[Node, ...]:
        inner = [type_id for _, type_id in shape.patterns]
        if not isinstance(shape.additional, bool):
            inner.append(shape.additional)
        return conditions(shape, {t: self.types.of(t, Flavour.REQUEST) for t in inner})

    def _dictionary(self, shape: Record, name: Code) -> ClassView:
        entries = [entry(f, self.types) for f in sent(shape, Flavour.REQUEST, self.types)]
        doc = docstring(f"`{self.types.names[shape.id, Flavour.REQUEST]}` as a dictionary.", BODY)
        if all(_plain(wire) for wire, _ in entries):
            fields = [
                FieldView(assignment(f"{w}: ", n, "", BODY), None, frozenset(names_in(n)))
                for w, n in entries
            ]
            head = _head(name, "TypedDict, total=False")
            return ClassView(head, doc, tuple(fields), frozenset({"TypedDict"}))
        # Keys that are no identifiers can only be written as a call.
        keys = [f"{string(wire)}: {string(text(node))}" for wire, node in entries]
        inner = collection("", keys, "{}", "", BODY).strip()
        short = f'{name} = TypedDict("{name}", {inner}, total=False)'
        if len(short) > WIDTH or "\n" in inner:
            short = f'{name} = TypedDict(\n    "{name}",\n    {inner},\n    total=False,\n)'
        used = frozenset({"TypedDict"}).union(*(names_in(node) for _, node in entries))
        return ClassView(Code(""), doc, (), used, Code(short))

    def aliases(self, wanted: dict[Key, Type]) -> Iterator[AliasView]:
        """Yield aliases after those they refer to; those in a circle become named types."""
        names = {self.types.names[key]: key for key in wanted}
        done: set[Key] = set()
        for key in wanted:
            yield from self._after(key, names, done, ())

    def _after(
        self, key: Key, names: dict[Code, Key], done: set[Key], path: tuple[Key, ...]
    ) -> Iterator[AliasView]:
        if key in done:
            return
        shape = self.types.api.types[key[0]]
        node = self.types.expanded(shape, key[1])
        needs = [names[name] for name in map(Code, names_in(node)) if name in names]
        circular = False
        for need in needs:
            circular |= need == key or need in path
            if need != key and need not in path:
                yield from self._after(need, names, done, (*path, key))
        done.add(key)
        yield self._alias(shape, self.types.names[key], node, circular=circular)

    def _alias(self, shape: Type, name: Code, node: Node, *, circular: bool) -> AliasView:
        if circular:
            call = Sub("TypeAliasType", (f'"{name}"', string(text(node))), "()")
            code = assignment(f"{name} = ", call, "", 0)
            found = frozenset(names_in(node)) | {"TypeAliasType"}
            return AliasView(code, _alias_doc(shape), found)
        return _alias(name, node, shape)


def _head(name: Code, bases: str) -> Code:
    line = f"class {name}({bases}):"
    return Code(line if len(line) <= WIDTH else f"class {name}(\n    {bases}\n):")


def _alias(name: Code, node: Node, shape: Type) -> AliasView:
    code = assignment(f"{name}: TypeAlias = ", node, "", 0)
    return AliasView(code, _alias_doc(shape), frozenset(names_in(node)) | {"TypeAlias"})


def _alias_doc(shape: Type) -> Code | None:
    written = prose.paragraphs(shape.doc)
    return docstring(prose.wrap(prose.ended(written), WIDTH - 3), 0) if written else None


def _plain(wire: str) -> bool:
    """Whether a key may stand in a class without hiding a type or changing its name."""
    fine = wire.isidentifier() and wire.isascii() and not wire.startswith("__")
    return fine and wire not in KEYWORDS and wire not in BUILTIN_TYPES

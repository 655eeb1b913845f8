"""The view of ``types.ts``: every declaration, laid out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from tallystick.emit.code import WIDTH, Code
from tallystick.emit.naming import resolve
from tallystick.emit.prose import title, wrap
from tallystick.emit.targets.typescript import variants
from tallystick.emit.targets.typescript.expressions import (
    Expressions,
    Flavour,
    Options,
    joined,
    text,
    values,
)
from tallystick.emit.targets.typescript.literals import comment, documented, key, literal
from tallystick.emit.targets.typescript.methods import loose
from tallystick.emit.targets.typescript.names import TYPES, camel, pascal
from tallystick.emit.targets.typescript.variants import Case, Cases, Limit
from tallystick.ir import Enumeration, Field, Nothing, Operation, Record, TypeId
from tallystick.ir.words import words

LARGE: Final = "64 bits: what no number holds exactly is refused; the option `int64` makes bigints."
"""What is said of integers that a number cannot hold."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One interface or alias, with its comment.

    Attributes:
        name: Its own name; `text` the whole statement.
    """

    name: Code
    text: Code


@dataclass(slots=True)
class Declarations:
    """Lays out the declarations of one API.

    Attributes:
        bases: What rules call a record whose type is a union of cases.
    """

    types: Expressions
    bases: dict[TypeId, Code] = field(default_factory=dict)

    def all(
        self, requests: frozenset[TypeId], only: Collection[TypeId] | None = None
    ) -> tuple[Declaration, ...]:
        """Lay out everything that has a name, or `only` some types, in document order."""
        found: list[Declaration] = []
        done: set[Code] = set()
        for (type_id, flavour), name in self.types.names.items():
            if name in done or (only is not None and type_id not in only):
                continue
            done.add(name)
            found += self._declaration(type_id, flavour, name, type_id in requests)
        return tuple(found)

    def _declaration(
        self,
        type_id: TypeId,
        flavour: Flavour,
        name: Code,
        sent: bool,  # noqa: FBT001 - one more fact about it
    ) -> Iterator[Declaration]:
        shape = self.types.api.types[type_id]
        if sent and self.types.names.get((type_id, Flavour.REQUEST)) == name:
            flavour = Flavour.REQUEST
        doc = documented(shape.doc, title(shape.words), 0)
        if isinstance(shape, Record):
            cases = variants.find(self.types.api, shape) if flavour is Flavour.REQUEST else None
            if cases is not None:
                yield from self._union(shape, name, cases, doc)
            else:
                yield Declaration(name, self._interface(shape, name, flavour, doc))
        elif isinstance(shape, Enumeration):
            yield Declaration(name, alias(name, values(shape), doc))
        else:
            found = self.types.expanded(type_id, flavour)
            yield Declaration(name, alias(name, found, doc))

    def _interface(self, shape: Record, name: Code, flavour: Flavour, doc: Code) -> Code:
        lines = [f"{doc}export interface {name} {{\n"]
        for item in sent(shape, flavour, self.types):
            lines.append(documented(item.doc, "", 2, LARGE if self.types.large(item.type) else ""))
            options = self.types.of(item.type, flavour)
            lines.append(member(item, joined(options, ("null",) if item.nullable else ())))
        if not isinstance(shape.additional, bool) or shape.patterns:
            lines.append("  [member: string]: unknown;\n")
        return Code("".join([*lines, "}\n"]))

    def _union(self, shape: Record, name: Code, cases: Cases, doc: Code) -> Iterator[Declaration]:
        """Yield the record itself, its cases, and their union."""
        taken = TYPES | set(self.types.names.values()) | set(self.bases.values())
        wanted: dict[int, tuple[str, ...]] = {-1: (f"{name}Base",)}
        for number, case in enumerate(cases.cases):
            first = pascal(words(str(case.values[0]))) if case.values else "Absent"
            wanted[number] = (f"{name}{first.lstrip('_')}",)
        names = resolve(wanted, reserved=taken, numbered="{}{}")
        self.bases[shape.id] = names[-1]
        yield Declaration(names[-1], self._interface(shape, names[-1], Flavour.REQUEST, doc))
        telling = next(item for item in shape.fields if item.wire == cases.member)
        for number, case in enumerate(cases.cases):
            head = documented_case(cases.member, case)
            body = "".join(self._members(shape, telling, case))
            declared = f"{head}export interface {names[number]} extends {names[-1]} {{\n{body}}}\n"
            yield Declaration(names[number], Code(declared))
        found = tuple(names[number] for number in range(len(cases.cases)))
        yield Declaration(name, alias(name, found, doc))

    def _members(self, shape: Record, telling: Field, case: Case) -> Iterator[str]:
        options = tuple(str(literal(value)) for value in case.values) or ("never",)
        mark = "?" if case.absent else ""
        yield laid(f"{key(telling.wire)}{mark}: ", joined(options), ";", 2)
        limits = variants.by_wire(case.limits)
        for item in shape.fields:
            limit = limits.get(item.wire)
            if limit is not None:
                yield self._limited(item, limit)

    def _limited(self, item: Field, limit: Limit) -> str:
        """Return a member as a case leaves it."""
        if limit.forbidden:
            return f"  {key(item.wire)}?: {'null' if item.nullable else 'never'};\n"
        options = self.types.of(item.type, Flavour.REQUEST)
        if limit.values is not None:
            options = tuple(str(literal(value)) for value in limit.values)
        if limit.inside:
            inner = self._inside(item.type, limit.inside)
            plain = tuple(option for option in options if option != "null")
            options = (f"{text(plain) if len(plain) == 1 else f'({text(plain)})'} & {inner}",)
        options = tuple(option for option in options if option != "null")
        null = ("null",) if item.nullable and not limit.required else ()
        mark = "" if limit.required or item.required else "?"
        return laid(f"{key(item.wire)}{mark}: ", joined(options, null), ";", 2)

    def _inside(self, type_id: TypeId, limits: tuple[tuple[str, Limit], ...]) -> str:
        shape = self.types.api.types[type_id]
        fields = {item.wire: item for item in shape.fields} if isinstance(shape, Record) else {}
        parts = (self._limited(fields[wire], limit).strip() for wire, limit in limits)
        return f"{{ {' '.join(parts).rstrip(';')} }}"


def sent(shape: Record, flavour: Flavour, types: Expressions) -> tuple[Field, ...]:
    """Return the members that one side sends; one that accepts nothing is never sent."""
    unseen = "write" if flavour is Flavour.RESPONSE else "read"
    return tuple(
        item
        for item in shape.fields
        if item.direction != unseen and not isinstance(types.api.types[item.type], Nothing)
    )


def member(item: Field, options: Options) -> str:
    """Return a member of an interface."""
    return laid(f"{key(item.wire)}{'' if item.required else '?'}: ", options, ";", 2)


def alias(name: Code, options: Options, doc: Code) -> Code:
    """Return a type alias."""
    return Code(doc + laid(f"export type {name} = ", options, ";", 0))


def laid(prefix: str, options: Options, suffix: str, indent: int) -> str:
    """Lay out alternatives: on one line, else one a line."""
    pad = " " * indent
    line = f"{pad}{prefix}{text(options)}{suffix}\n"
    if len(line) <= WIDTH + 1 or len(options) == 1:
        return line
    body = "".join(f"\n{pad}  | {option}" for option in options)
    return f"{pad}{prefix.rstrip()}{body}{suffix}\n"


def documented_case(wire: str, case: Case) -> Code:
    """Return the comment of a case."""
    known = [str(literal(value)) for value in case.values]
    said = " or ".join([*known, *(["not given"] if case.absent else [])])
    return comment(wrap(f"Where `{wire}` is {said}.", WIDTH - 3), 0)


def parameters_of(types: Expressions, operation: Operation, name: Code) -> Declaration:
    """Lay out the interface of an operation's parameters that are no steps of its path."""
    doc = documented(operation.doc, "", 0)
    lines = [f"{doc and _what(operation)}export interface {name} {{\n"]
    for wire, item in loose(operation).items():
        options = types.of(item.type, Flavour.REQUEST)
        lines.append(documented(item.doc, "", 2))
        lines.append(laid(f"{key(wire)}{'' if item.required else '?'}: ", joined(options), ";", 2))
    return Declaration(name, Code("".join([*lines, "}\n"])))


def _what(operation: Operation) -> str:
    return f"/** Parameters of `{camel(operation.words)}`. */\n"

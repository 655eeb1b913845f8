"""The view of ``rules.ts``: the rules of requests, each a function of the value it judges."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace

from tallystick.emit.code import WIDTH, Code
from tallystick.emit.naming import resolve
from tallystick.emit.targets.typescript import fitting
from tallystick.emit.targets.typescript.expressions import Expressions, Flavour, text
from tallystick.emit.targets.typescript.literals import inline, key, string
from tallystick.emit.targets.typescript.names import KEYWORDS, camel
from tallystick.emit.usage import Side, Usage, children, judged, undeclared
from tallystick.ir import (
    Array,
    Dictionary,
    Enumeration,
    Record,
    RuleShapes,
    Type,
    TypeId,
    Union,
)
from tallystick.rules.backends import Rendered
from tallystick.rules.backends.typescript import TypeScriptBackend, support_source
from tallystick.rules.model import Rule


@dataclass(frozen=True, slots=True)
class TableView:
    """The rules of one type.

    Attributes:
        subject: Type of what they judge.
        rules: Whole entries; `parts` the lines on what the type is made of.
        same: The name of a table before this one that is the same, or None.
    """

    name: Code
    subject: Code
    doc: Code
    rules: tuple[Code, ...]
    parts: tuple[Code, ...]
    same: Code | None = None


@dataclass(frozen=True, slots=True)
class RulesView:
    """What the template of ``rules.ts`` sees.

    Attributes:
        types: Names that it imports from ``types.ts``.
        checks: Names that it imports from ``checks.ts``, whose source is `support`.
        patterns: Some members have rules because of how their names are spelled.
        variants: Some value is judged by the rules of a variant.
        rest: Some members that a type does not declare have rules, others have none.
        steps: Some step to what is judged has characters that a JSON Pointer escapes.
    """

    tables: tuple[TableView, ...]
    types: tuple[Code, ...]
    checks: tuple[Code, ...]
    support: Code | None
    by_type: dict[TypeId, Code]
    patterns: bool
    variants: bool
    rest: bool
    steps: bool


@dataclass(slots=True)
class _Maker:
    """Lays out tables one after the other; `made` are those before, by what is in them."""

    types: Expressions
    rendered: dict[int, Rendered]
    names: dict[TypeId, Code]
    bases: dict[TypeId, Code]
    made: dict[tuple[object, ...], Code] = field(default_factory=dict)
    settled: dict[TypeId, Code] = field(default_factory=dict)

    def table(self, type_id: TypeId) -> TableView:
        shape = self.types.api.types[type_id]
        subject = self.subject(type_id)
        found = TableView(
            name=self.names[type_id],
            subject=subject,
            doc=inline(subject if len(subject) <= WIDTH // 2 else " ".join(shape.words)),
            rules=tuple(Code(entry) for rule in shape.rules for entry in self._rule(rule)),
            parts=tuple(map(Code, self._parts(shape))),
        )
        first = self.made.setdefault((subject, found.rules, found.parts), found.name)
        self.settled[type_id] = first
        return found if first == found.name else replace(found, same=first)

    def subject(self, type_id: TypeId) -> Code:
        if type_id in self.bases:
            return self.bases[type_id]
        options = self.types.of(type_id, Flavour.REQUEST)
        return Code(text(tuple(option for option in options if option != "null")))

    def _rule(self, rule: Rule) -> Iterator[str]:
        if rule.expression is None:
            return
        rendered = self.rendered[id(rule)]
        holds = "\n".join(_broken(rendered.text, 6))
        # A rule that reads nothing has no use for its argument.
        subject = "self" if "self" in rendered.text else ""
        told = (f"      {string(word)},\n" for word in (rule.field, rule.id, rule.message))
        yield f"    [\n      ({subject}) =>{holds},\n{''.join(told)}    ],"

    def _parts(self, shape: Type) -> Iterator[str]:
        if isinstance(shape, Record):
            rest = undeclared(shape)
            members = ((item.wire, item.type) for item in shape.fields)
            yield from self._members(members, rest)
            yield from self._patterns(shape, rest)
            if rest in self.names:
                yield self._part("items", rest, 2)
        elif isinstance(shape, Array):
            members = ((str(index), part) for index, part in enumerate(shape.prefix))
            yield from self._members(members, shape.items)
            if shape.items in self.names:
                yield self._part("items", shape.items, 2)
        elif isinstance(shape, Dictionary) and shape.values in self.names:
            yield self._part("items", shape.values, 2)
        elif isinstance(shape, Union):
            yield from self._variant(shape)

    def _members(self, members: Iterator[tuple[str, TypeId]], rest: TypeId | None) -> Iterator[str]:
        """Yield the rules of members; those without any are kept from the rules of the rest."""
        lines = []
        for wire, part in members:
            name = '["__proto__"]' if wire == "__proto__" else key(wire)
            if part in self.names:
                lines.append(self._part(name, part, 4))
            elif rest in self.names:
                lines.append(f"    {name}: {{}},")
        if lines:
            yield "\n".join(["  members: {", *lines, "  },"])

    def _patterns(self, shape: Record, rest: TypeId | None) -> Iterator[str]:
        """Yield the rules of members whose names match a pattern."""
        lines = []
        for pattern, part in shape.patterns:
            if part in self.names:
                head = f"    {{\n      pattern: {string(pattern)},"
                lines.append(f"{head}\n{self._part('rules', part, 6)}\n    }},")
            elif rest in self.names:
                lines.append(f"    {{ pattern: {string(pattern)}, rules: {{}} }},")
        if lines:
            yield "\n".join(["  patterns: [", *lines, "  ],"])

    def _part(self, name: str, type_id: TypeId, indent: int) -> str:
        """Return a member that holds a table; one that stands below is read when it is needed."""
        pad = " " * indent
        if type_id in self.settled:
            return f"{pad}{name}: {self.settled[type_id]},"
        read = f"{pad}  return {self.names[type_id]};"
        return f"{pad}get {name}(): Rules<never> {{\n{read}\n{pad}}},"

    def _variant(self, shape: Union) -> Iterator[str]:
        """Return the choice of a variant's rules by what tells it apart."""
        tests = {it: self._test(shape, it) for it in shape.variants if it in self.names}
        if None in tests.values():
            yield self._only(shape)
        elif tests:
            lines = (f"    if ({test}) return {self.names[it]};" for it, test in tests.items())
            body = "\n".join(lines)
            yield f"  variant: (self: any) => {{\n{body}\n    return undefined;\n  }},"

    def _only(self, shape: Union) -> str:
        """Return the choice of the rules of the one variant that a value may be."""
        lines = []
        for variant in dict.fromkeys(shape.variants):
            test = fitting.condition(self.types.api.types, shape, variant)
            name = self.names.get(variant, "{}")
            lines.append(f"    if ({test}) fits.push({name});")
        head = "    const fits: Rules<never>[] = [];"
        body = "\n".join([head, *lines, "    return fits.length === 1 ? fits[0] : undefined;"])
        return f"  variant: (self: any) => {{\n{body}\n  }},"

    def _test(self, shape: Union, variant: TypeId) -> str | None:
        """Return how a value shows that it is this variant, None where it does not."""
        table = self.types.api.types
        same = [v for v in shape.variants if _kind(table[v]) == _kind(table[variant])]
        plain = {"list": "Array.isArray(self)", "object": _OBJECT}.get(_kind(table[variant]))
        if len(same) == 1 or plain is None:
            return plain
        found = table[variant]
        wire = shape.discriminator.wire if shape.discriminator else None
        tags = [tag for tag, target in _mapping(shape) if target == variant]
        for item in found.fields if isinstance(found, Record) else ():
            inner = table[item.type]
            if item.wire == wire and isinstance(inner, Enumeration):
                tags = [str(member.value) for member in inner.members]
        read = f"self?.[{string(wire)}]" if wire else ""
        return " || ".join(f"{read} === {string(tag)}" for tag in tags) if wire and tags else None


_OBJECT = 'typeof self === "object" && !Array.isArray(self)'


def _mapping(shape: Union) -> tuple[tuple[str, TypeId], ...]:
    return shape.discriminator.mapping if shape.discriminator else ()


def _kind(shape: Type) -> str:
    if isinstance(shape, Array):
        return "list"
    return "object" if isinstance(shape, Record | Dictionary) else "other"


def _broken(condition: str, indent: int) -> Iterator[str]:
    """Break a long condition where its outermost operators stand."""
    pad = " " * indent
    if indent + len(condition) <= WIDTH - 12:
        yield f" {condition}"
        return
    yield ""
    yield from (f"{pad}  {part}" for part in _split(condition))


def _split(condition: str) -> Iterator[str]:
    """Yield the operands of the outermost ``||``, else of ``&&``, each with its operator."""
    for operator in (" || ", " && "):
        places = list(_places(condition, operator))
        if places:
            start = 0
            for place in places:
                yield condition[start : place + len(operator) - 1]
                start = place + len(operator)
            yield condition[start:]
            return
    yield condition


def _places(condition: str, operator: str) -> Iterator[int]:
    depth, quoted, skip = 0, "", False
    for place, char in enumerate(condition):
        if skip:
            skip = False
        elif quoted:
            skip = char == "\\"
            quoted = "" if char == quoted else quoted
        elif char in "\"'`":
            quoted = char
        elif char == "/" and condition[place + 1 : place + 2] not in (" ", ""):
            quoted = "/"
        else:
            depth += (char in "([{") - (char in ")]}")
            if depth == 0 and condition.startswith(operator, place):
                yield place


def view(types: Expressions, usage: Usage, bases: dict[TypeId, Code]) -> RulesView:
    """Lay out the rules of everything that is sent."""
    found = judged(types.api, usage.requests)
    wanted = _ordered(types, found)
    table = types.api.types
    backend = TypeScriptBackend(RuleShapes(table))
    rendered = {
        id(rule): backend.render(rule.expression)
        for type_id in wanted
        for rule in table[type_id].rules
        if rule.expression is not None
    }
    calls = frozenset(name for code in rendered.values() for name in code.support)
    known = set(types.names.values()) | set(bases.values())
    reserved = KEYWORDS | calls | known | {"broken", "Rule", "Rules"}
    names = resolve({t: _proposals(table[t]) for t in found}, reserved=reserved)
    maker = _Maker(types, rendered, names, bases)
    tables = tuple(maker.table(type_id) for type_id in wanted)
    used = {word for view in tables for word in _words(view.subject)} & known
    support = support_source(calls) if calls else None
    return RulesView(
        tables=tables,
        types=tuple(Code(name) for name in sorted(used)),
        checks=tuple(Code(name) for name in sorted(calls)),
        support=Code(support) if support else None,
        by_type=names,
        patterns=any(part.startswith("  patterns:") for view in tables for part in view.parts),
        variants=any(part.startswith("  variant:") for view in tables for part in view.parts),
        rest=any(undeclared(table[type_id]) in names for type_id in wanted),
        steps=any(_escaped(table[type_id], names) for type_id in wanted),
    )


def _ordered(types: Expressions, wanted: tuple[TypeId, ...]) -> tuple[TypeId, ...]:
    """Return types so that each stands below what it is made of, as far as that can be."""
    found: dict[TypeId, None] = {}
    entered: set[TypeId] = set()
    judged = frozenset(wanted)
    pending = [(type_id, False) for type_id in reversed(wanted)]
    while pending:
        type_id, left = pending.pop()
        if left:
            found[type_id] = None
        elif type_id not in entered:
            entered.add(type_id)
            inner = children(types.api.types[type_id], Side.REQUEST)
            pending.append((type_id, True))
            pending += [(part, False) for part in reversed(tuple(inner)) if part in judged]
    return tuple(found)


def _escaped(shape: Type, judged: Container[TypeId]) -> bool:
    """Whether a step from a value to a part that has rules is one that a JSON Pointer escapes."""
    if isinstance(shape, Record):
        found = any({"~", "/"} & {*item.wire} for item in shape.fields if item.type in judged)
        some = {undeclared(shape), *(part for _, part in shape.patterns)}
        return found or any(part in judged for part in some)
    return isinstance(shape, Dictionary) and shape.values in judged


def _proposals(shape: Type) -> tuple[str, str]:
    name = camel(shape.words)
    return name, f"{name}Rules"


def _words(subject: str) -> Iterator[str]:
    for part in subject.replace("<", " ").replace(">", " ").replace(";", " ").split():
        yield part.strip("()[],|&")

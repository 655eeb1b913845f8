"""The view of ``rules.py``: the rules of requests as functions over their models."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tallystick.emit.code import WIDTH, Code
from tallystick.emit.naming import resolve
from tallystick.emit.targets.python.annotations import Annotations, Flavour
from tallystick.emit.targets.python.conditions import broken_if
from tallystick.emit.targets.python.exact import pattern_of
from tallystick.emit.targets.python.fields import attributes, attributes_of, sent
from tallystick.emit.targets.python.layout import Node, Sub, arguments, bare, names, text
from tallystick.emit.targets.python.literals import string, strings
from tallystick.emit.targets.python.names import KEYWORDS, snake
from tallystick.emit.usage import Usage, judged, undeclared
from tallystick.ir import Array, Dictionary, Record, Type, TypeId, Union
from tallystick.ir.rule_shapes import RuleShapes
from tallystick.rules.backends.python import Attributes, PythonBackend, support_source
from tallystick.rules.model import Rule
from tallystick.rules.shape import MessageShape

SUPPORT = "_checks."
_STEP = '        step = key.replace("~", "~0").replace("/", "~1")'


@dataclass(frozen=True, slots=True)
class FunctionView:
    """The rules of one type.

    Attributes:
        signature: ``def image_ref(self: ImageRef, at: str) -> Iterator[FieldError]:``.
        subject: Annotation of what it judges.
        body: Its statements, indented.
        told: What its documentation calls the subject.
    """

    signature: Code
    subject: Code
    body: Code
    told: Code


@dataclass(frozen=True, slots=True)
class RulesView:
    """What the template of ``rules.py`` sees.

    Attributes:
        names: Types that the module imports.
        reads: Some parts are read as their type before they are judged.
        modules: Modules of the standard library that conditions use.
        support: Source of ``_checks.py``, None when no rule needs it.
    """

    functions: tuple[FunctionView, ...]
    names: frozenset[str]
    reads: bool
    modules: tuple[Code, ...]
    support: Code | None
    by_type: dict[TypeId, Code]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part of a value is: the expressions of both, and what else has to hold."""

    value: str
    at: str
    tests: tuple[str, ...] = ()


_MEMBER = _Place("item", 'f"{at}/{step}"')


@dataclass(slots=True)
class _Maker:
    types: Annotations
    backend: PythonBackend
    functions: dict[TypeId, Code]
    reads: bool = False
    support: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)

    def all(self, wanted: tuple[TypeId, ...]) -> dict[Code, FunctionView]:
        """Make all functions; types of one subject with the same rules share one."""
        while True:
            made = {self.functions[t]: self.function(t, self.functions[t]) for t in wanted}
            first: dict[tuple[str, str], Code] = {}
            for name, view in made.items():
                first.setdefault((view.subject, view.body), name)
            shared = {name: first[view.subject, view.body] for name, view in made.items()}
            if all(name == other for name, other in shared.items()):
                return made
            self.functions.update({t: shared.get(n, n) for t, n in self.functions.items()})

    def function(self, type_id: TypeId, name: Code) -> FunctionView:
        shape = self.types.api.types[type_id]
        subject = bare(self.types.of(type_id, Flavour.REQUEST))
        lines = [line for rule in shape.rules for line in self._rule(rule)]
        lines += self._parts(shape)
        lines = lines or ["    yield from ()"]
        items: list[tuple[str, Node | None, str]] = [("self: ", subject, ""), ("at: ", "str", "")]
        signature = arguments(f"def {name}", items, "Iterator[FieldError]", 0)
        told = text(subject) if len(text(subject)) <= WIDTH // 3 else " ".join(shape.words)
        return FunctionView(
            signature, Code(text(subject)), Code("\n".join(lines)), Code(string(told)[1:-1])
        )

    def _rule(self, rule: Rule) -> Iterator[str]:
        if rule.expression is None:
            return
        rendered = self.backend.render(rule.expression)
        self.support |= rendered.support
        self.modules |= rendered.imports
        yield from broken_if(rendered.text, 4)
        at = f"at + {string(rule.field)}" if rule.field else "at"
        line = f"        yield FieldError({at}, {string(rule.id)}, {string(rule.message)})"
        if len(line) <= WIDTH:
            yield line
            return
        yield "        yield FieldError("
        inner = f"            {at}, {string(rule.id)}, {string(rule.message)}"
        if len(inner) <= WIDTH:
            yield inner
        else:
            pieces = strings(rule.message, 12, WIDTH - 13)
            yield from (f"            {item}," for item in (at, string(rule.id)))
            yield from (f"            {piece}" for piece in pieces[:-1])
            yield f"            {pieces[-1]},"
        yield "        )"

    def _parts(self, shape: Type) -> Iterator[str]:
        if isinstance(shape, Record):
            yield from self._members(shape)
            yield from self._undeclared(shape)
        elif isinstance(shape, Array):
            yield from self._items(shape)
        elif isinstance(shape, Dictionary) and shape.values in self.functions:
            yield "    for key, item in self.items():"
            yield _STEP
            yield from self._part(shape.values, _MEMBER, indent=8, loose=False)
        elif isinstance(shape, Union):
            yield from self._variants(shape)

    def _part(self, part: TypeId, place: _Place, *, indent: int, loose: bool) -> Iterator[str]:
        """Yield the call of the rules of a part, where it is there.

        Args:
            part: Its type.
            place: Where it is.
            indent: Columns before it.
            loose: To a type checker the value has another type: it is read as this one.
        """
        pad = " " * indent
        value = place.value
        tests = list(place.tests)
        if self.types.api.types[part].nullable:
            tests.append(f"{value} is not None")
        if tests:
            yield f"{pad}if {' and '.join(tests)}:"
            pad += "    "
        if loose:
            self.reads = True
            kind = text(bare(self.types.of(part, Flavour.REQUEST)))
            value = f"_read({kind}, {value})"
        yield f"{pad}yield from {self.functions[part]}({value}, {place.at})"

    def _items(self, shape: Array) -> Iterator[str]:
        inner = (*shape.prefix, *((shape.items,) if shape.items else ()))
        kinds = {text(bare(self.types.of(part, Flavour.REQUEST))) for part in inner}
        loose = len(kinds) > 1
        first = len(shape.prefix)
        for index, part in enumerate(shape.prefix):
            if part in self.functions:
                one = _Place(f"self[{index}]", f'at + "/{index}"', (f"len(self) > {index}",))
                yield from self._part(part, one, indent=4, loose=loose)
        if shape.items in self.functions:
            rest = f"self[{first}:], {first}" if first else "self"
            yield f"    for index, item in enumerate({rest}):"
            each = _Place("item", 'f"{at}/{index}"')
            yield from self._part(shape.items, each, indent=8, loose=loose)

    def _members(self, shape: Record) -> Iterator[str]:
        names_of = attributes_of(shape)
        for item in sent(shape, Flavour.REQUEST, self.types):
            if item.type in self.functions:
                inner = f"self.{names_of[item.wire]}"
                pointer = string("/" + item.wire.replace("~", "~0").replace("/", "~1"))
                call = f"yield from {self.functions[item.type]}({inner}, at + {pointer})"
                if item.required and not item.nullable:
                    yield f"    {call}"
                else:
                    yield f"    if {inner} is not None:"
                    yield f"        {call}"

    def _undeclared(self, shape: Record) -> Iterator[str]:
        """Yield the calls for members by a pattern, and for those that no pattern has either."""
        keys = [(pattern_of(pattern), part) for pattern, part in shape.patterns]
        # A pattern without an equal in Python is left to the server; so is what it leaves over.
        known = [(f"re.search({string(key)}, key)", part) for key, part in keys if key is not None]
        calls: list[tuple[tuple[str, ...], TypeId]] = [
            ((test,), part) for test, part in known if part in self.functions
        ]
        rest = undeclared(shape)
        if rest in self.functions and len(known) == len(keys):
            calls.append((tuple(f"not {test}" for test, _ in known), rest))
        if not calls:
            return
        if known:
            self.modules.add("re")
        yield "    for key, item in (self.model_extra or {}).items():"
        yield _STEP
        for tests, part in calls:
            place = replace(_MEMBER, tests=tests)
            yield from self._part(part, place, indent=8, loose=True)

    def _variants(self, shape: Union) -> Iterator[str]:
        for variant in shape.variants:
            if variant in self.functions:
                node = self.types.of(variant, Flavour.REQUEST)
                kind = node.head if isinstance(node, Sub) else text(node)
                kind = "list" if kind == "Annotated" else kind
                yield f"    if isinstance(self, {kind}):"
                yield f"        yield from {self.functions[variant]}(self, at)"


def view(types: Annotations, usage: Usage) -> RulesView:
    """Lay out the rules of everything that is sent."""
    wanted = judged(types.api, usage.requests)
    functions = resolve(
        {t: (snake(types.api.types[t].words),) for t in wanted},
        reserved=KEYWORDS | {"_checks", "re", "validator"},
    )
    spelling = Attributes(name=_attribute)
    backend = PythonBackend(RuleShapes(types.api.types), spelling, SUPPORT)
    maker = _Maker(types, backend, functions)
    made = maker.all(wanted)
    nodes = [bare(types.of(type_id, Flavour.REQUEST)) for type_id in wanted]
    support = support_source(frozenset(maker.support)) if maker.support else None
    return RulesView(
        functions=tuple(made.values()),
        names=frozenset(name for node in nodes for name in names(node)),
        reads=maker.reads,
        modules=tuple(Code(module) for module in sorted(maker.modules)),
        support=Code(support) if support else None,
        by_type=functions,
    )


def _attribute(owner: MessageShape, wire: str) -> str:
    """Return the attribute of a member; a shape has its members in the record's order."""
    return attributes(tuple(owner.members))[wire]

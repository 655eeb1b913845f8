"""The rules of a document by the place of their schema, and which schemas have some below them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tallystick.diagnostics import Span
from tallystick.ir.types import Type, TypeId
from tallystick.rules.model import Rule
from tallystick.solve.document import At, Document

if TYPE_CHECKING:
    from tallystick.rules.expression import Expr
    from tallystick.rules.shape import Shape, Shapes

_LISTS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAPS: Final = ("properties", "patternProperties")
_SINGLE: Final = ("items", "additionalProperties")


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule with the shape of what it judges."""

    rule: Rule
    expression: "Expr"
    shape: "Shape"


class RuleBook:
    """The rules of a document by the place of their schema."""

    def __init__(self, types: Mapping[TypeId, Type]) -> None:
        """Read the rules of all types."""
        self._types = types
        self._rules: dict[Span, dict[Span, Placed]] = {}
        for type_ in types.values():
            for rule in type_.rules:
                if rule.expression is not None:
                    self._add(type_, rule, rule.expression)

    @cached_property
    def shapes(self) -> "Shapes":
        """The table that shapes are looked up in."""
        from tallystick.ir.rule_shapes import RuleShapes  # noqa: PLC0415 (few documents have rules)

        return RuleShapes(self._types)

    def _add(self, type_: Type, rule: Rule, expression: "Expr") -> None:
        """Keep a rule; as compiled for the type of its own schema, where there is one."""
        place = Span(rule.span.uri, rule.span.pointer.rsplit("/", 2)[0])
        if rule.span not in self._rules.get(place, {}) or type_.span == place:
            self.place(place, Placed(rule, expression, self.shapes[type_.id]))

    def place(self, place: Span, placed: Placed) -> None:
        """Keep a rule of the schema at a place."""
        self._rules.setdefault(place, {})[placed.rule.span] = placed

    def all(self) -> Iterator[Placed]:
        """Yield every rule."""
        for placed in self._rules.values():
            yield from placed.values()

    def at(self, place: Span) -> tuple[Placed, ...]:
        """Return the rules of the schema at a place."""
        return tuple(self._rules.get(place, {}).values())

    def only(self, keeps: Callable[[Rule], bool]) -> "RuleBook":
        """Return the rules of which something is so."""
        book = RuleBook({})
        book._types = self._types
        for place, rules in self._rules.items():
            for placed in rules.values():
                if keeps(placed.rule):
                    book.place(place, placed)
        return book

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._rules)


def inner(at: At, document: Document) -> Iterator[At]:
    """Yield the schemas in which rules below a schema may stand."""
    schema = at.keywords
    target = document.target(schema)
    if target is not None:
        yield target
    for keyword in _LISTS:
        for index in range(len(schema.get(keyword, ()))):
            yield at.child(keyword, index)
    for keyword in _MAPS:
        for name in schema.get(keyword, ()):
            yield at.child(keyword, name)
    for keyword in _SINGLE:
        if keyword in schema:
            yield at.child(keyword)


class Bearing:
    """Which schemas have rules in them or below them."""

    def __init__(self, document: Document, book: RuleBook) -> None:
        """Ask about one document."""
        self._document = document
        self._book = book
        self._known: dict[int, bool] = {}

    def __call__(self, at: At) -> bool:
        """Whether a rule stands on a schema or below it."""
        if not self._book or not isinstance(at.value, dict):
            return False
        known = self._known.get(id(at.value))
        if known is None:
            known = self._known[id(at.value)] = self._search(at)
        return known

    def _search(self, start: At) -> bool:
        seen = {id(start.value)}
        todo = [start]
        while todo:
            at = todo.pop()
            if self._book.at(at.span):
                return True
            fresh = [it for it in inner(at, self._document) if id(it.value) not in seen]
            seen.update(id(it.value) for it in fresh)
            todo += fresh
        return False

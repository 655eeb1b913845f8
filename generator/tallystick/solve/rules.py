"""The rules of a document: where they stand, and what they say of a message.

A rule judges a value where its schema applies: at the schema itself, through references and
``allOf``, in members and items, and in those branches of a union that accept the value. A value
that is null is not judged. Rules inside keywords that types do not express are not tried by
anybody, so not here either.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.diagnostics import Span
from tallystick.ir.rule_shapes import RuleShapes
from tallystick.ir.types import Type, TypeId
from tallystick.rules.expression import Expr
from tallystick.rules.model import Rule
from tallystick.rules.shape import Shape, Shapes
from tallystick.solve.arrays import unseen
from tallystick.solve.document import At, Document
from tallystick.solve.formula import Formula, conj, disj, implies, neg
from tallystick.solve.logic import accepts
from tallystick.solve.node import Node
from tallystick.solve.objects import applies_to_name, applies_to_slot, languages, region
from tallystick.solve.reach import room
from tallystick.solve.schema import Edge, Instance, Region, SchemaEncoder
from tallystick.solve.values import Given

_LISTS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAPS: Final = ("properties", "patternProperties")
_SINGLE: Final = ("items", "additionalProperties")


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule with the shape of what it judges."""

    rule: Rule
    expression: Expr
    shape: Shape


class RuleBook:
    """The rules of a document by the place of their schema.

    Attributes:
        shapes: The table that shapes are looked up in.
    """

    def __init__(self, types: Mapping[TypeId, Type]) -> None:
        """Read the rules of all types."""
        self.shapes: Shapes = RuleShapes(types)
        self._rules: dict[Span, dict[Span, Placed]] = {}
        for type_ in types.values():
            for rule in type_.rules:
                if rule.expression is not None:
                    self._add(type_, rule, rule.expression)

    def _add(self, type_: Type, rule: Rule, expression: Expr) -> None:
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


class RuleEncoder:
    """Says the rules of a message, as claims of a schema encoder."""

    def __init__(
        self,
        encoder: SchemaEncoder,
        book: RuleBook,
        bearing: Bearing,
        twin: Callable[[Placed], tuple[Placed, Shapes] | None] = lambda _: None,
    ) -> None:
        """Make an encoder.

        Args:
            encoder: Has read the schema of the message.
            book: The rules.
            bearing: Of the encoder's document.
            twin: Returns a rule of another document that judges every value alike, and its shapes.
        """
        self._twins = twin
        self._encoder = encoder
        self._book = book
        self._bears = bearing
        self._open: set[tuple[int, int]] = set()

    def say(self, at: At, node: Node, guard: Formula) -> None:
        """Assert the rules of a schema and below it.

        Args:
            at: The schema.
            node: The value.
            guard: Where the schema applies to it.
        """
        key = (id(at.value), node.id)
        if guard is False or key in self._open or not self._bears(at):
            return
        if node.depth > node.world.bounds.depth:
            self._encoder.cut(at, Region(node.id, "deep"), guard, rules=True)
            return
        self._open.add(key)
        for placed in self._book.at(at.span):
            self._claim(placed, node, conj((guard, neg(node.is_("null")))))
        self._in_place(at, node, guard)
        self._members(at, node, conj((guard, node.is_("object"))))
        self._items(at, node, conj((guard, node.is_("array"))))
        self._open.discard(key)

    def _claim(self, placed: Placed, node: Node, guard: Formula) -> None:
        stake = self._encoder.claim(placed.rule.span, "rule", placed.rule.id)
        edges: list[Edge] = []
        twin, shapes = self._twin(placed)
        value = Given(node, twin.shape, shapes)

        def say() -> Formula:
            return accepts(node.world, shapes, twin.expression, value, edges)

        held = node.world.once((id(twin.expression), node.id), say)
        stake.instances.append(Instance(node, guard, held, refused=True, edges=edges))
        node.world.assume(implies(conj((guard, stake.holds)), held))

    def _twin(self, placed: Placed) -> tuple[Placed, Shapes]:
        """Return the rule that is encoded: two that say the same are encoded once."""
        return self._twins(placed) or (placed, self._book.shapes)

    def _in_place(self, at: At, node: Node, guard: Formula) -> None:
        schema = at.keywords
        target = self._encoder.document.target(schema)
        if target is not None:
            self.say(target, node, guard)
        for index in range(len(schema.get("allOf", ()))):
            self.say(at.child("allOf", index), node, guard)
        for keyword in ("anyOf", "oneOf"):
            for index in range(len(schema.get(keyword, ()))):
                branch = at.child(keyword, index)
                if self._bears(branch):
                    # Where a claim of the branch is relaxed, it is still the one that is meant.
                    chosen = self._encoder.choices.get((id(branch.value), node.id), False)
                    taken = disj((chosen, self._encoder.strict(branch, node)))
                    self.say(branch, node, conj((guard, taken)))

    def _members(self, at: At, node: Node, guard: Formula) -> None:
        schema = at.keywords
        for name in schema.get("properties", ()):
            below = at.child("properties", name)
            if self._bears(below):
                present, child = node.member(name)
                self.say(below, child, conj((guard, present)))
        others = [at.child("patternProperties", it) for it in languages(schema)]
        others += [at.child("additionalProperties")] if "additionalProperties" in schema else []
        for below in others:
            if self._bears(below):
                self._others(at, below, node, guard)

    def _others(self, at: At, below: At, node: Node, guard: Formula) -> None:
        """Say the rules of members that are named by a pattern, or by nobody."""
        schema = at.keywords
        for slot in node.others():
            applies = applies_to_slot(schema, below, at, node, slot)
            self.say(below, slot.node, conj((guard, slot.present, applies)))
        when = conj((guard, node.crowded))
        self._encoder.cut(below, region(node, at, below), when, rules=True)
        done: set[str] = set()

        def named() -> Formula:
            for name, (present, child) in list(node.members.items()):
                if name not in done and applies_to_name(schema, below, at, name):
                    done.add(name)
                    self.say(below, child, conj((guard, present)))
            return True

        node.world.later(named)

    def _items(self, at: At, node: Node, guard: Formula) -> None:
        schema = at.keywords
        prefix = len(schema.get("prefixItems", ()))
        before: Node | None = None
        for index, item in enumerate(node.spell(room(schema)) if self._in_items(at) else ()):
            inside = conj((guard, node.inside(index)))
            if index < prefix:
                self.say(at.child("prefixItems", index), item, inside)
            elif "items" in schema and item is not before:
                self.say(at.child("items"), item, inside)
            before = item
        for below, place in unseen(node, at) if node.items else ():
            if self._bears(below):
                self._encoder.cut(below, place, conj((guard, node.beyond)), rules=True)

    def _in_items(self, at: At) -> bool:
        schema = at.keywords
        places = [at.child("items")] if "items" in schema else []
        prefix = schema.get("prefixItems", ())
        places += [at.child("prefixItems", index) for index in range(len(prefix))]
        return any(map(self._bears, places))

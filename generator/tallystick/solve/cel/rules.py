"""The rules of a document: where they stand, and what they say of a message.

A rule judges a value where its schema applies: at the schema itself, through references and
``allOf``, in members and items, and in those branches of a union that accept the value. A value
that is null is not judged. Rules inside keywords that types do not express are not tried by
anybody, so not here either.
"""

from collections.abc import Callable

from tallystick.rules.shape import Shapes
from tallystick.solve.book import Bearing, Placed, RuleBook
from tallystick.solve.cel.logic import accepts
from tallystick.solve.cel.values import Given
from tallystick.solve.document import At
from tallystick.solve.encoding.arrays import unseen
from tallystick.solve.encoding.names import applies_to_name, languages
from tallystick.solve.encoding.node import Node
from tallystick.solve.encoding.objects import applies_to_slot, region
from tallystick.solve.encoding.reach import room
from tallystick.solve.encoding.schema import Edge, Instance, Region, SchemaEncoder
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg


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
            self._encoder.cut(at, Region(node, "deep"), guard, rules=True)
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

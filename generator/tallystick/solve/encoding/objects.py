"""Keywords of objects."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tallystick.solve.document import At
from tallystick.solve.encoding.names import applies_to_name, languages, last_step
from tallystick.solve.encoding.node import Node, Slot
from tallystick.solve.encoding.schema import Edge, Part, Reading, Region
from tallystick.solve.smt.formula import Formula, at_least, at_most, conj, disj, implies, neg
from tallystick.solve.smt.symbolic import Arith, Bool, equals, total
from tallystick.solve.strings.language import Term, contains

_MOST_SLOTS: Final = 12
"""Unnamed members that `minProperties` makes spelled out without being asked."""

Applies = Callable[[str], bool]


def required(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``required``: one claim for each member."""
    node = reading.node
    for name in schema["required"]:
        yield Part("required", implies(node.is_("object"), node.member(name)[0]), name)


def dependent_required(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``dependentRequired``: one claim for each pair."""
    node = reading.node
    for name, others in schema["dependentRequired"].items():
        when = conj((node.is_("object"), node.member(name)[0]))
        for other in others:
            formula = implies(when, node.member(other)[0])
            yield Part("dependentRequired", formula, f"{name}/{other}")


def dependent_schemas(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``dependentSchemas``."""
    node = reading.node
    for name in schema["dependentSchemas"]:
        when = conj((node.is_("object"), node.member(name)[0]))
        yield Part(None, reading.sub(reading.at.child("dependentSchemas", name), node, when))


@dataclass(slots=True)
class Named:
    """A schema for all named members that it applies to, those that come up later too."""

    reading: Reading
    at: At
    applies: Applies
    when: Callable[[str], Formula] = lambda _: True
    done: dict[str, Formula] = field(default_factory=dict)

    def formula(self) -> Formula:
        """Return that the members known by now are valid."""
        node = self.reading.node
        for name, (present, child) in list(node.members.items()):
            if name not in self.done and self.applies(name):
                guard = conj((node.is_("object"), present, self.when(name)))
                self.done[name] = self.reading.sub(self.at, child, guard)
        return conj(self.done.values())


def matches(node: Node, slot: Slot, pattern: str, language: Term | None) -> Formula:
    """Return whether the key of an unnamed member is of a language."""
    if language is None:
        return node.world.opaque("pattern of keys", (pattern, slot.name.id))
    return node.world.words.within(slot.key, language)


def properties(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``properties``, ``patternProperties``, ``additionalProperties``."""
    node, is_object = reading.node, reading.node.is_("object")
    declared = schema.get("properties", {})
    for name in declared:
        present, child = node.member(name)
        at = reading.at.child("properties", name)
        yield Part(None, reading.sub(at, child, conj((is_object, present))))
    patterns = languages(schema)
    if None in patterns.values():
        node.world.unknown("pattern of keys")
    for pattern, language in patterns.items():
        yield from _pattern(reading, reading.at.child("patternProperties", pattern), language)
    if schema.get("additionalProperties", True) is not True:
        yield from _additional(reading, schema)


def _pattern(reading: Reading, at: At, language: Term | None) -> Iterator[Part]:
    node, is_object = reading.node, reading.node.is_("object")
    for slot in node.others():
        when = conj((is_object, slot.present, matches(node, slot, last_step(at), language)))
        yield Part(None, reading.sub(at, slot.node, when))
    crowd = conj((is_object, node.crowded))
    yield Part(None, reading.rest(at, crowd, region(node, reading.at, at)))
    if language is not None:
        term = language
        named = Named(reading, at, lambda name: contains(term, name))
        yield Part(None, node.world.later(named.formula))


def _additional(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    node, is_object = reading.node, reading.node.is_("object")
    at = reading.at.child("additionalProperties")

    def other(name: str) -> bool:
        return applies_to_name(schema, at, reading.at, name)

    whens = [
        conj((is_object, slot.present, applies_to_slot(schema, at, reading.at, node, slot)))
        for slot in node.others()
    ]
    crowd = conj((is_object, node.crowded))
    if at.value is False:
        rest = neg(crowd)
        if "patternProperties" in schema:
            rest = implies(crowd, reading.encoder.unseen(at, region(node, reading.at, at)))
        absent = node.world.later(lambda: _absent(node, other))
        formula = conj((*map(neg, whens), rest, implies(is_object, absent)))
        yield Part("additionalProperties", formula)
        return
    for slot, when in zip(node.others(), whens, strict=True):
        yield Part(None, reading.sub(at, slot.node, when))
    yield Part(None, reading.rest(at, crowd, region(node, reading.at, at)))
    yield Part(None, node.world.later(Named(reading, at, other).formula))


def region(node: Node, above: At, at: At) -> Region:
    """Return the members, of those that are not spelled out, that a schema applies to.

    Args:
        node: The object.
        above: The schema that has the keyword.
        at: The schema under ``additionalProperties`` or of a pattern.
    """
    schema = above.keywords

    def value(slot: Slot) -> tuple[Formula, Node]:
        applies = applies_to_slot(schema, at, above, node, slot)
        return conj((slot.present, applies)), slot.node

    if at.span == above.span.child("additionalProperties"):
        aside = frozenset(schema.get("patternProperties", ()))
        return Region(node, "members", aside, node.anymember, value)
    return Region(node, f"members of {last_step(at)}", frozenset(), node.anymember, value)


def applies_to_slot(schema: dict[str, Any], at: At, above: At, node: Node, slot: Slot) -> Formula:
    """Return whether ``additionalProperties`` or a pattern applies to an unnamed member."""
    patterns = languages(schema)
    if at.span == above.span.child("additionalProperties"):
        return conj(neg(matches(node, slot, *item)) for item in patterns.items())
    return matches(node, slot, last_step(at), patterns[last_step(at)])


def _absent(node: Node, applies: Applies) -> Formula:
    return conj(neg(present) for name, (present, _) in list(node.members.items()) if applies(name))


def property_names(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``propertyNames``."""
    del schema
    node, is_object = reading.node, reading.node.is_("object")
    at = reading.at.child("propertyNames")
    parts = [implies(slot.present, reading.strict(at, slot.name)) for slot in node.others()]
    rest = Region(
        node, "names", others=node.anymember, value=lambda slot: (slot.present, slot.name)
    )
    crowd = implies(node.crowded, reading.encoder.unseen(at, rest))
    named = node.world.later(lambda: _names(reading, at))
    yield Part("propertyNames", implies(is_object, conj((*parts, crowd, named))))


def _names(reading: Reading, at: At) -> Formula:
    node = reading.node
    parts = []
    for name, (present, _) in list(node.members.items()):
        parts.append(implies(present, reading.strict(at, node.key(name))))
    return conj(parts)


def min_properties(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``minProperties``."""
    count = int(schema["minProperties"])
    node = reading.node
    node.others(min(count, _MOST_SLOTS))
    node.world.note_size(node.pointer, count)
    if node.anymember is not None:
        enough: Formula = member_count(node) >= count
    else:
        formula = node.world.later(lambda: at_least(_present(node), count))
        enough = disj((formula, conj((node.crowded, node.world.truth()))))
    held = implies(node.is_("object"), enough)
    yield Part("minProperties", held, edges=_edge(node, count, -1))


def max_properties(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``maxProperties``."""
    count = int(schema["maxProperties"])
    node = reading.node
    node.others(min(count + 1, _MOST_SLOTS))
    node.world.note_size(node.pointer, count + 1)
    if node.anymember is not None:
        few: Formula = member_count(node) <= count
    else:
        formula = node.world.later(lambda: at_most(_present(node), count))
        few = conj((formula, disj((neg(node.crowded), node.world.truth()))))
    held = implies(node.is_("object"), few)
    yield Part("maxProperties", held, edges=_edge(node, count, 1))


def _edge(node: Node, count: int, outwards: int) -> tuple[Edge, ...]:
    return (Edge(member_count(node), count, outwards, node.is_("object")),)


def member_count(node: Node) -> Arith:
    """Return the number of members; anything where nobody knows how many are not spelled out."""
    if node.count is None:
        count = node.count = node.world.whole()
        node.world.assume(count >= 0)
        others = node.anymember
        exactly = node.world.later(lambda: equals(count, _sum(node)))
        node.world.assume(exactly if others is not None else disj((node.crowded, exactly)))
    return node.count


def _sum(node: Node) -> Arith:
    spelled = total(_present(node), node.world.terms)
    return spelled if node.anymember is None else spelled + node.anymember.more


def _present(node: Node) -> list[Bool]:
    slots = [slot.present for slot in node.others()]
    return [*(present for present, _ in list(node.members.values())), *slots]

"""``unevaluatedProperties`` and ``unevaluatedItems``: what no other keyword has looked at.

A keyword has looked at a member or item when the schema that holds it accepts the value.
Source: JSON Schema 2020-12 core, section 11.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tallystick.solve.document import At
from tallystick.solve.encoding.names import languages
from tallystick.solve.encoding.node import Node, Slot
from tallystick.solve.encoding.objects import Named, matches
from tallystick.solve.encoding.schema import Part, Reading, Region
from tallystick.solve.smt.formula import Formula, conj, disj, neg
from tallystick.solve.strings.language import contains


@dataclass(frozen=True, slots=True)
class _Seen:
    """Who looked at one part of a value: walks the schemas that apply in place."""

    reading: Reading
    own: Callable[[At, dict[str, Any]], Formula]

    def by(self, at: At) -> Formula:
        """Return whether a schema, which accepts the value, looked at the part."""
        schema = at.keywords
        if not schema:
            return False
        parts = [self.own(at, schema)]
        target = self.reading.encoder.document.target(schema)
        if target is not None:
            parts.append(self.accepted(target))
        parts += [
            self.accepted(at.child(keyword, index))
            for keyword in ("allOf", "anyOf", "oneOf")
            for index in range(len(schema.get(keyword, ())))
        ]
        if "if" in schema:
            test = self.reading.strict(at.child("if"), self.reading.node)
            parts.append(self.accepted(at.child("if")))
            for keyword, when in (("then", test), ("else", neg(test))):
                if keyword in schema:
                    parts.append(conj((when, self.accepted(at.child(keyword)))))
        for name in schema.get("dependentSchemas", ()):
            present = self.reading.node.member(name)[0]
            seen = self.accepted(at.child("dependentSchemas", name))
            parts.append(conj((present, seen)))
        if "$dynamicRef" in schema:
            parts.append(self.reading.world.unknown("$dynamicRef"))
        return disj(parts)

    def accepted(self, at: At) -> Formula:
        """Return whether a schema accepts the value and looked at the part."""
        seen = self.by(at)
        if seen is False:
            return False
        return conj((seen, self.reading.strict(at, self.reading.node)))


def properties(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``unevaluatedProperties``."""
    del schema
    node, is_object = reading.node, reading.node.is_("object")
    at = reading.at.child("unevaluatedProperties")

    def value(slot: Slot) -> tuple[Formula, Node]:
        seen = _Seen(reading, _own_slot(reading, slot)).by(reading.at)
        return conj((slot.present, neg(seen))), slot.node

    for slot in node.others():
        unseen, child = value(slot)
        yield Part(None, reading.sub(at, child, conj((is_object, unseen))))
    region = Region(node, f"unevaluated {at.span}", others=node.anymember, value=value)
    yield Part(None, reading.rest(at, conj((is_object, node.crowded)), region))

    def unlooked(name: str) -> Formula:
        return neg(_Seen(reading, _own_name(reading, name)).by(reading.at))

    named = Named(reading, at, lambda _: True, unlooked)
    yield Part(None, node.world.later(named.formula))


def _is_outer(reading: Reading, at: At, keyword: str) -> bool:
    """Whether a schema has the keyword and is not the one that asks."""
    return isinstance(at.value, dict) and keyword in at.value and at.value is not reading.at.value


def _own_slot(reading: Reading, slot: Slot) -> Callable[[At, dict[str, Any]], Formula]:
    def own(at: At, schema: dict[str, Any]) -> Formula:
        if "additionalProperties" in schema or _is_outer(reading, at, "unevaluatedProperties"):
            return True
        return disj(matches(reading.node, slot, *item) for item in languages(schema).items())

    return own


def _own_name(reading: Reading, name: str) -> Callable[[At, dict[str, Any]], Formula]:
    def own(at: At, schema: dict[str, Any]) -> Formula:
        if "additionalProperties" in schema or name in schema.get("properties", {}):
            return True
        if _is_outer(reading, at, "unevaluatedProperties"):
            return True
        terms = languages(schema).values()
        return any(term is not None and contains(term, name) for term in terms)

    return own


def items(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``unevaluatedItems``."""
    del schema
    node, is_array = reading.node, reading.node.is_("array")
    at = reading.at.child("unevaluatedItems")
    for index, item in enumerate(node.spell()):
        seen = _Seen(reading, _own_item(reading, item, index)).by(reading.at)
        when = conj((is_array, node.inside(index), neg(seen)))
        yield Part(None, reading.sub(at, item, when))

    def value(one: Node) -> tuple[Formula, Node]:
        seen = _Seen(reading, _own_item(reading, one, len(node.items))).by(reading.at)
        return conj((one.here, neg(seen))), one

    region = Region(node, f"unevaluated {at.span}", others=node.anyone, value=value)
    yield Part(None, reading.rest(at, conj((is_array, node.beyond)), region))


def _own_item(reading: Reading, item: Node, index: int) -> Callable[[At, dict[str, Any]], Formula]:
    """Return who looks at an item; one that stands for any may have a larger index."""

    def own(at: At, schema: dict[str, Any]) -> Formula:
        if "items" in schema:
            return True
        if index < len(schema.get("prefixItems", ())):
            return index < len(reading.node.items) or reading.world.truth()
        if _is_outer(reading, at, "unevaluatedItems"):
            return True
        return reading.strict(at.child("contains"), item) if "contains" in schema else False

    return own

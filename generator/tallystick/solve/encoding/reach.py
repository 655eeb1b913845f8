"""Which schemas apply at or below a place."""

from collections.abc import Iterator
from typing import Any, Final

from tallystick.diagnostics import Span
from tallystick.ir.keywords import SCHEMA, SCHEMA_LIST, SCHEMA_MAP
from tallystick.solve.document import At, Document

_MOST_ITEMS: Final = 12
"""Items that a schema makes spelled out without being asked."""
_IN_PLACE: Final = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")


def room(schema: dict[str, Any]) -> int:
    """Return how many items a schema speaks of, one by one."""
    least = max(schema.get("minItems", 0), len(schema.get("prefixItems", ())))
    if "contains" in schema:
        least = max(least, schema.get("minContains", 1), schema.get("maxContains", 0) + 1)
    return min(_MOST_ITEMS, int(least) + 1)


def in_place(start: At, document: Document) -> Iterator[At]:
    """Yield a schema and those that may apply to the same value with it."""
    seen: set[int] = set()
    todo = [start]
    while todo:
        at = todo.pop()
        if not isinstance(at.value, dict) or id(at.value) in seen:
            continue
        seen.add(id(at.value))
        yield at
        todo += (child for keyword in _IN_PLACE for child in below(at, keyword))
        target = document.target(at.value)
        todo += [] if target is None else [target]


def below(at: At, keyword: str) -> Iterator[At]:
    """Yield the schemas under a keyword of a schema."""
    schema = at.keywords
    if keyword not in schema:
        return
    if keyword in SCHEMA:
        yield at.child(keyword)
    elif keyword in SCHEMA_LIST:
        for index in range(len(schema[keyword])):
            yield at.child(keyword, index)
    elif keyword in SCHEMA_MAP:
        for name in schema[keyword]:
            yield at.child(keyword, name)


def children(at: At) -> Iterator[At]:
    """Yield the schemas right below a schema, references aside."""
    for keyword in at.keywords:
        yield from below(at, keyword)


class Reach:
    """The places at or below each schema of a document, through references."""

    def __init__(self, document: Document) -> None:
        """Ask about one document."""
        self._document = document
        self._known: dict[int, frozenset[Span]] = {}

    def leads(self, at: At, place: Span, *, rule: bool) -> bool:
        """Whether a claim is made at or below a schema.

        Args:
            at: The schema.
            place: Of the schema that makes the claim, or of a rule.
            rule: It is the place of a rule.
        """
        if rule:
            place = Span(place.uri, place.pointer.rsplit("/", 2)[0])
        known = self._known.get(id(at.value))
        if known is None:
            known = self._known[id(at.value)] = frozenset(self._spans(at))
        return place in known

    def _spans(self, start: At) -> Iterator[Span]:
        seen: set[int] = set()
        todo = [start]
        while todo:
            at = todo.pop()
            yield at.span
            if isinstance(at.value, dict) and id(at.value) not in seen:
                seen.add(id(at.value))
                todo += children(at)
                target = self._document.target(at.value)
                todo += [] if target is None else [target]

"""Which schemas lie at or below a schema."""

from collections.abc import Iterator

from tallystick.diagnostics import Span
from tallystick.ir.keywords import SCHEMA, SCHEMA_LIST, SCHEMA_MAP
from tallystick.solve.answers import Claim
from tallystick.solve.document import At, Document


def children(at: At) -> Iterator[At]:
    """Yield the schemas right below a schema, references aside."""
    schema = at.keywords
    for keyword in schema:
        if keyword in SCHEMA:
            yield at.child(keyword)
        elif keyword in SCHEMA_LIST:
            for index in range(len(schema[keyword])):
                yield at.child(keyword, index)
        elif keyword in SCHEMA_MAP:
            for name in schema[keyword]:
                yield at.child(keyword, name)


class Reach:
    """The places at or below each schema of a document, through references."""

    def __init__(self, document: Document) -> None:
        """Ask about one document."""
        self._document = document
        self._known: dict[int, frozenset[Span]] = {}

    def leads(self, at: At, claim: Claim) -> bool:
        """Whether a claim is made at or below a schema."""
        place = claim.span
        if claim.keyword == "rule":
            place = Span(place.uri, place.pointer.rsplit("/", 2)[0])
        known = self._known.get(id(at.value))
        if known is None:
            known = self._known[id(at.value)] = frozenset(self._below(at))
        return place in known

    def _below(self, start: At) -> Iterator[Span]:
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

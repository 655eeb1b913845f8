"""How large the encoding of a contract gets at a depth, before it is made."""

from functools import partial
from typing import Any, Final

from tallystick.solve.contract import Contract
from tallystick.solve.document import At
from tallystick.solve.encoding.reach import room

DEEPEST: Final = 10
MOST_PLACES: Final = 3000
"""Pairs of a schema and a place of the message that one encoding has, about."""
_UNNAMED: Final = 2
"""Members, at the least, that a schema for names that are not listed is asked of."""
_IN_PLACE: Final = ("allOf", "anyOf", "oneOf")


def depth_for(contract: Contract, most: int = MOST_PLACES) -> int:
    """Return the levels of nesting that can be encoded at a bearable size.

    Args:
        contract: The contract.
        most: Pairs of a schema and a place.
    """
    survey = _Survey(contract)
    for depth in range(1, DEEPEST + 1):
        if sum(survey.size(root, depth) for root in contract.roots) > most:
            return max(1, depth - 1)
    return DEEPEST


def recursive(contract: Contract) -> bool:
    """Whether messages of a contract may be nested without end, as far as one looks."""
    survey = _Survey(contract)
    return any(survey.size(it, DEEPEST) > survey.size(it, DEEPEST - 1) for it in contract.roots)


class _Survey:
    """Counts, each schema at each depth once."""

    def __init__(self, contract: Contract) -> None:
        self._document = contract.document
        self._known: dict[tuple[int, int, int], int] = {}

    def size(self, at: At, depth: int, items: int = 2) -> int:
        """Return the pairs that a schema needs when so many levels are left.

        Args:
            at: The schema.
            depth: The levels.
            items: That an array is spelled out to, as other schemas of it want.
        """
        if not isinstance(at.value, dict) or depth < 0:
            return 1
        items = max(items, room(at.value))
        key = (id(at.value), depth, items)
        if key not in self._known:
            self._known[key] = 1  # a schema within itself, in place
            self._known[key] = self._sum(at, at.keywords, depth, items)
        return self._known[key]

    def _sum(self, at: At, schema: dict[str, Any], depth: int, items: int) -> int:
        here = partial(self.size, depth=depth, items=items)
        below = partial(self.size, depth=depth - 1)
        total = 1
        target = self._document.target(schema)
        total += here(target) if target is not None else 0
        for keyword in _IN_PLACE:
            factor = 1 if keyword == "allOf" else 2  # both readings
            for index in range(len(schema.get(keyword, ()))):
                total += factor * here(at.child(keyword, index))
        for name in schema.get("dependentSchemas", ()):
            total += here(at.child("dependentSchemas", name))
        for keyword in ("not", "if", "then", "else"):
            total += here(at.child(keyword)) if keyword in schema else 0
        total += sum(below(at.child("properties", it)) for it in schema.get("properties", ()))
        patterns = schema.get("patternProperties", ())
        total += _UNNAMED * sum(below(at.child("patternProperties", it)) for it in patterns)
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            if keyword in schema:
                total += _UNNAMED * below(at.child(keyword))
        for keyword in ("items", "contains", "unevaluatedItems"):
            if keyword in schema:
                total += items * below(at.child(keyword))
        total += sum(
            below(at.child("prefixItems", index))
            for index in range(len(schema.get("prefixItems", ())))
        )
        return total

"""How much there is to encode of a contract's outermost level, before anything is made."""

from typing import Final

from tallystick.solve import Contract
from tallystick.solve.document import At

HEAVY: Final = 60
"""Schemas at the outermost level beyond which a type without rules is not asked about."""
_IN_PLACE: Final = ("allOf", "anyOf", "oneOf")
_ONE: Final = ("not", "if", "then", "else")


def weight(contract: Contract) -> int:
    """Count the schemas of a message itself and of its members, each as often as it is used."""
    total, todo = 0, list(contract.roots)
    while todo and total <= HEAVY:
        at = todo.pop()
        schema = at.keywords
        properties = schema.get("properties")
        total += 1 + (len(properties) if isinstance(properties, dict) else 0)
        todo += _in_place(contract, at)
    return total


def _in_place(contract: Contract, at: At) -> list[At]:
    schema = at.keywords
    target = contract.document.target(schema)
    found = [] if target is None else [target]
    for keyword in _IN_PLACE:
        found += [at.child(keyword, index) for index in range(len(schema.get(keyword, ())))]
    return found + [at.child(keyword) for keyword in _ONE if keyword in schema]

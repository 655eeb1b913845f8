"""Branches of a message's own schemas that no valid message may take: of unions, of conditions.

Only what is written at the type itself is asked about: what it refers to serves others, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.diagnostics import Span
from tallystick.solve import Contract
from tallystick.text import Json

_NULL: Final[Json] = {"type": "null"}
"""The branch that `nullable` stands for."""
_PLAIN: Final[tuple[Json, ...]] = (None, True, False, {})
"""What a condition says where it says nothing, or just that something is refused."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A schema that messages are meant to take, or not.

    Attributes:
        span: Its place.
        schema: What messages accept that take it.
        said: What is so where none does.
    """

    span: Span
    schema: Json
    said: str


def branches_of(contract: Contract, place: Span) -> Iterator[Branch]:
    """Yield the branches of a contract, in the order of the document.

    Args:
        contract: The contract.
        place: The schema that they are written in. Others may apply, too: a variant's type has what
            stands around the union, whose other variants are no concern of it.
    """
    todo = [root for root in contract.roots if root.span == place]
    for at in todo:
        schema = at.keywords
        todo += [at.child("allOf", index) for index in range(len(schema.get("allOf", ())))]
        for keyword in ("anyOf", "oneOf"):
            for index in range(len(schema.get(keyword, ()))):
                inner = at.child(keyword, index)
                if inner.value not in (False, _NULL):
                    said = f"no valid message is of this branch of the `{keyword}`"
                    yield Branch(inner.span, inner.value, said)
        condition = schema.get("if")
        if condition is not None and schema.get("then") not in _PLAIN:
            said = "this `then` never applies: no valid message meets the `if`"
            yield Branch(at.span.child("then"), condition, said)
        if condition is not None and schema.get("else") not in _PLAIN:
            said = "this `else` never applies: every valid message meets the `if`"
            yield Branch(at.span.child("else"), {"not": condition}, said)

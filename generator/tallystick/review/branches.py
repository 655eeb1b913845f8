"""Branches of a message's own schemas that no valid message may take: of unions, of conditions.

Only what is written at the type itself is asked about: what it refers to serves others, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.diagnostics import Span
from tallystick.solve import Contract
from tallystick.solve.document import At
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
        todo += [at.child("allOf", index) for index in range(len(at.keywords.get("allOf", ())))]
        for keyword in ("anyOf", "oneOf"):
            yield from _of_union(at, keyword)
        if "if" in at.keywords:
            yield from _of_condition(at, at.keywords["if"])


def _of_union(at: At, keyword: str) -> Iterator[Branch]:
    said = f"no valid message is of this branch of the `{keyword}`"
    for index in range(len(at.keywords.get(keyword, ()))):
        inner = at.child(keyword, index)
        if inner.value not in (False, _NULL):
            yield Branch(inner.span, inner.value, said)


def _of_condition(at: At, condition: Json) -> Iterator[Branch]:
    if at.keywords.get("then") not in _PLAIN:
        said = "this `then` never applies: no valid message meets the `if`"
        yield Branch(at.span.child("then"), condition, said)
    if at.keywords.get("else") not in _PLAIN:
        said = "this `else` never applies: every valid message meets the `if`"
        yield Branch(at.span.child("else"), {"not": condition}, said)

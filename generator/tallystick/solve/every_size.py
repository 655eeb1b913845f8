"""Proofs for messages of every size, where asking about one contract ends at its bounds.

Containment has items and members that stand for any others, which a question about one contract has
not. So what is asked of it is asked once more as containment.
"""

from typing import Final

from tallystick.diagnostics import Span
from tallystick.solve.answers import Answer, Claim, Proof, Undecided
from tallystick.solve.book import Bearing
from tallystick.solve.containment import Containment
from tallystick.solve.contract import Contract, bare
from tallystick.solve.document import At, Document
from tallystick.solve.survey import recursive
from tallystick.text import Json

_WISH: Final = Span("", "")
"""Where a schema stands that nobody wrote."""


def broken_alone(contract: Contract, claim: Claim, *, effort: int) -> Answer:
    """Look for a message that breaks one rule of a contract and nothing else.

    All that the other claims accept would have to be accepted by the rule. It is asked of the
    message itself, not of others of its type within it: where the rule is broken deeper only, the
    innermost of those parts is a message as looked for.

    Args:
        contract: The contract.
        claim: A rule of the message itself.
        effort: As of `Containment`.
    """
    place = Span(claim.span.uri, claim.span.pointer.rsplit("/", 2)[0])
    roots = [root for root in contract.roots if root.span == place]
    if not roots or (len(contract.roots) > 1 and recursive(contract)):
        return Undecided("the rule is not one of the message alone")
    others = contract.ruled(lambda rule: rule.span != claim.span)
    at = At({}, place)
    document = Document(at, {})
    book = contract.book.only(lambda rule: rule.span == claim.span)
    right = Contract({}, document, (at,), book, Bearing(document, book))
    return Containment(others, right, effort=effort).searched()


def accepted(contract: Contract, *, like: Json = True, effort: int) -> Answer:
    """Look for a message that a contract accepts.

    Args:
        contract: The contract.
        like: What else the message should be like.
        effort: As of `Containment`.
    """
    left = contract if like is True else contract.having(At(like, _WISH))
    answer = Containment(left, bare(schema=False), effort=effort).searched()
    if not isinstance(answer, Proof):
        return answer
    claims = tuple(claim for claim in answer.claims if claim.span.uri)
    return Proof(claims, answer.needs, answer.bounds)

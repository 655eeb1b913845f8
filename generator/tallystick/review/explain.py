"""Proofs in words: what stands where, and excludes the rest."""

from typing import Final

from tallystick.diagnostics import Note, Span
from tallystick.solve import Claim, Proof

_MOST: Final = 6
_ORDER: Final = {"rule": 0, "required": 2, "type": 3}
_WORDS: Final = {
    "false": "nothing is accepted here",
    "additionalProperties": "other members are refused here",
    "unevaluatedProperties": "other members are refused here",
    "oneOf": "exactly one of these is accepted here",
    "anyOf": "one of these is needed here",
    "not": "this is refused here",
    "if": "this depends on a condition here",
}


def notes(proof: Proof, *, without: frozenset[Claim] = frozenset()) -> tuple[Note, ...]:
    """Say what a proof stands on: the rules first, what is said of almost every member last.

    Args:
        proof: The proof.
        without: Claims that are named already.
    """
    claims = sorted(
        (claim for claim in proof.claims if claim not in without),
        key=lambda claim: _ORDER.get(claim.keyword, 1),
    )
    found = [Note(message=words(claim), span=_place(claim)) for claim in claims[:_MOST]]
    if len(claims) > _MOST:
        found.append(Note(message=f"and {len(claims) - _MOST} more"))
    return tuple(found)


def words(claim: Claim) -> str:
    """Say what a claim says."""
    match claim.keyword:
        case "rule":
            return f"the rule `{claim.detail}`"
        case "required":
            return f"`{claim.detail}` is required here"
        case "dependentRequired":
            member, _, other = claim.detail.partition("/")
            return f"`{member}` asks for `{other}` here"
        case keyword:
            return _WORDS.get(keyword, f"`{keyword}` here")


def _place(claim: Claim) -> Span:
    if claim.keyword in ("rule", "false"):
        return claim.span
    return claim.span.child(claim.keyword)


def rules_of(proof: Proof) -> list[Claim]:
    """Return the rules that a proof stands on, in the order of the documents."""
    return sorted((it for it in proof.claims if it.keyword == "rule"), key=lambda it: str(it.span))


def listed(claims: list[Claim]) -> str:
    """Name rules in a sentence."""
    names = [f"`{claim.detail}`" for claim in claims]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

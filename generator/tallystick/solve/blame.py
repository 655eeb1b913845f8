"""Which claim of a contract an error of the validator is about."""

from typing import Final

from jsonschema_rs import ValidationError

from tallystick.ir.keywords import SCHEMA_LIST, SCHEMA_MAP
from tallystick.solve.answers import Claim
from tallystick.solve.contract import Contract
from tallystick.solve.document import At

_OWN: Final = frozenset(
    {"additionalProperties", "unevaluatedProperties", "unevaluatedItems", "propertyNames"}
)
"""Keywords that make a claim where the schema they hold accepts nothing."""


def claim_of(error: ValidationError, contract: Contract) -> Claim:
    """Return the claim that an error is about.

    Args:
        error: Of the validator that was made of the contract's schema.
        contract: The contract.
    """
    at, steps = _start(list(error.schema_path), contract)
    at, keyword = _followed(at, steps)
    if keyword is None:
        return Claim(at.span, "false")
    if keyword.startswith("unevaluated") and at.keywords[keyword] is False:
        return Claim(at.child(keyword).span, "false")
    return Claim(at.span, keyword, _detail(at, keyword, error))


def _detail(at: At, keyword: str, error: ValidationError) -> str:
    """Return what a keyword says something of: the member that is missing, and because of which."""
    missing = str(getattr(error.kind, "property", ""))
    if keyword != "dependentRequired":
        return missing
    present = error.instance if isinstance(error.instance, dict) else {}
    wanting = (it for it, names in at.keywords[keyword].items() if missing in names)
    return "/".join((*(it for it in wanting if it in present), missing)[-2:])


def _start(steps: list[str | int], contract: Contract) -> tuple[At, list[str | int]]:
    """Return the schema that a path starts from, and what is left of the path."""
    roots = contract.roots
    if steps[:1] == ["$defs"]:
        return contract.document.defs[str(steps[1])], steps[2:]
    if len(roots) > 1 and steps[:1] == ["allOf"]:
        return roots[int(steps[1])], steps[2:]
    return (roots[-1] if steps == ["type"] else roots[0]), steps


def _followed(at: At, steps: list[str | int]) -> tuple[At, str | None]:
    """Follow a path to the schema that makes a claim; None: it is the schema that says no.

    What a claim says of schemas below it, of the names of members, is the claim's own.
    """
    while steps:
        keyword = str(steps.pop(0))
        if keyword == "propertyNames" or (not steps and not _is_false(at, keyword)):
            return at, keyword
        at = at.child(keyword)
        if keyword in SCHEMA_LIST or keyword in SCHEMA_MAP:
            at = at.child(steps.pop(0))
    return at, None


def _is_false(at: At, keyword: str) -> bool:
    """Whether a keyword holds the schema that accepts nothing, and says nothing itself."""
    return keyword not in _OWN and at.keywords.get(keyword) is False

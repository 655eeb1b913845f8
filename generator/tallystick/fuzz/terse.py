"""A server that names no rule in what it refuses, or all but a few."""

from dataclasses import replace
from typing import Final

from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Finding, Weight
from tallystick.fuzz.oracles.naming import KIND

FEWEST: Final = 4
"""Broken rules below which each is told."""


def together(ledger: Ledger) -> tuple[Finding, ...]:
    """Return what was found, with one in place of those of all rules where none was named.

    A server that names most of them has a place for it, whatever the document says of refusals:
    the others are more than notes.
    """
    found = ledger.findings
    mine = [each for each in found if each.kind == KIND]
    unnamed = {each.claim for each in mine}
    refused = {claim for claim, trial in ledger.trials.items() if claim.rule and trial.refused}
    named = refused - unnamed
    if len(named) >= FEWEST and len(named) > len(unnamed):
        return tuple(_warned(each) if each in mine else each for each in found)
    if len(unnamed) < FEWEST or named:
        return found
    names = len({each.name for each in unnamed})
    first = mine[0]
    told = first.claim.name
    said = f"refusals do not name the rule that is broken, none of {names}; this one breaks {told}"
    one = replace(first, sentence=said, count=sum(each.count for each in mine))
    return tuple(one if each is first else each for each in found if each not in mine[1:])


def _warned(found: Finding) -> Finding:
    return replace(found, weight=Weight.WARNING) if found.weight is Weight.NOTE else found

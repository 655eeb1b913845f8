"""String functions of CEL as languages."""

from typing import Final

from tallystick.solve.encoding.world import World
from tallystick.solve.smt.formula import Formula, neg
from tallystick.solve.smt.symbolic import Arith
from tallystick.solve.strings.language import (
    EVERYTHING,
    Term,
    choice,
    complement,
    constant,
    sequence,
)
from tallystick.solve.strings.order import after, before

MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""Comparisons with their sides exchanged."""


def text_test(world: World, function: str, left: Arith, right: Arith) -> Formula:
    """Return whether a comparison or test of two strings holds; by code point."""
    words = world.words
    known, known_too = words.text(left), words.text(right)
    if left is right:
        return function not in ("<", ">")
    if known_too is not None:
        return words.within(left, _language(function, known_too))
    if known is not None and function in MIRRORED:
        return words.within(right, _language(MIRRORED[function], known))
    if function not in MIRRORED:
        return world.unknown(f"{function} of two strings")
    world.unknowns.append("the order of strings")  # texts that are in order may not be found
    one, other = (left, right) if function in ("<", ">=") else (right, left)
    earlier = words.before(one, other)
    return earlier if function in ("<", ">") else neg(earlier)


def _language(function: str, text: str) -> Term:  # noqa: PLR0911 - one return for each test
    """Return the strings that stand in a relation to a constant."""
    whole = constant(text)
    match function:
        case "startsWith":
            return sequence(whole, EVERYTHING)
        case "endsWith":
            return sequence(EVERYTHING, whole)
        case "contains":
            return sequence(EVERYTHING, whole, EVERYTHING)
        case "<":
            return before(text)
        case "<=":
            return choice(before(text), whole)
        case ">=":
            return complement(before(text))
        case _:
            return after(text)

"""String functions of CEL as languages."""

from typing import Final

from tallystick.rules.regex import CharSet
from tallystick.solve.encoding.world import World
from tallystick.solve.smt.formula import Formula
from tallystick.solve.smt.symbolic import Arith
from tallystick.solve.strings.language import (
    EVERYTHING,
    SURROGATES,
    Term,
    choice,
    complement,
    constant,
    sequence,
)

MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""Comparisons with their sides exchanged."""


def text_test(world: World, function: str, left: Arith, right: Arith) -> Formula:
    """Return whether a comparison or test of two strings holds; by code point."""
    words = world.words
    one, other = words.text(left), words.text(right)
    if left is right:
        return function not in ("<", ">")
    if other is not None:
        return words.within(left, _language(function, other))
    if one is not None and function in MIRRORED:
        return words.within(right, _language(MIRRORED[function], one))
    return world.unknown(f"{function} of two strings")


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
            return _below(text)
        case "<=":
            return choice(_below(text), whole)
        case ">=":
            return complement(_below(text))
        case _:
            return complement(choice(_below(text), whole))


def _below(text: str) -> Term:
    """Return the strings before a text: its own beginnings, and those that turn off low."""
    options: list[Term] = []
    for index, char in enumerate(text):
        before = constant(text[:index])
        options.append(before)
        code = ord(char)
        if code:
            options.append(sequence(before, CharSet(_up_to(code - 1)), EVERYTHING))
    return choice(*options)


def _up_to(last: int) -> tuple[tuple[int, int], ...]:
    if last < SURROGATES[0]:
        return ((0, last),)
    return (
        ((0, SURROGATES[0] - 1), (SURROGATES[1] + 1, last))
        if last > SURROGATES[1]
        else ((0, SURROGATES[0] - 1),)
    )

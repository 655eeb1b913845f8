"""Strings that come before or after another, by code point."""

from tallystick.rules.regex import CharSet
from tallystick.solve.strings.language import (
    EVERYTHING,
    SURROGATES,
    Term,
    choice,
    complement,
    constant,
    sequence,
)


def before(text: str) -> Term:
    """Return the strings before a text: its own beginnings, and those that turn off low."""
    options: list[Term] = []
    for index, char in enumerate(text):
        start = constant(text[:index])
        options.append(start)
        code = ord(char)
        if code:
            options.append(sequence(start, CharSet(_up_to(code - 1)), EVERYTHING))
    return choice(*options)


def after(text: str) -> Term:
    """Return the strings after a text."""
    return complement(choice(before(text), constant(text)))


def _up_to(last: int) -> tuple[tuple[int, int], ...]:
    if last < SURROGATES[0]:
        return ((0, last),)
    return (
        ((0, SURROGATES[0] - 1), (SURROGATES[1] + 1, last))
        if last > SURROGATES[1]
        else ((0, SURROGATES[0] - 1),)
    )

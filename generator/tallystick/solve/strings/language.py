"""Languages of strings: what patterns, lengths and constants leave to choose from.

A `Language` is a set of strings given by a boolean combination of regular expressions. Its
automaton is made on demand by derivatives (Brzozowski 1964), so that intersection and complement
cost no more than the states that are visited.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from tallystick.rules.regex import Anchor, CharSet, Choice, Hashed, Regex, Repeat, Sequence

LAST: Final = 0x10FFFF
SURROGATES: Final = (0xD800, 0xDFFF)


@dataclass(frozen=True, slots=True)
class Both(Hashed):
    """Strings of every part; of no parts: every string."""

    parts: tuple["Term", ...]

    __hash__ = Hashed.__hash__


@dataclass(frozen=True, slots=True)
class Complement(Hashed):
    """Strings that are not of the part."""

    part: "Term"

    __hash__ = Hashed.__hash__


Term: TypeAlias = Regex | Both | Complement

ANY_CHAR: Final = CharSet(((0, SURROGATES[0] - 1), (SURROGATES[1] + 1, LAST)))
EMPTY: Final = Sequence(())
NOTHING: Final = Choice(())
EVERYTHING: Final = Repeat(ANY_CHAR, 0, None)


class TooLargeError(Exception):
    """An automaton grows too large to answer the question."""


def constant(text: str) -> Term:
    """Return the language of one string."""
    return sequence(*(CharSet(((ord(char), ord(char)),)) for char in text))


def found(regex: Regex) -> Term:
    """Return the strings in which a pattern is found anywhere."""
    return Sequence((EVERYTHING, regex, EVERYTHING))


def sequence(*parts: Term) -> Term:
    """Return one part after another, flattened; nothing in it makes it nothing."""
    flat: list[Term] = []
    for part in parts:
        if part == NOTHING:
            return NOTHING
        flat.extend(part.parts if isinstance(part, Sequence) else (part,))
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat))  # type: ignore[arg-type]  # here of languages too


def choice(*options: Term) -> Term:
    """Return one of several, without doubles and without what is nothing."""
    flat: dict[Term, None] = {}
    for option in options:
        inner = option.options if isinstance(option, Choice) else (option,)
        flat.update((item, None) for item in inner)
    if EVERYTHING in flat:
        return EVERYTHING
    return next(iter(flat)) if len(flat) == 1 else Choice(tuple(flat))  # type: ignore[arg-type]  # as above


def both(*parts: Term) -> Term:
    """Return what all parts have in common."""
    flat: dict[Term, None] = {}
    for part in parts:
        inner = part.parts if isinstance(part, Both) else (part,)
        flat.update((item, None) for item in inner)
    flat.pop(EVERYTHING, None)
    if NOTHING in flat:
        return NOTHING
    if not flat:
        return EVERYTHING
    return next(iter(flat)) if len(flat) == 1 else Both(tuple(flat))


def complement(part: Term) -> Term:
    """Return every other string."""
    if isinstance(part, Complement):
        return part.part
    if part == NOTHING:
        return EVERYTHING
    return NOTHING if part == EVERYTHING else Complement(part)


@lru_cache(maxsize=50_000)
def nullable(term: Term, *, start: bool, end: bool) -> bool:  # noqa: PLR0911 - one return for each kind
    """Whether the empty string is of the language, at the start or end of the whole text."""
    match term:
        case CharSet():
            return False
        case Anchor():
            return end if term.end else start
        case Sequence():
            return all(nullable(part, start=start, end=end) for part in term.parts)
        case Choice():
            return any(nullable(part, start=start, end=end) for part in term.options)
        case Repeat():
            return term.least == 0 or nullable(term.part, start=start, end=end)
        case Both():
            return all(nullable(part, start=start, end=end) for part in term.parts)
        case Complement():
            return not nullable(term.part, start=start, end=end)


def derive(term: Term, char: int, *, start: bool) -> Term:
    """Return what may follow a character."""
    after = _derive(term, char, start=start)
    return started(after) if start else after


@lru_cache(maxsize=50_000)
def started(term: Term) -> Term:  # noqa: PLR0911 - one return for each kind
    """Return the language after the start of the text, where ``^`` matches no more."""
    match term:
        case Anchor():
            return term if term.end else NOTHING
        case Sequence():
            return sequence(*map(started, term.parts))
        case Choice():
            return choice(*map(started, term.options))
        case Repeat():
            part = started(term.part)
            if part == NOTHING:
                return EMPTY if term.least == 0 else NOTHING
            return Repeat(part, term.least, term.most)  # type: ignore[arg-type]  # as above
        case Both():
            return both(*map(started, term.parts))
        case Complement():
            return complement(started(term.part))
        case _:
            return term


@lru_cache(maxsize=50_000)
def _derive(term: Term, char: int, *, start: bool) -> Term:  # noqa: PLR0911 - one return for each kind
    match term:
        case CharSet():
            inside = any(first <= char <= last for first, last in term.ranges)
            return EMPTY if inside else NOTHING
        case Anchor():
            return NOTHING
        case Sequence():
            return choice(*_derive_sequence(term.parts, char, start=start))
        case Choice():
            return choice(*(_derive(part, char, start=start) for part in term.options))
        case Repeat():
            return sequence(_derive(term.part, char, start=start), once_less(term))
        case Both():
            return both(*(_derive(part, char, start=start) for part in term.parts))
        case Complement():
            return complement(_derive(term.part, char, start=start))


def _derive_sequence(parts: tuple[Term, ...], char: int, *, start: bool) -> Iterator[Term]:
    for index, part in enumerate(parts):
        yield sequence(_derive(part, char, start=start), *parts[index + 1 :])
        if not nullable(part, start=start, end=False):
            return


def once_less(term: Repeat) -> Term:
    """Return what is left of a repetition after its part was there once."""
    if term.most == 0:
        return NOTHING
    most = None if term.most is None else term.most - 1
    return EMPTY if most == 0 else Repeat(term.part, max(0, term.least - 1), most)


def contains(term: Term, text: str) -> bool:
    """Whether a string is of a language."""
    current, start = term, True
    for char in text:
        current = derive(current, ord(char), start=start)
        start = False
    return nullable(current, start=start, end=True)

"""Texts that a pattern matches or a format accepts, and texts that they refuse."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import count, islice
from string import ascii_letters
from typing import Any, Final, NamedTuple

from tallystick.text import Json

FORMATS: Final[Mapping[str, str]] = {
    "date": "2024-02-29",
    "date-time": "2024-02-29T12:34:56Z",
    "time": "12:34:56Z",
    "duration": "P3DT4H",
    "email": "ada@example.com",
    "idn-email": "ada@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.7",
    "ipv6": "2001:db8::7",
    "uri": "https://example.com/a",
    "uri-reference": "/a",
    "iri": "https://example.com/a",
    "iri-reference": "/a",
    "uri-template": "/a/{b}",
    "uuid": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
    "json-pointer": "/a",
    "relative-json-pointer": "1/a",
    "regex": "^a$",
    "byte": "AAAA",
    "base64": "AAAA",
}
"""Format -> a text that has it."""
LATER: Final[Mapping[str, str]] = {
    "date": "2024-03-01",
    "date-time": "2024-03-01T12:34:56Z",
    "time": "23:34:56Z",
}
"""Format -> a text that comes after that one: rules ask for beginnings before ends."""
WRONG: Final = ("", "not so", "%%%", "[", "a b\n", "-1", "\u00e9 \u00e9")
"""Texts of which most patterns and formats refuse at least one."""
MAX_PATTERN: Final = 2_000
MAX_TEXT: Final = 20_000
WORD: Final = re.compile(r"\w+(?=\W)")
ASCII: Final = 127
WIDE: Final = 64
"""How far repeats go that end somewhere."""
STRETCH: Final = (0, 1, 2, 3, 5, 8, 13, 21, 34, 64, 256)
"""How far open-ended repeats go beyond their least."""


class Chosen(NamedTuple):
    """Which of the texts that a pattern matches is made.

    Attributes:
        extra: How far repeats go beyond their least.
        turn: Which alternative, and which character of a class, counted around; `LAST` for the
            last alternative, and the end of the last range.
    """

    extra: int
    turn: int = 0


LAST: Final = -1
EXTREMES: Final = (
    *(Chosen(0), Chosen(WIDE), Chosen(0, 1), Chosen(WIDE, 2), Chosen(1, 3)),
    Chosen(0, LAST),
)
"""The shortest and the longest text, and others by further alternatives and characters."""


def matching(pattern: str, shortest: int = 0, longest: int | None = None) -> str | None:
    """Return a text that a pattern matches, or None when none was found.

    Args:
        pattern: Searched for, not anchored, as JSON Schema does.
        shortest: Fewest characters.
        longest: Most characters; None is no bound.
    """
    fits = (
        text
        for text in _matched(pattern, map(Chosen, STRETCH))
        if shortest <= len(text) and (longest is None or len(text) <= longest)
    )
    return next(fits, None)


def sized(pattern: str | None, size: int) -> str | None:
    """Return a text of just so many characters, that a pattern matches if there is one."""
    if pattern is None:
        return "a" * size
    made = _matched(pattern, map(Chosen, (*STRETCH, *range(size + 1))))
    return next((text for text in made if len(text) == size), None)


def extremes(pattern: str) -> Iterator[str]:
    """Yield texts that a pattern matches: the shortest, the longest, one for each alternative."""
    yield from dict.fromkeys(_matched(pattern, EXTREMES))


def different(pattern: str, size: int) -> list[str]:
    """Return texts that a pattern matches, no two alike, as many as are asked for if there are."""
    made = _matched(pattern, (Chosen(turn % 4, turn // 4) for turn in count()))
    return list(dict.fromkeys(islice(made, 8 * size)))[:size]


def _matched(pattern: str, wishes: Iterable[Chosen]) -> Iterator[str]:
    """Yield a text that a pattern matches for each wish."""
    if len(pattern) > MAX_PATTERN:
        return
    try:
        tree: Any = import_module("re._parser").parse(pattern)
        for chosen in wishes:
            yield "".join(_texts(tree, chosen))
    except (re.error, RecursionError, OverflowError, _TooHardError):
        return


def misses(pattern: str) -> Iterator[str]:
    """Yield texts that a pattern just does not match: by a letter more, a letter less, by case.

    Some may match all the same; nobody has judged them yet.
    """
    found = [text for text in dict.fromkeys(_matched(pattern, EXTREMES[1::-1])) if text]
    yield from (text for text in dict.fromkeys(_missed(found)) if text not in found)


def _missed(found: Sequence[str]) -> Iterator[str]:
    yield from (text + text[-1] for text in found[:1])
    yield from (text[:-1] for text in found[-1:] if len(text) > 1)
    for text in found:
        last = text[-1]
        yield from (text[:-1] + last.swapcase(), text[:-1] + ("0" if last.isalpha() else "a"))
        yield from (text.swapcase(), text[1:], text + last, text[:-1])
        # Of a word within, its last letter: http:// for https://.
        yield from (text[: it.end() - 1] + text[it.end() :] for it in WORD.finditer(text))


def texts_in(value: Json) -> Iterator[str]:
    """Yield the texts of a value, at every depth."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else ():
        yield from texts_in(part)
    for part in value if isinstance(value, list) else ():
        yield from texts_in(part)


class _TooHardError(Exception):
    """The pattern uses something that is not covered."""


def _texts(tree: Any, chosen: Chosen) -> Iterator[str]:
    size = 0
    for code, argument in tree:
        make = _MAKERS.get(str(code))
        if make is None:
            raise _TooHardError
        text = make(argument, chosen)
        size += len(text)
        if size > MAX_TEXT:
            raise _TooHardError
        yield text


def _repeat(argument: Any, chosen: Chosen) -> str:
    least, most, inner = argument
    times = min(int(most), int(least) + chosen.extra)
    if times > MAX_TEXT:
        raise _TooHardError
    return "".join(_texts(inner, chosen)) * times


def _members(argument: Any, chosen: Chosen) -> str:
    refused = bool(argument) and str(argument[0][0]) == "NEGATE"
    fitting = (char for char in _candidates(argument) if _has(argument, char) is not refused)
    if not chosen.turn:
        found = next(fitting, None)
    elif chosen.turn == LAST:
        found = next(
            (char for char in _ends(argument) if _has(argument, char) is not refused), None
        )
        found = found or next(fitting, None)
    else:
        some = list(dict.fromkeys(fitting))
        found = some[chosen.turn % len(some)] if some else None
    if found is None:
        raise _TooHardError
    return found


def _branch(argument: Any, chosen: Chosen) -> str:
    return "".join(_texts(argument[1][chosen.turn % len(argument[1])], chosen))


def _candidates(argument: Any) -> Iterator[str]:
    yield from "abcABC0123456789_-. xyzXYZ/+=~!" + ascii_letters
    for code, value in argument:
        if str(code) == "LITERAL":
            yield chr(value)
        elif str(code) == "RANGE":
            yield chr(value[0])


def _ends(argument: Any) -> Iterator[str]:
    """Yield the last characters of the ranges of a class, of the last range first."""
    for code, value in reversed(argument):
        if str(code) == "RANGE" and value[1] < ASCII:
            yield chr(value[1])


def _has(argument: Any, char: str) -> bool:
    return any(_is(str(code), value, char) for code, value in argument)


def _is(code: str, value: Any, char: str) -> bool:
    if code == "LITERAL":
        return bool(ord(char) == value)
    if code == "RANGE":
        return bool(value[0] <= ord(char) <= value[1])
    if code != "CATEGORY":
        return False
    name = str(value).removeprefix("CATEGORY_")
    inside = {"DIGIT": char.isdigit(), "SPACE": char.isspace(), "WORD": char.isalnum()}
    return not inside.get(name[4:], True) if name.startswith("NOT_") else inside.get(name, False)


_MAKERS: Final[Mapping[str, Callable[[Any, Chosen], str]]] = {
    "LITERAL": lambda argument, _: chr(argument),
    "NOT_LITERAL": lambda argument, _: "a" if argument != ord("a") else "b",
    "ANY": lambda _, __: "a",
    "AT": lambda _, __: "",
    "ASSERT": lambda _, __: "",
    "ASSERT_NOT": lambda _, __: "",
    "IN": _members,
    "MAX_REPEAT": _repeat,
    "MIN_REPEAT": _repeat,
    "POSSESSIVE_REPEAT": _repeat,
    "SUBPATTERN": lambda argument, chosen: "".join(_texts(argument[3], chosen)),
    "BRANCH": _branch,
}

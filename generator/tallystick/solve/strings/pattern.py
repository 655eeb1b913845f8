r"""Patterns of JSON Schema as languages.

The dialect is ECMA-262's, as far as it is regular: look-ahead is an intersection or a complement
of what follows, so it costs nothing. What is not regular, or what implementations read
differently (``\b``, ``\p``, back-references, look-behind), is refused.

Source: ECMA-262, section 22.2; JSON Schema 2020-12 core, section 6.4.
"""

import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from tallystick.rules.regex import (
    Anchor,
    CharSet,
    Choice,
    Regex,
    Repeat,
    Sequence,
    complement,
    merge,
)
from tallystick.solve.strings.language import (
    EVERYTHING,
    SURROGATES,
    Term,
    both,
    choice,
    sequence,
)
from tallystick.solve.strings.language import (
    complement as other,
)

MAX_REPEAT: Final = 5000
_MAX_DEPTH: Final = 60
_DIGIT: Final = ((0x30, 0x39),)
_WORD: Final = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE: Final = (
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
)
_CLASSES: Final = {"d": _DIGIT, "w": _WORD, "s": _SPACE}
_CONTROLS: Final = {"t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D, "0": 0x00}
_HEX: Final = {"x": 2, "u": 4}
_COUNTS: Final = {"*": (0, None), "+": (1, None), "?": (0, 1)}

Ranges: TypeAlias = tuple[tuple[int, int], ...]


class UnsupportedPatternError(ValueError):
    """The pattern is none, or none that is read here."""


@dataclass(frozen=True, slots=True)
class Look:
    """A look-ahead."""

    part: "Tree"
    negative: bool


Tree: TypeAlias = "Regex | Look | tuple[str, tuple[Tree, ...]]"
"""A parsed pattern; tuples are ``("sequence", parts)`` and ``("choice", options)``."""


@lru_cache(maxsize=4096)
def search(pattern: str) -> Term:
    """Return the strings in which a pattern is found.

    Raises:
        UnsupportedPatternError: The pattern is not read here.
    """
    parser = _Parser(pattern)
    tree = parser.choice(0)
    if parser.at < len(pattern):
        raise UnsupportedPatternError(pattern)
    return sequence(EVERYTHING, _before(tree, EVERYTHING))


def _before(tree: Tree, rest: Term) -> Term:
    """Return the language of a tree followed by `rest`, which look-aheads may see."""
    if isinstance(tree, Look):
        ahead = _before(tree.part, EVERYTHING)
        return both(other(ahead) if tree.negative else ahead, rest)
    if not isinstance(tree, tuple):
        return sequence(tree, rest)
    kind, parts = tree
    if kind == "choice":
        return choice(*(_before(part, rest) for part in parts))
    for part in reversed(parts):
        rest = _before(part, rest)
    return rest


def _plain(tree: Tree) -> Regex:
    """Return a tree without look-ahead, for places where nothing can be looked at."""
    if isinstance(tree, Look):
        raise UnsupportedPatternError
    if not isinstance(tree, tuple):
        return tree
    kind, parts = tree
    plain = tuple(_plain(part) for part in parts)
    if len(plain) == 1:
        return plain[0]
    return Choice(plain) if kind == "choice" else Sequence(plain)


class _Parser:
    """A recursive descent over the pattern."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, token: str) -> bool:
        found = self.text.startswith(token, self.at)
        self.at += len(token) if found else 0
        return found

    def refuse(self) -> UnsupportedPatternError:
        return UnsupportedPatternError(self.text, self.at)

    def choice(self, depth: int) -> Tree:
        if depth > _MAX_DEPTH:
            raise self.refuse()
        options = [self.sequence(depth)]
        while self.take("|"):
            options.append(self.sequence(depth))
        return options[0] if len(options) == 1 else ("choice", tuple(options))

    def sequence(self, depth: int) -> Tree:
        parts: list[Tree] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated(depth))
        return parts[0] if len(parts) == 1 else ("sequence", tuple(parts))

    def repeated(self, depth: int) -> Tree:
        part = self.atom(depth)
        counts = self.counts()
        if counts is None:
            return part
        self.take("?")
        least, most = counts
        bad = isinstance(part, Anchor | Look) or self.peek() in tuple("*+?{")
        if bad or max(least, most or 0) > MAX_REPEAT or (most is not None and most < least):
            raise self.refuse()
        return Repeat(_plain(part), least, most)

    def counts(self) -> tuple[int, int | None] | None:
        char = self.peek()
        if char in _COUNTS:
            self.at += 1
            return _COUNTS[char]
        if not self.take("{"):
            return None
        low, comma, high = self.until("}").partition(",")
        if not all(part.isascii() and part.isdigit() for part in (low, high or "0")):
            raise self.refuse()
        return int(low), int(high) if high else (None if comma else int(low))

    def until(self, end: str) -> str:
        stop = self.text.find(end, self.at)
        if stop < 0:
            raise self.refuse()
        found = self.text[self.at : stop]
        self.at = stop + len(end)
        return found

    def atom(self, depth: int) -> Tree:
        char = self.peek()
        self.at += 1
        match char:
            case "(":
                return self.group(depth)
            case "[":
                return self.bracket()
            case ".":
                return CharSet(complement(((0x0A, 0x0A),)))
            case "^" | "$":
                return Anchor(end=char == "$")
            case "\\":
                return CharSet(self.escape())
            case "*" | "+" | "?" | "{":
                raise self.refuse()
            case _:
                return CharSet(((ord(char), ord(char)),))

    def group(self, depth: int) -> Tree:
        wrap: Callable[[Tree], Tree] = lambda inner: inner  # noqa: E731 - the plain case of three
        if self.take("?=") or self.take("?!"):
            negative = self.text[self.at - 1] == "!"
            wrap = lambda inner: Look(inner, negative)  # noqa: E731 - the second of three
        elif self.take("?<"):
            if not self.until(">").isidentifier():
                raise self.refuse()
        elif self.peek() == "?" and not self.take("?:"):
            raise self.refuse()
        inner = self.choice(depth + 1)
        if not self.take(")"):
            raise self.refuse()
        return wrap(inner)

    def escape(self) -> Ranges:
        char = self.peek()
        self.at += 1
        if char.lower() in _CLASSES:
            ranges = _CLASSES[char.lower()]
            return ranges if char.islower() else complement(ranges)
        if char in _CONTROLS and not (char == "0" and self.peek().isdigit()):
            return ((_CONTROLS[char], _CONTROLS[char]),)
        if char in _HEX:
            code = self.hexadecimal(_HEX[char])
            return ((code, code),)
        if char == "c" and self.peek() in string.ascii_letters and self.peek():
            self.at += 1
            code = ord(self.text[self.at - 1]) % 32
            return ((code, code),)
        if not char or char not in string.punctuation:
            raise self.refuse()
        return ((ord(char), ord(char)),)

    def hexadecimal(self, count: int) -> int:
        if count > _HEX["x"] and self.take("{"):
            digits = self.until("}")
        else:
            digits = self.text[self.at : self.at + count]
            self.at += count
        if len(digits) < min(count, 1) or not set(digits) <= set(string.hexdigits):
            raise self.refuse()
        code = int(digits, 16)
        if SURROGATES[0] <= code <= SURROGATES[1] or code > 0x10FFFF:  # noqa: PLR2004 - the last one
            raise self.refuse()
        return code

    def bracket(self) -> CharSet:
        negated = self.take("^")
        ranges: list[tuple[int, int]] = []
        while not self.take("]"):
            ranges.extend(self.range())
        if not ranges:
            raise self.refuse()
        merged = merge(tuple(ranges))
        return CharSet(complement(merged) if negated else merged)

    def range(self) -> Ranges:
        low = self.member()
        if self.peek() != "-" or self.text[self.at + 1 : self.at + 2] in ("]", ""):
            return low
        self.at += 1
        high = self.member()
        single = all(len(end) == 1 and end[0][0] == end[0][1] for end in (low, high))
        if not single or high[0][0] < low[0][0]:
            raise self.refuse()
        return ((low[0][0], high[0][0]),)

    def member(self) -> Ranges:
        char = self.peek()
        self.at += 1
        if not char:
            raise self.refuse()
        return self.escape() if char == "\\" else ((ord(char), ord(char)),)

"""A short text that a regular expression of a schema matches, as far as that is easy.

Covers what patterns in API descriptions are made of: literals, classes, groups, alternatives
and quantifiers of ECMA-262. Assertions are taken as kept; whoever uses the text validates it.
"""

from collections.abc import Callable, Iterator
from itertools import chain

MAX_PATTERN = 2_000
MAX_DEPTH = 40
MAX_LENGTH = 20_000
MAX_EXTRA = 64
"""How far open-ended quantifiers are stretched to reach a minimum length."""

DIGITS = "0123456789"
WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
MARKS = "-.~ !\"#$%&'()*+,/:;<=>?@[\\]^`{|}"
SPACE = " \t\n"
CLASSES = {"d": DIGITS, "w": WORD, "s": SPACE}
CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}

Node = Callable[[int], str]
"""Makes its text; the argument is how often open-ended quantifiers go beyond their minimum."""


class _Unreadable(Exception):  # noqa: N818 - never leaves this module
    """The pattern uses something that is not covered."""


def matching(pattern: str, shortest: int = 0, longest: int | None = None) -> str | None:
    """Return a text that the pattern probably matches, or None when none was found.

    Args:
        pattern: A regular expression, searched for (not anchored) as JSON Schema does.
        shortest: Fewest characters.
        longest: Most characters; None is no bound.
    """
    if len(pattern) > MAX_PATTERN:
        return None
    try:
        node = _Parser(pattern).whole()
        for extra in range(MAX_EXTRA + 1):
            text = node(extra)
            if len(text) >= shortest:
                return text if longest is None or len(text) <= longest else None
    except _Unreadable:
        return None
    return None


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._alternatives()
        if self._at < len(self._text):
            raise _Unreadable
        return node

    def _peek(self) -> str:
        return self._text[self._at] if self._at < len(self._text) else ""

    def _take(self) -> str:
        if self._at >= len(self._text):
            raise _Unreadable
        self._at += 1
        return self._text[self._at - 1]

    def _accept(self, wanted: str) -> bool:
        if self._text.startswith(wanted, self._at):
            self._at += len(wanted)
            return True
        return False

    def _alternatives(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Unreadable
        first = self._sequence()
        while self._accept("|"):
            self._sequence()
        self._depth -= 1
        return first

    def _sequence(self) -> Node:
        nodes: list[Node] = []
        while self._peek() not in {"", "|", ")"}:
            nodes.append(self._quantified(self._atom()))

        def make(extra: int) -> str:
            text = ""
            for node in nodes:
                text += node(extra)
                if len(text) > MAX_LENGTH:
                    raise _Unreadable
            return text

        return make

    def _quantified(self, node: Node) -> Node:
        bounds = self._quantifier()
        if bounds is None:
            return node
        self._accept("?")
        least, most = bounds
        if least > MAX_LENGTH:
            raise _Unreadable

        def make(extra: int) -> str:
            times = least + extra if most is None else min(most, least + extra)
            return node(extra) * times if times else ""

        return make

    def _quantifier(self) -> tuple[int, int | None] | None:
        for mark, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._accept(mark):
                return bounds
        end = self._text.find("}", self._at)
        if self._peek() != "{" or end < 0:
            return None
        least, comma, most = self._text[self._at + 1 : end].partition(",")
        if not least.isdecimal() or (most and not most.isdecimal()):
            return None
        self._at = end + 1
        if not comma:
            return int(least), int(least)
        return int(least), int(most) if most else None

    def _atom(self) -> Node:
        char = self._take()
        if char in "^$":
            return _constant("")
        if char == "(":
            return self._group()
        if char == "[":
            return _one_of(self._class())
        if char == "\\":
            return self._escape()
        return _constant("a" if char == "." else char)

    def _group(self) -> Node:
        silent = any(self._accept(mark) for mark in ("?=", "?!", "?<=", "?<!"))
        if not silent and not self._accept("?:") and self._accept("?<"):
            while self._take() != ">":
                pass
        node = self._alternatives()
        if self._take() != ")":
            raise _Unreadable
        return _constant("") if silent else node

    def _escape(self) -> Node:
        char = self._take()
        if char in "bB":
            return _constant("")
        if char.isdecimal() and char != "0":
            raise _Unreadable  # a back reference
        return _one_of(self._escaped(char))

    def _escaped(self, char: str) -> str:
        """Return the characters that an escape stands for, as far as they are tried."""
        if char.lower() in CLASSES:
            members = CLASSES[char.lower()]
            return members if char.islower() else _without(members)
        if char in "pP":
            negated = char == "P"
            while self._take() != "}":
                pass
            return DIGITS if negated else "aA1"
        if char in "xu":
            return self._code(char)
        return CONTROLS.get(char, char)

    def _code(self, char: str) -> str:
        if char == "u" and self._accept("{"):
            digits = "".join(iter(self._take, "}"))
        else:
            digits = "".join(self._take() for _ in range(2 if char == "x" else 4))
        try:
            return chr(int(digits, 16))
        except (ValueError, OverflowError):
            raise _Unreadable from None

    def _class(self) -> str:
        negated = self._accept("^")
        members = "".join(chain.from_iterable(self._class_items()))
        return _without(members) if negated else members

    def _class_items(self) -> Iterator[str]:
        while (char := self._take()) != "]":
            low = self._escaped(self._take()) if char == "\\" else char
            if len(low) == 1 and self._peek() == "-" and self._text[self._at + 1 :][:1] != "]":
                self._take()
                high = self._take()
                high = self._escaped(self._take()) if high == "\\" else high
                yield _range(low, high)
            else:
                yield low


def _constant(text: str) -> Node:
    return lambda extra: text  # noqa: ARG005 - the shape of a node


def _one_of(members: str) -> Node:
    if not members:
        raise _Unreadable
    # A letter reads better than what a class happens to begin with.
    best = next((char for char in members if char.isalnum()), members[0])
    return _constant(best)


def _without(members: str) -> str:
    excluded = set(members)
    return "".join(char for char in WORD + MARKS if char not in excluded)


def _range(low: str, high: str) -> str:
    if len(high) != 1 or ord(high) < ord(low):
        raise _Unreadable
    last = min(ord(high), ord(low) + 0x7F)
    return "".join(chr(code) for code in range(ord(low), last + 1))

"""The regular expressions that all backends read alike.

CEL's ``matches`` is RE2's search. RE2, Python, JavaScript and SMT solvers agree on less than each
offers, so a pattern is parsed here into a small tree; a backend prints the tree in its own
dialect instead of passing the text on. What is not in the tree is refused by name.
"""

import string
from dataclasses import dataclass
from typing import Final, TypeAlias

MAX_REPEAT: Final = 1000
"""RE2 refuses larger counts, nested ones multiplied."""
_MAX_DEPTH: Final = 100
_LAST: Final = 0x10FFFF
_HEX_DIGITS: Final = len("10FFFF")
_COUNT_DIGITS: Final = len(str(MAX_REPEAT))


class Hashed:
    """A value that remembers its hash: trees of patterns are looked up very often."""

    __slots__ = ("_hash",)
    __match_args__: tuple[str, ...] = ()
    _hash: int

    def __hash__(self) -> int:
        """Hash of the type and the fields."""
        try:
            return self._hash
        except AttributeError:
            found = hash((type(self), *(getattr(self, name) for name in self.__match_args__)))
            object.__setattr__(self, "_hash", found)
            return found


@dataclass(frozen=True, slots=True)
class CharSet(Hashed):
    """One character out of a set of code points.

    Attributes:
        ranges: Inclusive (first, last), sorted, neither overlapping nor touching.
    """

    ranges: tuple[tuple[int, int], ...]

    __hash__ = Hashed.__hash__


@dataclass(frozen=True, slots=True)
class Anchor(Hashed):
    """The start of the text, or its very end (a newline before the end is not skipped)."""

    end: bool

    __hash__ = Hashed.__hash__


@dataclass(frozen=True, slots=True)
class Sequence(Hashed):
    """Parts one after another; the empty sequence matches the empty text."""

    parts: tuple["Regex", ...]

    __hash__ = Hashed.__hash__


@dataclass(frozen=True, slots=True)
class Choice(Hashed):
    """One of several alternatives."""

    options: tuple["Regex", ...]

    __hash__ = Hashed.__hash__


@dataclass(frozen=True, slots=True)
class Repeat(Hashed):
    """A part repeated; greed does not matter to a search that only asks whether.

    Attributes:
        least: At least so often.
        most: At most so often, None without limit.
    """

    part: "Regex"
    least: int
    most: int | None

    __hash__ = Hashed.__hash__


Regex: TypeAlias = CharSet | Anchor | Sequence | Choice | Repeat


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern.

    Attributes:
        text: As the author wrote it.
        regex: What it means.
    """

    text: str
    regex: Regex


class PatternError(ValueError):
    """The pattern is outside the common subset.

    Attributes:
        offset: Characters into the pattern.
        advice: The smallest edit, or None.
    """

    def __init__(self, message: str, offset: int, advice: str | None = None) -> None:
        """Say what is wrong and where."""
        super().__init__(message)
        self.offset = offset
        self.advice = advice


_DIGIT: Final = ((0x30, 0x39),)
_SPACE: Final = ((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20))
_WORD: Final = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_CLASSES: Final = {"d": _DIGIT, "s": _SPACE, "w": _WORD}
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "a": "\a"}
_PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_REFUSED: Final = {
    "b": "the word boundary \\b",
    "B": "the word boundary \\B",
    "A": "\\A (write ^)",
    "z": "\\z (write $)",
    "Z": "\\Z (write $)",
    "p": "the Unicode class \\p",
    "P": "the Unicode class \\P",
    "Q": "the quotation \\Q",
    "C": "the byte \\C",
}
_REPEATS: Final[dict[str, tuple[int, int | None]]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}

Ranges: TypeAlias = tuple[tuple[int, int], ...]


def parse(text: str) -> Pattern:
    """Parse a pattern of the common subset.

    Raises:
        PatternError: The pattern is not valid, or uses what some backend cannot express.
    """
    parser = _Parser(text)
    regex = parser.choice(0)
    if parser.at < len(text):
        msg = "has a ')' without its '('"
        raise PatternError(msg, parser.at)
    if _size(regex) > MAX_REPEAT * 10:
        msg = "repeats more than RE2 allows"
        raise PatternError(msg, 0)
    return Pattern(text, regex)


def merge(ranges: Ranges) -> Ranges:
    """Sort ranges and join those that overlap or touch."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def complement(ranges: Ranges) -> Ranges:
    """Return every code point that is not in the given sorted ranges."""
    result: list[tuple[int, int]] = []
    start = 0
    for first, last in ranges:
        if start < first:
            result.append((start, first - 1))
        start = last + 1
    if start <= _LAST:
        result.append((start, _LAST))
    return tuple(result)


def _count(text: str) -> bool:
    """Whether a text is a repetition's count; longer ones are far beyond RE2's limit."""
    return text.isascii() and text.isdigit() and len(text) <= _COUNT_DIGITS


def _size(regex: Regex) -> int:
    """Return about how many states RE2 needs; its own limit is on memory."""
    match regex:
        case Sequence():
            return sum(map(_size, regex.parts))
        case Choice():
            return sum(map(_size, regex.options))
        case Repeat():
            return _size(regex.part) * max(1, regex.most or regex.least)
        case _:
            return 1


class _Parser:
    """A recursive descent over the pattern."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def choice(self, depth: int) -> Regex:
        if depth > _MAX_DEPTH:
            msg = "is nested too deeply"
            raise PatternError(msg, self.at)
        options = [self.sequence(depth)]
        while self.peek() == "|":
            self.at += 1
            options.append(self.sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self, depth: int) -> Regex:
        parts: list[Regex] = []
        while (char := self.peek()) and char not in "|)":
            parts.append(self.repeated(depth))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def repeated(self, depth: int) -> Regex:
        start = self.at
        part = self.atom(depth)
        bounds = self.bounds()
        if bounds is None:
            return part
        if isinstance(part, Anchor):
            msg = "repeats an anchor"
            raise PatternError(msg, start)
        if self.peek() == "?":
            self.at += 1
        if self.bounds() is not None:
            msg = "has a repetition of a repetition"
            raise PatternError(msg, self.at - 1, "put the inner one in parentheses")
        least, most = bounds
        if max(least, most or 0) > MAX_REPEAT or (most is not None and most < least):
            msg = f"repeats more than {MAX_REPEAT} times, or fewer times than it must"
            raise PatternError(msg, start)
        return Repeat(part, least, most)

    def bounds(self) -> tuple[int, int | None] | None:
        char = self.peek()
        if char in _REPEATS and char:
            self.at += 1
            return _REPEATS[char]
        if char != "{":
            return None
        end = self.text.find("}", self.at)
        inside = self.text[self.at + 1 : end] if end > 0 else ""
        low, comma, high = inside.partition(",")
        numbers = [low, high] if high else [low]
        if not all(_count(part) for part in numbers):
            msg = "has a '{' that starts no repetition"
            raise PatternError(msg, self.at, "write \\{ for the character")
        self.at = end + 1
        return int(low), int(high) if high else (None if comma else int(low))

    def atom(self, depth: int) -> Regex:
        start = self.at
        char = self.peek()
        self.at += 1
        match char:
            case "(":
                return self.group(depth, start)
            case "[":
                return self.bracket(start)
            case ".":
                return CharSet(complement(((0x0A, 0x0A),)))
            case "^" | "$":
                return Anchor(end=char == "$")
            case "\\":
                return CharSet(self.escape(start))
            case "*" | "+" | "?" | "{":
                msg = f"has a '{char}' with nothing to repeat"
                raise PatternError(msg, start, f"write \\{char} for the character")
            case "}" | "]":
                msg = f"has a '{char}' that closes nothing"
                raise PatternError(msg, start, f"write \\{char} for the character")
            case _:
                return CharSet(((ord(char), ord(char)),))

    def group(self, depth: int, start: int) -> Regex:
        if self.peek() == "?":
            if self.text[self.at : self.at + 2] != "?:":
                msg = f"uses '{self.text[start : start + 4]}', which not every backend has"
                raise PatternError(msg, start, "use a plain group ( ) or (?: )")
            self.at += 2
        inner = self.choice(depth + 1)
        if self.peek() != ")":
            msg = "has a '(' without its ')'"
            raise PatternError(msg, start)
        self.at += 1
        return inner

    def escape(self, start: int) -> Ranges:
        char = self.peek()
        self.at += 1
        if char in _PUNCTUATION and char:
            return ((ord(char), ord(char)),)
        if char in _CONTROLS:
            return ((ord(_CONTROLS[char]), ord(_CONTROLS[char])),)
        if char.lower() in _CLASSES:
            ranges = _CLASSES[char.lower()]
            return ranges if char.islower() else complement(ranges)
        if char == "x":
            return self.hexadecimal(start)
        name = _REFUSED.get(char, f"the escape \\{char}" if char else "a trailing \\")
        msg = f"uses {name}, which not every backend has"
        raise PatternError(msg, start)

    def hexadecimal(self, start: int) -> Ranges:
        braced = self.peek() == "{"
        end = self.text.find("}", self.at) if braced else self.at + 2
        digits = self.text[self.at + braced : end] if end > 0 else ""
        known = 0 < len(digits) <= _HEX_DIGITS and set(digits) <= set(string.hexdigits)
        if not known or (not braced and len(digits) != len("HH")):
            msg = "has a \\x without its two digits"
            raise PatternError(msg, start)
        code = int(digits, 16)
        if code > _LAST:
            msg = f"names a character that does not exist, \\x{{{digits}}}"
            raise PatternError(msg, start)
        self.at = end + braced
        return ((code, code),)

    def bracket(self, start: int) -> CharSet:
        negated = self.peek() == "^"
        self.at += negated
        ranges: list[tuple[int, int]] = []
        first = True
        while first or self.peek() != "]":
            if not self.peek():
                msg = "has a '[' without its ']'"
                raise PatternError(msg, start)
            ranges.extend(self.range())
            first = False
        self.at += 1
        merged = merge(tuple(ranges))
        return CharSet(complement(merged) if negated else merged)

    def range(self) -> Ranges:
        start = self.at
        low = self.member()
        if self.peek() != "-" or self.text[self.at + 1 : self.at + 2] in ("]", ""):
            return low
        self.at += 1
        high = self.member()
        if len(low) != 1 or len(high) != 1 or low[0][0] != low[0][1] or high[0][0] != high[0][1]:
            msg = "has a range whose end is a class"
            raise PatternError(msg, start)
        if high[0][0] < low[0][0]:
            msg = "has a range that runs backwards"
            raise PatternError(msg, start)
        return ((low[0][0], high[0][0]),)

    def member(self) -> Ranges:
        start = self.at
        char = self.peek()
        self.at += 1
        if char == "\\":
            return self.escape(start)
        if char == "[":
            msg = "has a '[' inside brackets, which the dialects read differently"
            raise PatternError(msg, start, "write \\[ for the character")
        if not char:
            msg = "has a '[' without its ']'"
            raise PatternError(msg, start)
        return ((ord(char), ord(char)),)

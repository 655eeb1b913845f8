"""Where each character of a YAML string stands in the text: the folding, read once more.

A rule of many lines is one string to the compiler, which counts its characters; a person counts
lines of the file. So block scalars, folded ones too, and quoted ones with escapes are read here
character by character, each with the place it came from. Source: YAML 1.2.2, chapters 6 to 8.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from tallystick.load.place import Place

Character: TypeAlias = tuple[str, int]
"""A character of the value, and where it comes from."""

_PROPERTY: Final = re.compile(r"[!&]\S*\s+")
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_HEADER: Final = re.compile(r"[|>]([-+]?)([1-9]?)([-+]?)[^\r\n]*")
_BLANKS: Final = re.compile(r"[ \t]*")
_HEX: Final = {"x": 2, "u": 4, "U": 8}
_SIMPLE: Final = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def characters(text: str, place: Place) -> Iterator[Character]:
    """Yield the characters of a string's value with their places in the text.

    Args:
        text: The whole text.
        place: A string; its style is one of YAML.
    """
    start = place.value
    while found := _PROPERTY.match(text, start, place.end):
        start = found.end()
    if place.style in {"literal", "folded"}:
        parent = _parent_indent(text, place)
        yield from _block(text, start, parent, folded=place.style == "folded")
    elif place.style == "plain":
        yield from _flow(text, start, place.end, "")
    else:
        yield from _flow(text, start + 1, place.end - 1, text[start])


def _flow(text: str, at: int, end: int, quote: str) -> Iterator[Character]:
    """Yield a plain or quoted scalar: line breaks fold into spaces."""
    while at < end:
        char = text[at]
        if char in " \t\r\n":
            blanks, after = _fold(text, at, end)
            yield from blanks
            at = after
        elif char == "\\" and quote == '"':
            escaped, at = _escape(text, at, end)
            yield from escaped
        else:
            yield char, at
            at += 2 if char == quote == "'" else 1


def _fold(text: str, at: int, end: int) -> tuple[list[Character], int]:
    """Return what white space stands for, and where it ends."""
    first = at
    breaks: list[int] = []
    while at < end and text[at] in " \t\r\n":
        found = _BREAK.match(text, at, end)
        if found:
            breaks.append(at)
        at = found.end() if found else at + 1
    if not breaks:
        return [(text[i], i) for i in range(first, at)], at
    if len(breaks) == 1:
        return [(" ", breaks[0])], at
    return [("\n", place) for place in breaks[1:]], at


def _escape(text: str, at: int, end: int) -> tuple[list[Character], int]:
    """Return what an escape stands for, and where it ends."""
    char = text[at + 1]
    if char in _HEX:
        after = at + 2 + _HEX[char]
        return [(chr(int(text[at + 2 : after], 16)), at)], after
    found = _BREAK.match(text, at + 1, end)
    if found is None:
        return [(_SIMPLE[char], at)], at + 2
    blanks, after = _fold(text, found.start(), end)  # the escaped break itself is nothing
    return [item for item in blanks if item[0] == "\n"], after


class _Line(NamedTuple):
    """A line of a block scalar: its content, without indentation, and its break."""

    start: int
    content: str
    end: int
    after: int


def _block(text: str, at: int, parent: int, *, folded: bool) -> Iterator[Character]:
    """Yield a block scalar: line by line, breaks held back until the next line is known."""
    header = _HEADER.match(text, at)
    if header is None:
        return
    chomp = header[1] or header[3]
    given = max(parent, 0) + int(header[2]) if header[2] else 0
    indent = given or _found_indent(text, header.end(), parent + 1)
    held: list[Character] = []
    blank: list[Character] = []
    spaced = False
    for line in _lines(text, header.end(), indent):
        if not line.content:
            blank.append(("\n", line.end))
            continue
        spaced_now = line.content[0] in " \t"
        if folded and held and not spaced and not spaced_now:
            held = [] if blank else [(" ", held[0][1])]
        yield from held
        yield from blank
        yield from ((char, line.start + i) for i, char in enumerate(line.content))
        held, blank, spaced = [], [], spaced_now
        if line.after > line.end:
            held.append(("\n", line.end))
    if chomp != "-":
        yield from held
    if chomp == "+":
        yield from blank


def _lines(text: str, at: int, indent: int) -> Iterator[_Line]:
    """Yield the lines of a block scalar, up to one that is indented less.

    Args:
        text: The whole text.
        at: Where the header ends.
        indent: Spaces before the content.
    """
    opening = _BREAK.match(text, at)
    at = opening.end() if opening else len(text)
    while at < len(text):
        found = _BREAK.search(text, at)
        end, after = (found.start(), found.end()) if found else (len(text), len(text))
        line = text[at:end]
        spaces = len(line) - len(line.lstrip(" "))
        if spaces < indent and spaces < len(line):
            return
        if after == end and spaces == len(line) <= indent:
            return
        yield _Line(min(at + indent, end), line[indent:], end, after)
        at = after


def _found_indent(text: str, at: int, least: int) -> int:
    """Return the indentation of the first line with content, or of the longest blank one."""
    most = max(least, 1)
    for line in _BREAK.split(text[at : at + _LOOK])[1:]:
        most = max(most, len(line) - len(line.lstrip(" ")))
        if line.strip(" "):
            break
    return most


_LOOK: Final = 100_000
"""Characters of blank lines to read at most when looking for the indentation."""


def _parent_indent(text: str, place: Place) -> int:
    """Return the indentation of the mapping or list that holds a block scalar; -1 for none."""
    line = max(text.rfind("\n", 0, place.key), text.rfind("\r", 0, place.key)) + 1
    if place.key != place.value:
        return place.key - line
    return text.rfind("-", line, place.value) - line if "-" in text[line : place.value] else -1

"""Bytes to text, and text to the lines that a person reads."""

import re
from bisect import bisect_right
from typing import Final

from tallystick.diagnostics import Diagnostic, Span
from tallystick.load import codes
from tallystick.load.model import Position

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Byte order marks; the longer ones first."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

_HARMLESS: Final = bytes(it for it in range(256) if not _CONTROL.match(chr(it)))
"""What is no control character in UTF-8; deleting it is faster than searching for the others."""

_EXCERPT: Final = 200
"""Characters of a line that an excerpt holds at most."""

_BEFORE: Final = 3
_BEHIND: Final = 6
"""Lines that are given before a place, and from it on."""


def decode(data: bytes, uri: str) -> str | Diagnostic:
    """Return the text of a document: UTF-8, or what its byte order mark says.

    Args:
        data: The whole file.
        uri: Its name, for the diagnostic.
    """
    encoding, skip = "utf-8", 0
    for mark, name in _MARKS:
        if data.startswith(mark):
            encoding, skip = name, len(mark)
            break
    try:
        text = data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        return _undecodable(data, uri, encoding, skip + error.start)
    if encoding == "utf-8" and not data.translate(None, _HARMLESS):
        return text
    found = _CONTROL.search(text)
    if found is None:
        return text
    line = line_of(text, found.start())
    return Diagnostic(
        code=codes.NOT_TEXT,
        message=f"line {line} of {uri} holds the control character U+{ord(found[0]):04X}",
        span=Span(uri),
        help="give a text file: YAML or JSON",
    )


def _undecodable(data: bytes, uri: str, encoding: str, at: int) -> Diagnostic:
    if b"\x00" in data:
        return Diagnostic(
            code=codes.NOT_TEXT,
            message=f"{uri} is a binary file",
            span=Span(uri),
            help="give a text file: YAML or JSON",
        )
    line = data.count(b"\n", 0, at) + 1
    return Diagnostic(
        code=codes.NOT_UTF8,
        message=f"byte 0x{data[at]:02X} on line {line} of {uri} is not {encoding.upper()}",
        span=Span(uri),
        help="save the file as UTF-8",
    )


def line_of(text: str, offset: int) -> int:
    """Return the line of a place, counted from 1."""
    lines = text.count("\n", 0, offset)
    alone = text.count("\r", 0, offset) - text.count("\r\n", 0, offset + 1)
    return lines + alone + 1


class Lines:
    """The lines of places in one text, counted on from places that are known."""

    def __init__(self, text: str) -> None:
        """Begin with the first line."""
        self._text = text
        self._has_returns = "\r" in text
        self._known = [(0, 1)]

    def of(self, offset: int) -> int:
        """Return the line of a place, counted from 1."""
        if self._has_returns:
            return line_of(self._text, offset)
        at = bisect_right(self._known, (offset, len(self._text) + 1))
        start, line = self._known[at - 1]
        line += self._text.count("\n", start, offset)
        self._known.insert(at, (offset, line))
        return line


def position_at(text: str, offset: int, lines: Lines | None = None) -> Position:
    """Return line, column and excerpt of a place in a text.

    Args:
        text: The whole text.
        offset: Characters from its start.
        lines: Its lines, where many are asked for.
    """
    offset = max(0, min(offset, len(text)))
    start = text.rfind("\n", 0, offset) + 1
    start = max(start, text.rfind("\r", start, offset) + 1)
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    alone = text.find("\r", offset, end)
    end = end if alone < 0 else alone
    column = offset - start + 1
    first = start if column <= _EXCERPT else offset - _EXCERPT // 2
    line = lines.of(offset) if lines else line_of(text, offset)
    return Position(
        line=line,
        column=column,
        excerpt=text[first : min(end, first + _EXCERPT)],
        first=first - start + 1,
        around=_around(text, start, line) if first == start else (),
    )


def _around(text: str, start: int, line: int) -> tuple[tuple[int, str], ...]:
    """Return the lines around one that starts at an offset."""
    first = start
    for _ in range(_BEFORE):
        first = text.rfind("\n", 0, max(first - 1, 0)) + 1
    last = start
    for _ in range(_BEHIND):
        last = text.find("\n", last) + 1 or len(text) + 1
    above = text.count("\n", first, start)
    if last - first > _EXCERPT * (_BEFORE + _BEHIND):
        return ()
    lines = text[first : last - 1].split("\n")
    return tuple((line - above + number, it.rstrip("\r")) for number, it in enumerate(lines))

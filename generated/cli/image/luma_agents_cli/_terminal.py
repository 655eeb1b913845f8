"""What a terminal can show: widths, wrapping, colour, nothing that could take it over."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TextIO


def prepare() -> None:
    """Make sure that no character can stop the output."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a line on stderr."""
    if sys.stderr:
        sys.stderr.write(printable(text) + "\n")
        sys.stderr.flush()


def colourful(stream: TextIO) -> bool:
    """Whether colour is seen and wanted. Source: no-color.org."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and stream.isatty()


def printable(text: str) -> str:
    """Return text without escape sequences, controls and marks that reorder what is read."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c == "\n" or c.isprintable() else _visible(c) for c in text)


def _visible(char: str) -> str:
    return " " if char in "\t\r" else f"\\u{ord(char):04x}"


def width() -> int:
    """Return the columns to write into."""
    try:
        wanted = int(os.environ.get("COLUMNS", "")) or os.get_terminal_size().columns
    except (ValueError, OSError):
        return 80
    return max(40, min(wanted, 100))


def columns(text: str) -> int:
    """Return the columns that text takes: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, indent: int, hanging: int = 0) -> Iterator[str]:
    """Yield the lines of prose; lines after a paragraph's first hang further in."""
    most = width()
    for block in printable(text).split("\n"):
        line = " " * indent
        for word in block.split():
            longer = f"{line} {word}" if line.strip() else line + word
            if columns(longer) > most and line.strip():
                yield line
                longer = " " * (indent + hanging) + word
            line = longer
        yield line.rstrip()


def pad(text: str, size: int) -> str:
    """Fill text up to a width."""
    return text + " " * max(0, size - columns(text))

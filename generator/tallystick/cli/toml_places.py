"""Where a member of a TOML file stands; the standard parser keeps no positions."""

import re
from dataclasses import dataclass

from tallystick.diagnostics import Span, unescape
from tallystick.load.model import Position

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlSource:
    """The text of a TOML file.

    Attributes:
        text: The whole file.
        prefix: Tables above the root of the values, ``("tool", "tallystick")``.
    """

    text: str
    prefix: tuple[str, ...] = ()

    def position(self, span: Span) -> Position:
        """Return the line of a member, or of its nearest ancestor that stands on its own line."""
        lines = self.text.splitlines() or [""]
        if span.offset is not None:
            before = self.text[: span.offset].splitlines(keepends=True) or [""]
            row = len(before) - 1
            return Position(line=row + 1, column=len(before[row]) + 1, excerpt=lines[row])
        tokens = span.pointer.split("/")[1:]
        wanted = [*self.prefix, *(unescape(token) for token in tokens)]
        places = self._places()
        while wanted and tuple(wanted) not in places:
            wanted.pop()
        row = places.get(tuple(wanted), 0)
        column = len(lines[row]) - len(lines[row].lstrip()) + 1
        return Position(line=row + 1, column=column, excerpt=lines[row])

    def _places(self) -> dict[tuple[str, ...], int]:
        """Map the path of every table and key to its line, items of arrays of tables counted."""
        places: dict[tuple[str, ...], int] = {}
        counts: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for row, line in enumerate(self.text.splitlines()):
            header = _HEADER.match(line)
            key = _KEY.match(line)
            if header:
                table = _open(_parts(header[2]), array=header[1] == "[[", counts=counts)
                places.setdefault(table, row)
            elif key:
                places.setdefault(table + _parts(key[1]), row)
        return places


def _open(
    path: tuple[str, ...], *, array: bool, counts: dict[tuple[str, ...], int]
) -> tuple[str, ...]:
    """Return the path of a table header with the indexes of the arrays of tables it is in."""
    real: tuple[str, ...] = ()
    for depth, part in enumerate(path):
        real = (*real, part)
        if array and depth == len(path) - 1:
            counts[real] = counts.get(real, -1) + 1
        if real in counts:
            real = (*real, str(counts[real]))
    return real


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))

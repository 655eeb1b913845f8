"""Diagnostics for a terminal: ``file:line:col: error[code]: sentence``, excerpt, help."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from tallystick.diagnostics import Diagnostic, Diagnostics, Severity, Span
from tallystick.load.model import Position

Locate = Callable[[Span], Position | None]
"""Answers where a place stands in its file."""

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
MAX_EXCERPT = 160
"""Characters of a source line that are shown; a minified document is one long line."""


def render(diagnostics: Diagnostics, locate: Locate, *, colour: bool = False) -> str:
    """Render diagnostics sorted by place, with a closing count.

    Args:
        diagnostics: What the stages had to say.
        locate: Positions of places.
        colour: Write ANSI colours.

    Returns:
        The report with a final newline, or "" when there is nothing to say.
    """
    if not diagnostics:
        return ""
    placed = sort(diagnostics, locate)
    blocks = ["\n".join(_block(item, position, locate, colour=colour)) for item, position in placed]
    return "\n\n".join([*blocks, count(tuple(item for item, _ in placed))]) + "\n"


def brief(diagnostics: Diagnostics, locate: Locate) -> str:
    """Render diagnostics on one line each, without excerpt, help and count; for notices."""
    return "".join(
        f"{heading(item, position)}: {item.severity.value}[{item.code.id}]:"
        f" {one_line(item.message)}\n"
        for item, position in sort(diagnostics, locate)
    )


def sort(
    diagnostics: Iterable[Diagnostic], locate: Locate
) -> list[tuple[Diagnostic, Position | None]]:
    """Pair each diagnostic with its position, in the order of files and lines."""
    placed = [(item, locate(item.span) if item.span else None) for item in diagnostics]
    placed.sort(key=_order)
    return [next(same) for _, same in groupby(placed, key=_identity)]


def count(diagnostics: Diagnostics) -> str:
    """Return ``2 errors, 1 warning``."""
    parts = []
    for severity in Severity:
        number = sum(item.severity is severity for item in diagnostics)
        if number:
            plural = "" if number == 1 or severity is Severity.INFO else "s"
            parts.append(f"{number} {severity.value}{plural}")
    return ", ".join(parts)


def heading(item: Diagnostic, position: Position | None) -> str:
    """Return the place of a diagnostic as ``file:line:col``, as far as it is known."""
    if item.span is None:
        return "tally"
    uri = position.uri if position and position.uri else item.span.uri
    return f"{uri}:{position.line}:{position.column}" if position else uri


def _order(placed: tuple[Diagnostic, Position | None]) -> tuple[str, int, int, str, str]:
    item, position = placed
    uri = (position.uri if position else "") or (item.span.uri if item.span else "")
    line, column = (position.line, position.column) if position else (0, 0)
    return (uri, line, column, item.code.id, item.message)


def _identity(placed: tuple[Diagnostic, Position | None]) -> object:
    item, _ = placed
    return (_order(placed), item.help, item.span.pointer if item.span else None)


def _block(
    item: Diagnostic, position: Position | None, locate: Locate, *, colour: bool
) -> Iterator[str]:
    label = _paint(f"{item.severity.value}[{item.code.id}]", COLOURS[item.severity], colour=colour)
    yield f"{heading(item, position)}: {label}: {one_line(item.message)}"
    if position and position.excerpt.strip():
        yield from _excerpt(position, COLOURS[item.severity], colour=colour)
    if item.help:
        yield f"  {_paint('help:', '32', colour=colour)} {one_line(item.help)}"
    for note in item.notes:
        where = locate(note.span) if note.span else None
        place = f" ({where.uri or note.span.uri}:{where.line})" if where and note.span else ""
        yield f"  note: {one_line(note.message)}{place}"


def _excerpt(position: Position, paint: str, *, colour: bool) -> Iterator[str]:
    at = position.column - position.first
    start = max(0, at - MAX_EXCERPT // 2)
    line = printable(position.excerpt[start : start + MAX_EXCERPT].rstrip())
    gutter = f"{position.line:>5} | "
    yield gutter + line
    before = position.excerpt[start:at]
    indent = "".join("\t" if char == "\t" else " " for char in before)
    yield " " * (len(gutter) - 2) + "| " + indent + _paint("^", paint, colour=colour)


def printable(text: str) -> str:
    """Return text with control characters shown as escapes: a document may not drive a terminal."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in "\n\t" else ascii(char)[1:-1] for char in text
    )


def one_line(text: str) -> str:
    """Return text as `printable`, its line breaks as escapes too: some lines are commands to CI."""
    return printable(text).replace("\n", "\\n")


def _paint(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text

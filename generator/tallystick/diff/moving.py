"""Files of oasdiff taken over: severities of checks, and lists of what is ignored."""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.diagnostics import Diagnostic, Diagnostics, Severity, Span
from tallystick.diff import codes
from tallystick.diff.baseline import Entry
from tallystick.diff.checks import catalogue
from tallystick.diff.judge import Selector
from tallystick.diff.model import Check, Direction, Part

_LEVELS: Final = {
    "err": Severity.ERROR,
    "error": Severity.ERROR,
    "warn": Severity.WARNING,
    "warning": Severity.WARNING,
    "info": Severity.INFO,
    "none": None,
}
_SEVERITY: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)+)\s+([A-Za-z]+)")
_OPERATION: Final = re.compile(
    r"\b(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE)\s+(/\S*)", re.IGNORECASE
)
_QUOTED: Final = re.compile(r"[`'\"]([^`'\"]+)[`'\"]")

Severities = tuple[tuple[Selector, Severity | None], ...]


def read_oasdiff(text: str, uri: str) -> tuple[Severities, tuple[Entry, ...], Diagnostics]:
    """Read a file of severities or of what is ignored; each line says which it is.

    Args:
        text: The file.
        uri: What it is called in reports.

    Returns:
        Severities, entries of a baseline, and the lines that say nothing to us.
    """
    severities: list[tuple[Selector, Severity | None]] = []
    entries: list[Entry] = []
    found: list[Diagnostic] = []
    for number, line in enumerate(text.splitlines(), 1):
        written = line.strip()
        if not written or written.startswith("#"):
            continue
        chosen = list(_severities(written))
        entry = None if chosen else _ignored(written)
        severities += chosen
        entries += [] if entry is None else [entry]
        if not chosen and entry is None:
            message = f"line {number} says nothing that can be taken over: {written[:60]}"
            found.append(Diagnostic(code=codes.IMPORT_UNKNOWN, message=message, span=Span(uri)))
    return tuple(severities), tuple(entries), tuple(found)


def _severities(line: str) -> Iterator[tuple[Selector, Severity | None]]:
    match = _SEVERITY.fullmatch(line)
    if match is None or match[2].lower() not in _LEVELS:
        return
    for check in catalogue():
        if match[1] in check.aliases:
            yield selector(check, match[1]), _LEVELS[match[2].lower()]


def selector(check: Check, alias: str) -> Selector:
    """Return which findings of a check one of its aliases means."""
    direction: Direction | None = None
    part: Part | None = None
    if "request-" in alias:
        direction = "request"
    elif "response-" in alias:
        direction = "response"
    if "request-parameter" in alias:
        part = "parameter"
    elif "request-body" in alias or "request-property" in alias:
        part = "request-body"
    elif "response-header" in alias:
        part = "response-header"
    elif "response-" in alias:
        part = "response"
    return Selector(check=check.id, direction=direction, part=part)


def _ignored(line: str) -> Entry | None:
    """Return the entry that a line of an ignore file means; it names things in quotes."""
    operation = _OPERATION.search(line)
    words = tuple(word for word in _QUOTED.findall(line) if not word.startswith("/"))
    if not words:
        return None
    if operation is not None:
        return Entry(
            operation=f"{operation[1].upper()} {operation[2].rstrip(':,;.')}",
            words=words,
            reason=line,
        )
    return Entry(words=words, reason=line) if "components" in line.lower() else None

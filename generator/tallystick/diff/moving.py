"""Files of oasdiff taken over: severities of checks, and lists of what is ignored."""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.diagnostics import Diagnostic, Diagnostics, Severity, Span
from tallystick.diff import codes
from tallystick.diff.baseline import Entry
from tallystick.diff.checks import catalogue
from tallystick.diff.selectors import Selector, selector

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
_WORD: Final = re.compile(r"[a-z]+(?='s)|[a-z0-9]+")
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


def _ignored(line: str) -> Entry | None:
    """Return the entry that a line of an ignore file means.

    It names things in quotes; where there are none, it is the words of one of oasdiff's ids.
    """
    operation = _OPERATION.search(line)
    words = tuple(word for word in _QUOTED.findall(line) if not word.startswith("/"))
    alias = "" if words or operation is None else _alias(line)
    if not words and not alias:
        return None
    if operation is not None:
        return Entry(
            check=alias,
            operation=f"{operation[1].upper()} {operation[2].rstrip(':,;.')}",
            words=words,
            reason=line,
        )
    return Entry(words=words, reason=line) if "components" in line.lower() else None


def _alias(line: str) -> str:
    """Return the longest id that has only words of a line; "" for none."""
    words = set(_WORD.findall(line.lower()))
    ids = (alias for check in catalogue() for alias in check.aliases)
    return max((it for it in ids if words.issuperset(it.split("-"))), key=len, default="")

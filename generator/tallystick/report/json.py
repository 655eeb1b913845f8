"""Diagnostics as JSON, for programs.

Shape: ``{"tallystick": VERSION, "diagnostics": [{"code", "severity", "message", "uri",
"pointer", "line", "column", "help", "notes": [{"message", "uri", "line"}]}]}``; what is not
known is null. Lines and columns count from 1.
"""

import json
from typing import Any

from tallystick import __version__
from tallystick.diagnostics import Diagnostic, Diagnostics, Note
from tallystick.load.model import Position
from tallystick.report.text import Locate, sort


def render(diagnostics: Diagnostics, locate: Locate) -> str:
    """Render diagnostics, sorted by place, as one JSON object with a final newline."""
    items = [_item(item, position, locate) for item, position in sort(diagnostics, locate)]
    return json.dumps({"tallystick": __version__, "diagnostics": items}, indent=2) + "\n"


def _item(item: Diagnostic, position: Position | None, locate: Locate) -> dict[str, Any]:
    span = item.span
    return {
        "code": item.code.id,
        "severity": item.severity.value,
        "message": item.message,
        "uri": (position.uri if position else "") or (span.uri if span else None),
        "pointer": span.pointer if span else None,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "help": item.help,
        "notes": [_note(note, locate) for note in item.notes],
    }


def _note(note: Note, locate: Locate) -> dict[str, Any]:
    position = locate(note.span) if note.span else None
    return {
        "message": note.message,
        "uri": (position.uri if position else "") or (note.span.uri if note.span else None),
        "line": position.line if position else None,
    }

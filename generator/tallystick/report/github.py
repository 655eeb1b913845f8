"""Diagnostics as workflow commands that annotate a pull request.

Source: GitHub Actions, "Workflow commands", setting an error message.
"""

from tallystick.diagnostics import Diagnostic, Diagnostics, Severity
from tallystick.load.model import Position
from tallystick.report.text import Locate, sort

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(diagnostics: Diagnostics, locate: Locate) -> str:
    """Render one line per diagnostic, sorted by place."""
    return "".join(_line(item, position) for item, position in sort(diagnostics, locate))


def _line(item: Diagnostic, position: Position | None) -> str:
    properties = {"title": item.code.id}
    if item.span:
        properties["file"] = (position.uri if position else "") or item.span.uri
    if position:
        properties["line"] = str(position.line)
        properties["col"] = str(position.column)
    said = item.message if item.help is None else f"{item.message}\nhelp: {item.help}"
    listed = ",".join(f"{key}={prop(value)}" for key, value in properties.items())
    return f"::{LEVELS[item.severity]} {listed}::{data(said)}\n"


def data(text: str) -> str:
    """Escape the text of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def prop(text: str) -> str:
    """Escape a property of a workflow command."""
    return data(text).replace(":", "%3A").replace(",", "%2C")

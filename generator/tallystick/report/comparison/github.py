"""A comparison as annotations of a GitHub workflow."""

from typing import Final

from tallystick.diagnostics import Severity
from tallystick.diff.model import Comparison, Finding, Witness
from tallystick.report.comparison.facts import Locate, headline, printable, written
from tallystick.report.github import data, prop

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(comparison: Comparison, locate: Locate) -> str:
    """Return one line per finding, and the verdict as a notice."""
    lines = [_line(finding, locate) for finding in comparison.findings]
    lines.append(f"::notice title=tally diff::{data(headline(comparison))}")
    return "\n".join(lines) + "\n"


def _line(finding: Finding, locate: Locate) -> str:
    properties = {"title": finding.check.id}
    span = finding.change.new
    position = locate(span, "new") if span is not None else None
    if span is not None:
        properties["file"] = (position.uri if position else "") or span.uri
    if position is not None:
        properties["line"] = str(position.line)
        properties["col"] = str(position.column)
    said = printable(finding.message)
    if isinstance(finding.change.verdict, Witness):
        witness = finding.change.verdict
        said += f"\n{witness.kind}: {printable(written(witness.value))}"
        said += f"\nrefused by {witness.refused_by}: {printable(witness.because)}"
    listed = ",".join(f"{key}={prop(value)}" for key, value in properties.items())
    return f"::{_LEVELS[finding.severity]} {listed}::{data(said)}"

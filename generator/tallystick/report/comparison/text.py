"""A comparison for the terminal."""

from collections.abc import Iterator
from typing import Final

from tallystick.diagnostics import Severity
from tallystick.diff.model import Comparison, Finding, Proof, Unproven, Witness
from tallystick.report.comparison.facts import Locate, headline, place, printable, reach, written

_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def render(comparison: Comparison, locate: Locate, *, colour: bool = False) -> str:
    """Return the report as plain text with a final newline.

    Args:
        comparison: What was found.
        locate: Gives the position of a place.
        colour: Whether to mark severities for a terminal.
    """
    lines: list[str] = []
    for finding in comparison.findings:
        lines += [*_finding(finding, locate, colour=colour), ""]
    for item in comparison.suppressed:
        reason = printable(item.reason)
        lines.append(f"accepted[{item.finding.check.id}]: {printable(item.finding.message)}")
        lines += [f"  because: {reason}", ""]
    lines.append(headline(comparison))
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, locate: Locate, *, colour: bool) -> Iterator[str]:
    change = finding.change
    word = finding.severity.value
    if colour:
        word = f"\x1b[{_COLOURS[finding.severity]}m{word}\x1b[0m"
    breaks = ", breaking" if finding.breaking else ""
    yield f"{word}[{finding.check.id}]{breaks}: {printable(finding.message)}"
    if change.operations:
        yield f"  reaches: {printable(reach(change.operations))}"
    if change.old is not None:
        yield f"  old: {printable(place(change.old, 'old', locate))}"
    if change.new is not None:
        yield f"  new: {printable(place(change.new, 'new', locate))}"
    match change.verdict:
        case Witness() as witness:
            yield f"  {witness.kind}: {printable(written(witness.value))}"
            yield f"  accepted by {witness.accepted_by}, refused by {witness.refused_by}"
            yield f"  because: {printable(witness.because)}"
        case Unproven(reason=reason):
            yield f"  unproven: {printable(reason)}"
        case Proof(bounds=bounds) if bounds:
            yield f"  no difference found within {', '.join(bounds)}"

"""A comparison as JUnit XML: a test case for each finding, failed when it breaks."""

from xml.sax.saxutils import escape, quoteattr

from tallystick.diagnostics import Severity
from tallystick.diff.model import Comparison, Finding, Suppressed, Witness
from tallystick.report.comparison.facts import Locate, headline, place, printable, written


def render(comparison: Comparison, locate: Locate) -> str:
    """Return the report as one XML document."""
    cases = [_case(finding, locate) for finding in comparison.findings]
    cases += [_accepted(item) for item in comparison.suppressed]
    failures = sum(map(_fails, comparison.findings))
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    suite = quoteattr(_clean(headline(comparison)))
    body = "\n".join(cases)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="tally diff" {counts}>\n'
        f"  <testsuite name={suite} {counts} "
        f'skipped="{len(comparison.suppressed)}">\n'
        f"{body}\n  </testsuite>\n</testsuites>\n"
    )


def _accepted(item: Suppressed) -> str:
    name = quoteattr(_clean(item.finding.message))
    reason = quoteattr(_clean(item.reason))
    head = f"    <testcase classname={_name(item.finding)} name={name}>"
    return f"{head}\n      <skipped message={reason}/>\n    </testcase>"


def _fails(finding: Finding) -> bool:
    return finding.breaking or finding.severity is Severity.ERROR


def _name(finding: Finding) -> str:
    return quoteattr(_clean(f"{finding.check.tier.value}.{finding.check.id}"))


def _case(finding: Finding, locate: Locate) -> str:
    head = f"    <testcase classname={_name(finding)} name={quoteattr(_clean(finding.message))}"
    if not _fails(finding):
        return f"{head}/>"
    change = finding.change
    lines = [f"reaches: {', '.join(change.operations)}"]
    if change.new is not None:
        lines.append(f"new: {place(change.new, 'new', locate)}")
    if isinstance(change.verdict, Witness):
        lines.append(f"{change.verdict.kind}: {written(change.verdict.value)}")
        lines.append(f"because: {change.verdict.because}")
    said = escape("\n".join(map(_clean, lines)))
    kind = "breaking" if finding.breaking else finding.severity.value
    message = quoteattr(_clean(finding.message))
    failure = f'<failure type="{kind}" message={message}>{said}</failure>'
    return f"{head}>\n      {failure}\n    </testcase>"


def _clean(text: str) -> str:
    """Return text that XML can hold."""
    return printable(text)

"""A comparison for people: one self-contained page, without scripts. The loud comes first."""

import json
from collections.abc import Iterable
from html import escape
from typing import Final

from tallystick.diagnostics import Severity, Span
from tallystick.diff.model import Comparison, Finding, Proof, Unproven, Version, Witness
from tallystick.report.comparison.facts import Locate, advice, headline, printable

_LISTED: Final = 60
_LONGEST: Final = 6_000

STYLE: Final = """
:root { color-scheme: light dark; --line: #d8d8de; --soft: #f3f3f6; --bad: #b3261e;
  --warn: #8a5a00; --good: #1b6e3c; --text: #1b1b1f; --page: #fdfdfd }
@media (prefers-color-scheme: dark) { :root { --line: #3c3c44; --soft: #232329; --bad: #ff8a80;
  --warn: #ffcc66; --good: #7ddba0; --text: #e8e8ea; --page: #17171a } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--text); background: var(--page) }
h1 { font-size: 1.6rem; margin-bottom: .2rem } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem }
pre { overflow-x: auto; background: var(--soft); padding: .6rem; font-size: .82rem; margin: .3rem 0;
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24rem }
code, summary, td { overflow-wrap: anywhere }
.verdict { font-size: 1.15rem; font-weight: 600; border-left: .4rem solid var(--good);
  padding-left: .7rem }
.verdict.breaking { border-color: var(--bad) }
details { border-left: 4px solid var(--line); padding: .3rem .8rem; margin: .6rem 0 }
details.error { border-color: var(--bad) } details.warning { border-color: var(--warn) }
details.error > summary { font-weight: 600 } summary { cursor: pointer }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem }
.sides > div { min-width: 0 } .sides h3 { font-size: .85rem; margin: .4rem 0 .1rem }
.meta { font-size: .85rem; margin: .3rem 0 }
@media (max-width: 40rem) { .sides { grid-template-columns: 1fr } }
"""


def render(comparison: Comparison, locate: Locate) -> str:
    """Return the report as one HTML page."""
    loud = [it for it in comparison.findings if it.breaking or it.severity is not Severity.INFO]
    known = {id(it) for it in loud}
    quiet = [it for it in comparison.findings if id(it) not in known]
    old, new = (" ".join(filter(None, title)) for title in comparison.titles)
    accepted = "".join(
        f"<li>{_text(it.finding.message)}: {_text(it.reason)}</li>" for it in comparison.suppressed
    )
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{_text(old)} compared with {_text(new)}</title><style>{STYLE}</style></head>
<body>
<h1>{_text(new)}</h1>
<p class="meta">compared with {_text(old)}</p>
<p class="verdict {comparison.verdict}">{_text(headline(comparison))}</p>
<p>Version: {_text(advice(comparison))}.</p>
<h2>Findings</h2>
{_findings(loud, locate) or "<p>None.</p>"}
<h2>What hurts nobody</h2>
{_findings(quiet, locate) or "<p>Nothing.</p>"}
{f"<h2>Accepted</h2><ul>{accepted}</ul>" if accepted else ""}
</body>
</html>
"""


def _findings(findings: Iterable[Finding], locate: Locate) -> str:
    return "\n".join(_finding(it, locate) for it in findings)


def _finding(finding: Finding, locate: Locate) -> str:
    change = finding.change
    word = "breaking" if finding.breaking else finding.severity.value
    opened = " open" if finding.breaking else ""
    sides = _side("old", change.old, change.verdict, locate)
    sides += _side("new", change.new, change.verdict, locate)
    return (
        f'<details class="{finding.severity.value}"{opened}>'
        f"<summary>{word}: {_text(finding.message)}</summary>"
        f'<p class="meta"><code>{finding.check.id}</code>, {finding.check.tier.value}; '
        f"{_reached(change.operations)}</p>"
        f"<p>{_text(finding.check.why)}</p>"
        f'<div class="sides">{sides}</div>{_verdict(finding)}</details>'
    )


def _reached(operations: tuple[str, ...]) -> str:
    if not operations:
        return "the whole API"
    named = ", ".join(f"<code>{_text(it)}</code>" for it in operations[:_LISTED])
    more = len(operations) - _LISTED
    return f"reaches {named}" + (f" and {more} more" if more > 0 else "")


def _side(version: Version, span: Span | None, verdict: object, locate: Locate) -> str:
    """Return one version: where it says so, its words, and what it does with the witness."""
    if span is None:
        return f"<div><h3>{version}</h3></div>"
    position = locate(span, version)
    where = f"{position.uri or span.uri}:{position.line}" if position else span.pointer
    excerpt = f"<pre>{escape(position.excerpt.strip())}</pre>" if position else ""
    judged = ""
    if isinstance(verdict, Witness):
        accepts = verdict.accepted_by == version
        judged = f"<p>{'accepts' if accepts else 'refuses'} the {verdict.kind} below</p>"
    return f"<div><h3>{version}: {_text(where)}</h3>{excerpt}{judged}</div>"


def _verdict(finding: Finding) -> str:
    match finding.change.verdict:
        case Witness() as witness:
            text = json.dumps(witness.value, indent=2, ensure_ascii=False)
            text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}\n…"
            return f"<pre>{escape(text)}</pre><p>Because: {_text(witness.because)}</p>"
        case Unproven(reason=reason):
            return f"<p>Unproven: {_text(reason)}</p>"
        case Proof(bounds=bounds) if bounds:
            return f"<p>No difference found within {_text(', '.join(bounds))}.</p>"
        case Proof():
            return "<p>Proved: no message that was fine is refused.</p>"
        case _:
            return ""


def _text(text: str) -> str:
    return escape(printable(text))

"""A comparison for people: one self-contained page, without scripts. The loud comes first."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from tallystick.diff.model import Comparison, Finding, Tier
from tallystick.report.comparison.facts import Locate, advice, begun, headline, is_loud, reach
from tallystick.report.comparison.figures import figures, text

_OPEN: Final = 12
"""Findings of a section that a page shows opened,"""
_ALIKE: Final = 3
"""and of one check."""
_LARGEST: Final = 1_500_000
"""Characters of a page, about; what does not fit is counted."""
_LISTED: Final = 12
_TITLES: Final = {
    "breaking": "What breaks",
    Tier.PAYLOAD: "Messages to look at",
    Tier.SOURCE: "Code that may not build",
    Tier.POLICY: "Promises",
    "quiet": "What hurts nobody",
}


def render(comparison: Comparison, locate: Locate) -> str:
    """Return the report as one HTML page."""
    old, new = (" ".join(filter(None, title)) for title in comparison.titles)
    before = f"{old} ({comparison.old}; this is {comparison.new})" if old == new else old
    room = [_LARGEST]
    groups = list(_groups(comparison))
    sections = "\n".join(_section(*group, locate, room) for group in groups)
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{text(new)} compared with {text(old)}</title>
<style>{_style()}</style></head>
<body>
<main>
<h1>{text(new)}</h1>
<p class="quiet">compared with {text(before)}</p>
<p class="verdict {comparison.verdict}">{text(headline(comparison))}</p>
<p>{begun(text(advice(comparison)))}.</p>
{_contents(groups)}
{sections}
{_accepted(comparison)}
</main>
</body>
</html>
"""


@cache
def _style() -> str:
    return (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def _groups(comparison: Comparison) -> Iterator[tuple[str, list[Finding]]]:
    """Yield findings under their titles, the loudest first."""
    found: dict[object, list[Finding]] = {key: [] for key in _TITLES}
    for finding in comparison.findings:
        loud: object = "breaking" if finding.breaking else finding.check.tier
        found[loud if is_loud(finding) else "quiet"].append(finding)
    for key, title in _TITLES.items():
        if found[key]:
            yield title, found[key]


def _contents(groups: list[tuple[str, list[Finding]]]) -> str:
    """Return what is on the page: each section with how often which check speaks."""
    if sum(len(findings) for _, findings in groups) <= _OPEN:
        return ""
    listed = []
    for title, findings in groups:
        counts = Counter(it.check.id for it in findings).most_common()
        named = ", ".join(f"{count} <code>{name}</code>" for name, count in counts)
        listed.append(f'<li><a href="#{_anchor(title)}">{title}</a>: {named}</li>')
    return f'<nav aria-label="Contents"><ul class="plain">{"".join(listed)}</ul></nav>'


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _section(title: str, findings: list[Finding], locate: Locate, room: list[int]) -> str:
    shown: list[str] = []
    folded: dict[str, list[str]] = {}
    alike: Counter[str] = Counter()
    for finding in findings:
        check = finding.check.id
        alike[check] += 1
        first = alike[check] <= _ALIKE
        shows = finding.check.tier is Tier.PAYLOAD and is_loud(finding)
        opened = first and shows and len(shown) < _OPEN
        one = _finding(finding, locate, opened=opened)
        if len(one) > room[0]:
            alike[check] -= 1
            break
        room[0] -= len(one)
        (shown if first else folded.setdefault(check, [])).append(one)
    shown += [line for check, rest in folded.items() for line in _folded(check, rest)]
    more = len(findings) - alike.total()
    if more:
        said = f"{more} more would make this page too large: they are in the JSON report."
        shown.append(f"<p>{said}</p>")
    heading = f'<h2 id="{_anchor(title)}">{title} ({len(findings)})</h2>'
    return "\n".join([f"<section>{heading}", *shown, "</section>"])


def _folded(check: str, findings: list[str]) -> Iterator[str]:
    """Yield findings that are like those before, behind one line where they are many."""
    if len(findings) <= _ALIKE:
        yield from findings
        return
    yield f"<details><summary>{len(findings)} more of <code>{check}</code></summary>"
    yield from findings
    yield "</details>"


def _finding(finding: Finding, locate: Locate, *, opened: bool) -> str:
    change = finding.change
    level = "error" if finding.breaking else finding.severity.value
    word = "breaking" if finding.breaking else finding.severity.value
    return (
        f'<details class="{level}"{" open" if opened else ""}>'
        f'<summary><span class="word">{word}</span> {text(finding.message)}{_where(finding)}'
        "</summary>"
        f"<p>{text(finding.check.why)}</p>"
        f'<p class="quiet"><code>{finding.check.id}</code>, {finding.check.tier.value}; '
        f"{_reached(change.operations)}</p>"
        f"{figures(change, locate)}</details>"
    )


def _where(finding: Finding) -> str:
    """Return the operation of a finding whose sentence names neither it nor anything shared."""
    change = finding.change
    named = change.component or change.language or not change.operations
    if named or change.operations[0] in finding.message:
        return ""
    return f' <span class="quiet">{escape(reach(change.operations, 1))}</span>'


def _reached(operations: tuple[str, ...]) -> str:
    if not operations:
        return "the whole API"
    named = _listed(operations[:_LISTED])
    more = len(operations) - _LISTED
    return f"reaches {named}" + (f" and {more} more" if more > 0 else "")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"<code>{escape(name)}</code>" for name in names)


def _accepted(comparison: Comparison) -> str:
    if not comparison.suppressed:
        return ""
    listed = "".join(
        f"<li>{text(it.finding.message)}: {text(it.reason)}</li>" for it in comparison.suppressed
    )
    return f'<section><h2>Accepted</h2><ul class="plain">{listed}</ul></section>'

"""A comparison as the entry of a changelog that a person would publish."""

from collections.abc import Iterator
from typing import Final

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Comparison, Finding, Tier
from tallystick.report.comparison.facts import Locate, advice
from tallystick.report.comparison.markdown import quoted

_ADDED: Final = ("-added", "-allowed", "-loosened", "-optional")
_REMOVED: Final = ("-removed", "-refused", "-tightened", "-required")


def render(comparison: Comparison, locate: Locate) -> str:
    """Return an entry in Markdown, in the sections of Keep a Changelog."""
    del locate
    version = comparison.titles[1][1] or "Unreleased"
    lines = [f"## {quoted(version)}", "", f"{quoted(advice(comparison)).capitalize()}.", ""]
    told = [it for it in comparison.findings if it.check.tier is not Tier.SOURCE]
    told = [it for it in told if it.change.kind is not Kind.VERSION_CHANGED]
    sections = {
        "Breaking": [it for it in told if it.breaking],
        "Deprecated": [it for it in told if it.change.kind is Kind.DEPRECATED],
        "Added": [it for it in told if _is(it, _ADDED)],
        "Removed": [it for it in told if _is(it, _REMOVED)],
    }
    placed = {id(it) for items in sections.values() for it in items}
    sections["Changed"] = [it for it in told if id(it) not in placed]
    for title, items in sections.items():
        lines += _section(title, items)
    builds = [
        it
        for it in comparison.findings
        if it.check.tier is Tier.SOURCE and it.severity is not Severity.INFO
    ]
    lines += _section("For users of generated clients", builds)
    return "\n".join(lines).rstrip() + "\n"


def _is(finding: Finding, endings: tuple[str, ...]) -> bool:
    return not finding.breaking and finding.check.id.endswith(endings)


def _section(title: str, items: list[Finding]) -> Iterator[str]:
    if not items:
        return
    yield f"### {title}"
    yield ""
    for item in items:
        said = quoted(item.message)
        yield f"- {said[:1].upper()}{said[1:]}."
    yield ""

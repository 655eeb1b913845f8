"""A comparison as the entry of a changelog that a person would publish."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from tallystick.diff.code.words import LANGUAGES
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Comparison, Finding, Tier
from tallystick.report.comparison.facts import Locate, advice, begun, builds
from tallystick.report.comparison.markdown import quoted

_ADDED: Final = ("-added", "-allowed", "-loosened", "-optional")
_REMOVED: Final = ("-removed", "-refused", "-tightened", "-required")
_RULES: Final = frozenset({Kind.RULE_ADDED, Kind.RULE_CHANGED, Kind.RULE_REMOVED})
_RULE: Final = re.compile(r"the rule (`[^`]*`) of (.*?) (was added|was removed|changed)")
_EXPECTED: Final = ", as it was said that it grows"
_SUMMARIES: Final = {
    "breaking": "Clients that worked with the version before may fail",
    "compatible": "What worked with the version before goes on to work",
    "identical": "Nothing that matters to a client changed",
}


def render(comparison: Comparison, locate: Locate) -> str:
    """Return an entry in Markdown, in the sections of Keep a Changelog."""
    del locate
    version = comparison.titles[1][1] or "Unreleased"
    summary = f"{_SUMMARIES[comparison.verdict]}. {begun(quoted(advice(comparison)))}."
    lines = [f"## {quoted(version)}", "", summary, ""]
    told: set[str] = set()
    for title, items in _sections(comparison).items():
        sentences = [it for it in _sentences(items) if it not in told]
        told.update(sentences)
        lines += _section(title, sentences)
    lines += _clients(builds(comparison))
    return "\n".join(lines).rstrip() + "\n"


def _sections(comparison: Comparison) -> dict[str, list[Finding]]:
    told = [it for it in comparison.findings if it.check.tier is not Tier.SOURCE]
    told = [it for it in told if it.change.kind is not Kind.VERSION_CHANGED]
    sections: dict[str, list[Finding]] = {
        "Breaking": [it for it in told if it.breaking],
        "Deprecated": [it for it in told if it.change.kind is Kind.DEPRECATED],
        "Added": [it for it in told if _is(it, _ADDED)],
        "Removed": [it for it in told if _is(it, _REMOVED)],
        "Rules": [it for it in told if it.change.kind in _RULES and not it.breaking],
    }
    placed = {id(it) for items in sections.values() for it in items}
    changed = [it for it in told if id(it) not in placed]
    return {**sections, "Changed": changed}


def _is(finding: Finding, endings: tuple[str, ...]) -> bool:
    fine = not finding.breaking and finding.change.kind not in _RULES
    return fine and finding.check.id.endswith(endings)


def _sentences(findings: Iterable[Finding]) -> list[str]:
    """Return what is to be said, each once; rules of one schema that fared alike together."""
    said = dict.fromkeys(it.message.removesuffix(_EXPECTED) for it in findings)
    rules: dict[tuple[str, str], list[str]] = {}
    for message in said:
        match = _RULE.fullmatch(message)
        if match is not None:
            rules.setdefault((match[2], match[3]), []).append(match[1])
    found: dict[str, None] = {}
    for message in said:
        match = _RULE.fullmatch(message)
        names = rules[match[2], match[3]] if match is not None else []
        if match is not None and len(names) > 1:
            verb = match[3].replace("was", "were")
            listed = f"{', '.join(names[:-1])} and {names[-1]}"
            found[f"the rules {listed} of {match[2]} {verb}"] = None
        else:
            found[message] = None
    return list(found)


def _section(title: str, sentences: list[str], level: str = "###") -> Iterator[str]:
    if not sentences:
        return
    yield f"{level} {title}"
    yield ""
    for sentence in sentences:
        yield f"- {begun(quoted(sentence))}."
    yield ""


def _clients(findings: list[Finding]) -> Iterator[str]:
    """Yield what those meet who use generated clients, by their language."""
    if not findings:
        return
    yield "### For users of generated clients"
    yield ""
    apart = {it.check.id for it in findings if it.change.language is not None}
    rest = [it.message for it in findings if it.check.id not in apart]
    yield from _section("In every language", rest, "####")
    for language, name in LANGUAGES.items():
        mine = [it.message for it in findings if it.change.language == language]
        yield from _section(name, [it.removeprefix(f"{name}: ") for it in mine], "####")

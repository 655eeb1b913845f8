"""What all formats of a comparison say in the same words."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from tallystick.diagnostics import Severity, Span
from tallystick.diff.model import Comparison, Finding, Tier, Version
from tallystick.load.model import Position
from tallystick.text import Json

Locate: TypeAlias = Callable[[Span, Version], Position | None]
"""Gives the position of a place in one of the versions; None when it is not known."""
_LONGEST: Final = 400
_MOST: Final = 3


def headline(comparison: Comparison) -> str:
    """Return the verdict in one line."""
    counts = dict.fromkeys(Severity, 0)
    for finding in comparison.findings:
        counts[finding.severity] += 1
    breaking = sum(finding.breaking for finding in comparison.findings)
    found = ", ".join(
        f"{count} {level.value}{'s' if count != 1 and level is not Severity.INFO else ''}"
        for level, count in counts.items()
        if count
    )
    said = {
        "breaking": f"breaking: {breaking} of {len(comparison.findings)} findings break somebody",
        "compatible": "compatible: no message that was fine is refused",
        "identical": "identical: nothing that matters changed",
    }[comparison.verdict]
    proof = "proved" if comparison.proved else "not all of it is proved"
    sides = f"requests {comparison.verdict_of('request')}"
    sides += f", responses {comparison.verdict_of('response')}"
    return f"{said} ({', '.join(filter(None, (found, sides, proof)))})"


def is_loud(finding: Finding) -> bool:
    """Whether a finding is one to look at."""
    return finding.breaking or finding.severity is not Severity.INFO


def reach(operations: tuple[str, ...], most: int = _MOST) -> str:
    """Return the operations that a change reaches, the first few by name."""
    named = ", ".join(operations[:most])
    more = len(operations) - most
    return f"{named} and {more} more" if more > 0 else named


def place(span: Span, version: Version, locate: Locate) -> str:
    """Return a place as ``file:line``."""
    position = locate(span, version)
    if position is None:
        return f"{span.uri}#{span.pointer}"
    return f"{position.uri or span.uri}:{position.line}"


def written(value: Json, longest: int = _LONGEST) -> str:
    """Return a message as JSON on one line, shortened."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def printable(text: str) -> str:
    """Return text on one line without characters that control a terminal."""
    flat = " ".join(text.split())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in flat)


def advice(comparison: Comparison) -> str:
    """Return what the next version number should be, one sentence."""
    part = {"breaking": "major", "compatible": "minor", "identical": "patch"}[comparison.verdict]
    source = any(
        it.check.tier is Tier.SOURCE and it.severity is not Severity.INFO
        for it in comparison.findings
    )
    before, after = (version for _, version in comparison.titles)
    said = f"a {part} version"
    if part != "major" and source:
        said += ", and a major one of generated clients: code written for the old one may not build"
    if _is_enough(before, after, part):
        return f"{after} is {said}, as it should be"
    return f"after {before or 'the old version'}: {said}"


def _is_enough(before: str, after: str, part: str) -> bool:
    """Whether a version number already says what changed."""
    numbers = [re.match(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?", it) for it in (before, after)]
    if numbers[0] is None or numbers[1] is None:
        return False
    old, new = ([int(it or 0) for it in match.groups()] for match in numbers if match)
    first = 1 if old[0] == 0 else 0  # before 1.0 the minor number breaks
    wanted = {"major": first, "minor": 1, "patch": 2}[part]
    changed = next((at for at in range(3) if old[at] != new[at]), 3)
    return new > old and changed <= wanted


def by_operation(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return findings under what they reach first: an operation, or the whole API."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        operations = finding.change.operations
        found.setdefault(operations[0] if operations else "", []).append(finding)
    return found

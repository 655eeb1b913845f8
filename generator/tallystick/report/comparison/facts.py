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
    """Return what the next version number should be, one sentence without its full stop."""
    part = {"breaking": "major", "compatible": "minor", "identical": "patch"}[comparison.verdict]
    before, after = (version for _, version in comparison.titles)
    said = f"this is a {part} version"
    if part != "major" and builds(comparison):
        said += ", and a major one of generated clients: code written for the old one may not build"
    if _is_enough(before, after, part):
        return f"{said}, as {after} says"
    following = _following(before, part)
    if following is None:
        return f"{said} after {before}" if before else said
    unlike = f", not {after}" if after and after not in {before, following} else ""
    return f"{said}: {following} after {before}{unlike}"


def begun(sentence: str) -> str:
    """Return a sentence with a capital at its beginning."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def builds(comparison: Comparison) -> list[Finding]:
    """Return what users of generated clients have to know."""
    source = (it for it in comparison.findings if it.check.tier is Tier.SOURCE)
    return [it for it in source if is_loud(it)]


_NUMBERS: Final = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-+].*)?")


def _following(before: str, part: str) -> str | None:
    """Return the next version number, None after what is no semantic version."""
    match = _NUMBERS.fullmatch(before)
    if match is None:
        return None
    numbers = [int(it or 0) for it in match.groups()]
    at = _changes(numbers, part)
    return ".".join(map(str, [*numbers[:at], numbers[at] + 1, *[0] * (len(numbers) - at - 1)]))


def _is_enough(before: str, after: str, part: str) -> bool:
    """Whether a version number already says what changed."""
    matches = [_NUMBERS.fullmatch(it) for it in (before, after)]
    if matches[0] is None or matches[1] is None:
        return False
    old, new = ([int(it or 0) for it in match.groups()] for match in matches if match)
    changed = next((at for at in range(len(old)) if old[at] != new[at]), len(old))
    return new > old and changed <= _changes(old, part)


def _changes(numbers: list[int], part: str) -> int:
    """Return which number has to change; before 1.0 the second one may break."""
    return {"major": 1 if numbers[0] == 0 else 0, "minor": 1, "patch": 2}[part]


def by_operation(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return findings under what they reach first: an operation, or the whole API."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        operations = finding.change.operations
        found.setdefault(operations[0] if operations else "", []).append(finding)
    return found

"""A comparison as SARIF 2.1.0, for code scanning."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote

from tallystick import __version__
from tallystick.diagnostics import Severity, Span
from tallystick.diff.model import Check, Comparison, Finding, Version
from tallystick.report.comparison.facts import Locate, printable
from tallystick.report.comparison.json import proof, witness

_PLAIN: Final = "/:@!$&'()*+,;=~%"
"""What stands in an address as it is."""
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(comparison: Comparison, locate: Locate) -> str:
    """Return the report as one SARIF log with a final newline."""
    checks = {it.check.id: it.check for it in comparison.findings}
    rules = [_rule(checks[name]) for name in sorted(checks)]
    numbers = {name: number for number, name in enumerate(sorted(checks))}
    results = [_result(it, numbers[it.check.id], locate) for it in comparison.findings]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "tallystick", "version": __version__, "rules": rules}},
                "results": results,
                "properties": {"verdict": comparison.verdict, "proved": comparison.proved},
            }
        ],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "shortDescription": {"text": check.summary},
        "fullDescription": {"text": check.why},
        "help": {"text": check.instead},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tier": check.tier.value},
    }


def _result(finding: Finding, number: int, locate: Locate) -> dict[str, Any]:
    change = finding.change
    sides: tuple[tuple[Span | None, Version], ...] = ((change.new, "new"), (change.old, "old"))
    places = [it for it in sides if it[0] is not None] or [sides[0]]
    result: dict[str, Any] = {
        "ruleId": finding.check.id,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        "message": {"text": printable(finding.message)},
        "locations": list(_locations(*places[0], locate)),
        "relatedLocations": [it for place in places[1:] for it in _locations(*place, locate)],
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
        "properties": {
            "breaking": finding.breaking,
            "operations": list(change.operations),
            "witness": witness(finding),
            "proof": proof(finding),
        },
    }
    return result


def _fingerprint(finding: Finding) -> str:
    """Return what makes a finding the same in two runs: what is said, and of which operations."""
    change = finding.change
    told = (finding.check.id, finding.message, change.at, *change.operations)
    return sha256(json.dumps(told).encode()).hexdigest()


def _locations(span: Span | None, version: Version, locate: Locate) -> Iterator[dict[str, Any]]:
    if span is None:
        return
    position = locate(span, version)
    place: dict[str, Any] = {
        "artifactLocation": {"uri": quote((position.uri if position else "") or span.uri, _PLAIN)}
    }
    if position is not None:
        place["region"] = {"startLine": position.line, "startColumn": position.column}
    yield {
        "physicalLocation": place,
        "logicalLocations": [{"fullyQualifiedName": span.pointer or "/", "kind": "member"}],
    }

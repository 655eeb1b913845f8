"""A comparison as SARIF 2.1.0, for code scanning."""

import json
from collections.abc import Iterator
from typing import Any, Final

from tallystick import __version__
from tallystick.diagnostics import Severity, Span
from tallystick.diff.model import Check, Comparison, Finding, Version
from tallystick.report.comparison.facts import Locate, printable
from tallystick.report.comparison.json import proof, witness

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
    result: dict[str, Any] = {
        "ruleId": finding.check.id,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        "message": {"text": printable(finding.message)},
        "locations": list(_locations(change.new, "new", locate)),
        "relatedLocations": list(_locations(change.old, "old", locate)),
        "properties": {
            "breaking": finding.breaking,
            "operations": list(change.operations),
            "witness": witness(finding),
            "proof": proof(finding),
        },
    }
    return result


def _locations(span: Span | None, version: Version, locate: Locate) -> Iterator[dict[str, Any]]:
    if span is None:
        return
    position = locate(span, version)
    place: dict[str, Any] = {
        "artifactLocation": {"uri": (position.uri if position else "") or span.uri}
    }
    if position is not None:
        place["region"] = {"startLine": position.line, "startColumn": position.column}
    yield {
        "physicalLocation": place,
        "logicalLocations": [{"fullyQualifiedName": span.pointer or "/", "kind": "member"}],
    }

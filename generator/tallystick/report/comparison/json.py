"""A comparison as JSON; its shape stands in ``schema.json`` beside this file."""

import json
from collections.abc import Mapping

from tallystick import __version__
from tallystick.diagnostics import Span
from tallystick.diff.model import Comparison, Finding, Proof, Unproven, Version, Witness
from tallystick.report.comparison.facts import Locate
from tallystick.text import Json


def render(comparison: Comparison, locate: Locate) -> str:
    """Return the report as one JSON document with a final newline.

    Args:
        comparison: What was found.
        locate: Gives the position of a place; None when its text is not known.
    """
    return json.dumps(document(comparison, locate), indent=2, ensure_ascii=False) + "\n"


def document(comparison: Comparison, locate: Locate) -> Mapping[str, Json]:
    """Return the report as a JSON value."""
    return {
        "tallystick": __version__,
        "verdict": comparison.verdict,
        "proved": comparison.proved,
        "requests": comparison.verdict_of("request"),
        "responses": comparison.verdict_of("response"),
        "changes": [_change(finding, locate) for finding in comparison.findings],
        "suppressed": [
            {"id": item.finding.check.id, "message": item.finding.message, "reason": item.reason}
            for item in comparison.suppressed
        ],
    }


def _change(finding: Finding, locate: Locate) -> Json:
    change = finding.change
    place = change.new or change.old
    return {
        "id": finding.check.id,
        "tier": finding.check.tier.value,
        "severity": finding.severity.value,
        "breaking": finding.breaking,
        "operation": change.operations[0] if change.operations else None,
        "operations": list(change.operations),
        "direction": change.direction,
        "component": change.component,
        "language": change.language,
        "pointer": place.pointer if place else "",
        "at": change.at,
        "message": finding.message,
        "old": _place(change.old, "old", locate),
        "new": _place(change.new, "new", locate),
        "witness": witness(finding),
        "proof": proof(finding),
        "unproven": change.verdict.reason if isinstance(change.verdict, Unproven) else None,
    }


def _place(span: Span | None, version: Version, locate: Locate) -> Json:
    if span is None:
        return None
    position = locate(span, version)
    if position is None:
        return {"uri": span.uri, "line": None}
    return {"uri": position.uri or span.uri, "line": position.line}


def witness(finding: Finding) -> Json:
    """Return the message that shows a finding."""
    shown = finding.change.verdict
    if not isinstance(shown, Witness):
        return None
    return {
        "kind": shown.kind,
        "value": shown.value,
        "accepted_by": shown.accepted_by,
        "refused_by": shown.refused_by,
        "because": shown.because,
    }


def proof(finding: Finding) -> Json:
    """Return why a finding hurts no message."""
    given = finding.change.verdict
    if not isinstance(given, Proof):
        return None
    return {"method": given.method, "bounds": list(given.bounds)}

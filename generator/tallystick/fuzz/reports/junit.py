"""For CI: one test case for each claim, a failure where it did not hold, skipped where untried."""

from xml.sax.saxutils import escape as _escape
from xml.sax.saxutils import quoteattr

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Finding, Weight
from tallystick.fuzz.reports.facts import Retold, answer, barren, held, standing
from tallystick.text import Json

UNTRIED = frozenset({"not judged", "never isolated"})
"""States of claims of which nothing was shown, so that they did not pass."""


def escape(text: str) -> str:
    """Return text that XML can hold: control characters have no place in it."""
    return _escape(held(text))


def _attribute(text: str) -> str:
    return quoteattr(held(text))


def render(outcome: Outcome, retold: Retold) -> str:
    """Render a campaign as JUnit XML."""
    by_claim: dict[str, list[Finding]] = {}
    for item in outcome.findings:
        by_claim.setdefault(item.claim.key, []).append(item)
    rows = {
        f"{row['operation']} {row['claim']} {row['at']}".rstrip(): row for row in standing(outcome)
    }
    cases = dict.fromkeys([*rows, *by_claim])
    untried = {
        key: _untried(row)
        for key, row in rows.items()
        if key not in by_claim and row["state"] in UNTRIED
    }
    for operation, goal in outcome.unreached:
        untried[f"{operation} valid {goal}"] = _skipped("no valid request reaches it")
    untried |= {f"{name} valid": _skipped(said) for name, said in barren(outcome)}
    cases |= dict.fromkeys(untried)
    failed = sum(
        any(item.weight is Weight.ERROR for item in by_claim.get(key, ())) for key in cases
    )
    head = f'<testsuite name={_attribute(outcome.title)} tests="{len(cases)}" failures="{failed}"'
    head += f' skipped="{len(untried)}" errors="0" time="{outcome.seconds:.3f}">'
    first = '<?xml version="1.0" encoding="UTF-8"?>'
    lines = [first, head]
    for key in cases:
        operation, _, name = key.partition(" ")
        head = f"  <testcase classname={_attribute(operation)} name={_attribute(name or 'request')}"
        told = [_result(item, retold) for item in by_claim.get(key, ())]
        told += [untried[key]] if key in untried else []
        lines += [head + ">", *told, "  </testcase>"] if told else [head + "/>"]
    return "\n".join([*lines, "</testsuite>"]) + "\n"


def _untried(row: dict[str, Json]) -> str:
    return _skipped(": ".join(str(row[part]) for part in ("state", "why") if row.get(part)))


def _skipped(said: str) -> str:
    return f"    <skipped message={_attribute(said)}/>"


def _result(item: Finding, retold: Retold) -> str:
    text = f"{retold.curl(item.case)}\n\n{retold.python(item)}\n\n{answer(item)}"
    if item.weight is not Weight.ERROR:
        said = f"{item.weight.value}[{item.kind}]: {item.sentence}\n{text}"
        return f"    <system-out>{escape(said)}</system-out>"
    return (
        f"    <failure type={_attribute(item.kind)} message={_attribute(item.sentence)}>"
        f"{escape(text)}</failure>"
    )

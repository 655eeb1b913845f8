"""For people: one self-contained page, without scripts. The loud comes first."""

import re
from html import escape as _escape

from tallystick.fuzz.ledger import Outcome, Tally
from tallystick.fuzz.model import Finding, Weight
from tallystick.fuzz.reports.facts import (
    STATES,
    Retold,
    advice,
    answer,
    fared,
    heading,
    held,
    kinds,
    often,
    pairs,
    standing,
    summary,
)
from tallystick.text import Json

STYLE = """
:root { color-scheme: light dark; --line: #d8d8de; --soft: #f3f3f6; --bad: #b3261e;
  --warn: #8a5a00; --good: #1b6e3c; --text: #1b1b1f; --page: #fdfdfd }
@media (prefers-color-scheme: dark) { :root { --line: #3c3c44; --soft: #232329; --bad: #ff8a80;
  --warn: #ffcc66; --good: #7ddba0; --text: #e8e8ea; --page: #17171a } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--text); background: var(--page) }
h1 { font-size: 1.6rem; margin-bottom: .2rem } h2 { font-size: 1.25rem; margin-top: 2.2rem }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .3rem } h4 { margin: 1rem 0 .2rem; font-size: .95rem }
pre { overflow-x: auto; background: var(--soft); padding: .6rem; font-size: .82rem; margin: .3rem 0;
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 22rem }
code { overflow-wrap: anywhere }
ul.tiles { display: flex; flex-wrap: wrap; gap: .6rem; list-style: none; padding: 0 }
ul.tiles li { background: var(--soft); border-radius: .4rem; padding: .5rem .9rem; min-width: 7rem }
ul.tiles b { display: block; font-size: 1.3rem }
details { border-left: 4px solid var(--line); padding: .2rem .8rem; margin: .6rem 0 }
details.error { border-color: var(--bad) } details.warning { border-color: var(--warn) }
summary { cursor: pointer } details.error > summary, details.warning > summary { font-weight: 600 }
table { border-collapse: collapse; width: 100%; font-size: .88rem; margin: .2rem 0 }
td, th { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line);
  vertical-align: top }
td.long { overflow-wrap: anywhere; min-width: 8rem }
th { white-space: nowrap } th.long { width: 36% } th.number { white-space: normal; width: 4rem }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
tr.bad td:first-child { color: var(--bad); font-weight: 600 }
tr.warn td:first-child { color: var(--warn); font-weight: 600 }
tr.good td:first-child { color: var(--good) }
tr.told td { border-bottom: 0; padding-bottom: 0 }
tr.why td { padding-top: 0; opacity: .75; overflow-wrap: anywhere }
td:first-child { white-space: nowrap }
@media (max-width: 48rem) { table { display: block; overflow-x: auto } }
"""
COLUMNS = {
    "state": "state",
    "claim": "claim",
    "at": "at",
    "alone": "broken alone",
    "refused": "refused",
    "accepted": "accepted",
    "edge": "at its edge",
}
NUMBERS = {"alone", "refused", "accepted"}
LOOKS = dict(zip(STATES, ("bad", "warn", "warn", "warn", "good"), strict=True))
LISTED = 400
"""Goals that a page lists; JSON has all."""


def escape(text: str) -> str:
    """Return text as a page shows it."""
    return _escape(held(text))


def render(outcome: Outcome, retold: Retold) -> str:
    """Render a campaign as one HTML page."""
    title = escape(outcome.title)
    rows = standing(outcome)
    loud = [row for row in rows if row["state"] != "refused" or row["edge"] == "never sent"]
    notes = "".join(f"<p>{escape(note)}</p>" for note in outcome.notes)
    found = "\n".join(_finding(item, retold) for item in outcome.findings)
    parts = "\n".join(_operation(name, outcome, rows) for name in outcome.operations)
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}: contract tests</title><style>{STYLE}</style></head>
<body>
<h1>{title}</h1>
{_heading(outcome)}<p>{escape(summary(outcome))}</p>
{_tiles(outcome, rows)}
{notes}
<h2>Findings</h2>
{found or "<p>None: every claim that was tried holds.</p>"}
{_known(outcome)}
<h2>What was not shown</h2>
<p>Claims that do not hold or that no request broke alone, and bounds that none met.</p>
{_table(loud, with_operation=True) or "<p>Nothing.</p>"}
<h2>Coverage</h2>
{parts}
<h2>Replay</h2>
<pre>{escape(retold.replay)}</pre>
</body>
</html>
"""


def _heading(outcome: Outcome) -> str:
    said = heading(outcome)
    return f"<p><strong>{escape(said)}</strong></p>\n" if said else ""


def _tiles(outcome: Outcome, rows: list[dict[str, Json]]) -> str:
    valid = sum(tally.valid for tally in outcome.operations.values())
    taken = sum(tally.accepted for tally in outcome.operations.values())
    weights = [item.weight for item in outcome.findings]
    alone = sum(row["state"] == "refused" for row in rows)
    bounds = [row for row in rows if row["edge"]]
    met = sum(row["edge"] == "accepted" for row in bounds)
    errors, warnings = weights.count(Weight.ERROR), weights.count(Weight.WARNING)
    tiles = {
        "error" if errors == 1 else "errors": str(errors),
        "warning" if warnings == 1 else "warnings": str(warnings),
        "valid requests accepted": f"{taken} of {valid}",
        "claims broken alone, refused": f"{alone} of {len(rows)}",
        "bounds met at the edge": f"{met} of {len(bounds)}",
        "requests": str(outcome.requests),
    }
    shown = "".join(f"<li><b>{value}</b>{name}</li>" for name, value in tiles.items())
    return f'<ul class="tiles">{shown}</ul>'


def _finding(item: Finding, retold: Retold) -> str:
    said = escape(f"{item.weight.value}: {item.claim.operation}: {item.sentence}")
    named = {
        "curl": retold.curl(item.case),
        "Python": retold.python(item),
        f"answered {item.reply.status}": answer(item) or item.reply.error,
    }
    shown = "".join(f"<h4>{name}</h4><pre>{escape(text)}</pre>" for name, text in named.items())
    opened = " open" if item.weight is Weight.ERROR else ""
    return (
        f'<details class="{item.weight.value}"{opened}><summary>{said}</summary>'
        f"<p><code>{escape(item.key)}</code>, {often(item.count)}</p>"
        f"<p>{_prose(advice(item))}</p>{shown}</details>"
    )


def _prose(text: str) -> str:
    """Return sentences of ours as a page shows them: what is between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _known(outcome: Outcome) -> str:
    if not outcome.known:
        return ""
    listed = "".join(f"<li><code>{escape(item.key)}</code></li>" for item in outcome.known)
    return f"<details><summary>{len(outcome.known)} known</summary><ul>{listed}</ul></details>"


def _operation(name: str, outcome: Outcome, rows: list[dict[str, Json]]) -> str:
    tally = outcome.operations[name]
    own = kinds([row for row in rows if row["operation"] == name])
    parts = [
        f"<h3><code>{escape(name)}</code></h3>",
        f"<p>{escape(fared(tally))}.</p>",
    ]
    for kind, some in own.items():
        refused = sum(row["state"] == "refused" for row in some)
        told = f"{kind}: {refused} of {len(some)} broken alone and refused"
        parts.append(f"<details><summary>{told}</summary>{_table(some)}</details>")
    parts.append(_goals(name, tally, outcome))
    return "\n".join(parts)


def _goals(name: str, tally: Tally, outcome: Outcome) -> str:
    missed = [goal for operation, goal in outcome.unreached if operation == name]
    missed = [goal for goal in missed if goal not in tally.goals]
    parts = []
    left = [f"{one} with {other}" for one, other in pairs(outcome, name)]
    told_of = {
        "Members, values and sizes accepted": sorted(tally.goals),
        "Members, values and sizes never reached": missed,
        "Pairs of choices neither made nor proved impossible": left,
    }
    for told, goals in told_of.items():
        listed = "".join(f"<li><code>{escape(goal)}</code></li>" for goal in goals[:LISTED])
        more = f"<li>and {len(goals) - LISTED} more</li>" if len(goals) > LISTED else ""
        if goals:
            head = f"{told}: {len(goals)}"
            parts.append(f"<details><summary>{head}</summary><ul>{listed}{more}</ul></details>")
    return "\n".join(parts)


def _table(rows: list[dict[str, Json]], *, with_operation: bool = False) -> str:
    if not rows:
        return ""
    used = [key for key in COLUMNS if any(row.get(key) not in {None, ""} for row in rows)]
    columns = {**({"operation": "operation"} if with_operation else {}), **COLUMNS}
    keys = [key for key in columns if key in used or key == "operation"]
    keys = ["state", *(key for key in keys if key != "state")]
    heads = "".join(f'<th scope="col"{_class(key)}>{columns[key]}</th>' for key in keys)
    body = "\n".join(_row(row, keys) for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _row(row: dict[str, Json], keys: list[str]) -> str:
    """Return the row of a claim, and below it one with the reason, where there is one."""
    look, why = LOOKS[str(row["state"])], str(row.get("why", ""))
    cells = "".join(f"<td{_class(key)}>{escape(str(row.get(key, '')))}</td>" for key in keys)
    if not why:
        return f'<tr class="{look}">{cells}</tr>'
    reason = f'<tr class="why"><td></td><td colspan="{len(keys) - 1}">{escape(why)}</td></tr>'
    return f'<tr class="{look} told">{cells}</tr>\n{reason}'


def _class(key: str) -> str:
    if key in NUMBERS:
        return ' class="number"'
    return ' class="long"' if key == "at" else ""

"""For people: one self-contained page, without scripts."""

from html import escape

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Finding
from tallystick.fuzz.reports.facts import Retold, answer, standing, summary

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1f; background: #fdfdfd }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2rem }
pre { overflow-x: auto; background: #f2f2f5; padding: .6rem; font-size: .85rem }
details { border-left: 4px solid #999; padding: .2rem .8rem; margin: .6rem 0 }
details.error { border-color: #c62828 } details.warning { border-color: #b26a00 }
summary { cursor: pointer; font-weight: 600 }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
td, th { text-align: left; padding: .2rem .6rem; border-bottom: 1px solid #ddd }
@media (prefers-color-scheme: dark) {
  body { color: #e8e8ea; background: #17171a } pre { background: #242428 }
  td, th { border-color: #3a3a40 }
}
"""


def render(outcome: Outcome, retold: Retold) -> str:
    """Render a campaign as one HTML page."""
    title = escape(outcome.title)
    found = "\n".join(_finding(item, retold) for item in outcome.findings)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{escape(str(row.get(key, '')))}</td>" for key in _COLUMNS) + "</tr>"
        for row in standing(outcome)
    )
    heads = "".join(f'<th scope="col">{key}</th>' for key in _COLUMNS)
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>{STYLE}</style></head>
<body>
<h1>{title}</h1>
<p>{escape(summary(outcome))}</p>
<h2>Findings</h2>
{found or "<p>None.</p>"}
<h2>Claims</h2>
<table><thead><tr>{heads}</tr></thead><tbody>
{rows}
</tbody></table>
<h2>Replay</h2>
<pre>{escape(retold.replay)}</pre>
</body>
</html>
"""


_COLUMNS = ("operation", "claim", "at", "state", "alone", "refused", "accepted", "why")


def _finding(item: Finding, retold: Retold) -> str:
    said = escape(f"{item.weight.value}: {item.claim.operation}: {item.sentence}")
    parts = (retold.curl(item.case), retold.python(item.case), answer(item))
    shown = "".join(f"<pre>{escape(part)}</pre>" for part in parts)
    return (
        f'<details class="{item.weight.value}"><summary>{said}</summary>'
        f"<p><code>{escape(item.claim.key)}</code>, {item.count} times</p>{shown}</details>"
    )

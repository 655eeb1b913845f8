"""The page that lists the kinds of findings, made from the kinds themselves."""

from tallystick.fuzz.kinds import THEMES


def page() -> str:
    """Return the page as Markdown, with a final newline."""
    lines = [
        "# Findings of tally fuzz",
        "",
        "Made from the kinds of findings; `tally explain KIND` says why each matters, when it",
        "weighs less, and what to do. How they are come by: [trials.md](trials.md).",
    ]
    for title, kinds in THEMES.items():
        lines += ["", f"## {title}", "", "| kind | weight | what was seen |", "|---|---|---|"]
        lines += [f"| `{it.id}` | {it.severity.value} | {it.summary} |" for it in kinds]
    return "\n".join(lines) + "\n"

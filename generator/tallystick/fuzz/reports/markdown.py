"""For pull requests and issues."""

from typing import Final

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.reports.facts import (
    Retold,
    advice,
    barren,
    heading,
    often,
    pairs,
    standing,
    summary,
)

LISTED: Final = 30
"""Pairs, or other goals, that are written of one operation; JSON has all."""


def render(outcome: Outcome, retold: Retold) -> str:
    """Render a campaign as Markdown."""
    lines = [f"# {_text(outcome.title)}", ""]
    lines += [f"**{_text(said)}**", ""] if (said := heading(outcome)) else []
    lines += [_text(summary(outcome)), ""]
    lines += [each for note in outcome.notes for each in (_text(note), "")]
    for item in outcome.findings:
        lines += [
            f"## {item.weight.value}: {_text(item.sentence)}",
            "",
            f"`{_code(item.claim.key)}`, {often(item.count)}",
            "",
            advice(item),
            "",
            *_fenced("sh", retold.curl(item.case)),
            *_fenced("python", retold.python(item)),
        ]
    columns = ("operation", "claim", "at", "state", "edge", "why")
    lines += ["## Claims", "", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for row in standing(outcome):
        cells = (row.get(column, "") for column in columns)
        lines.append("| " + " | ".join(_text(str(cell)) for cell in cells) + " |")
    lines += [it for name, said in barren(outcome) for it in ("", _text(f"{name}: {said}"))]
    for name in outcome.operations:
        goals = [f"- {_text(goal)}" for each, goal in outcome.unreached if each == name]
        head = f"{_text(name)}: {len(goals)} goals that no valid request reaches"
        lines += ["", head, "", *goals[:LISTED]] if goals else []
        left = [f"- {_text(one)} with {_text(other)}" for one, other in pairs(outcome, name)]
        head = f"{_text(name)}: {len(left)} pairs of choices neither made nor proved impossible"
        lines += ["", head, "", *left[:LISTED]] if left else []
    lines += ["", "Replay:", "", *_fenced("sh", retold.replay)]
    return "\n".join(lines).rstrip() + "\n"


_QUOTED: Final = {ord(char): f"&#{ord(char)};" for char in "\\`*_[]<>|#"}


def _text(text: str) -> str:
    """Return text without what Markdown or HTML would take as theirs."""
    flat = " ".join(text.split())
    return flat.translate(_QUOTED)


def _code(text: str) -> str:
    return " ".join(text.replace("`", "'").split())


def _fenced(language: str, text: str) -> list[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    return [fence + language, text, fence, ""]

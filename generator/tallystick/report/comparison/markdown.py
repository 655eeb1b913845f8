"""A comparison for a comment of a pull request."""

import json
from collections.abc import Iterator
from typing import Final

from tallystick.diff.model import Comparison, Finding, Suppressed, Unproven, Witness
from tallystick.report.comparison.facts import (
    Locate,
    advice,
    begun,
    builds,
    headline,
    is_loud,
    place,
    printable,
    reach,
)
from tallystick.text import Json

LONGEST: Final = 60_000
"""Characters of a comment; hosts refuse some more."""
_WITNESS: Final = 1_500


def render(comparison: Comparison, locate: Locate) -> str:
    """Return the report as Markdown, short enough for a comment."""
    lines = [
        f"## {quoted(headline(comparison))}",
        "",
        begun(f"{quoted(advice(comparison))}."),
        "",
    ]
    size = sum(map(len, lines))
    code = builds(comparison)
    known = set(map(id, code))
    loud = [it for it in comparison.findings if is_loud(it) and id(it) not in known]
    quiet = [it for it in comparison.findings if not is_loud(it)]
    shown = 0
    for finding in loud:
        section = list(_finding(finding, locate))
        size += sum(len(line) + 1 for line in section)
        if size > LONGEST:
            break
        shown += 1
        lines += section
    if shown < len(loud):
        lines += [f"{len(loud) - shown} more: see the JSON report.", ""]
    sections = (
        ("Code that may not build", [_line(it) for it in code], True),
        ("What hurts nobody", [_line(it) for it in quiet], False),
        ("Accepted", [_accepted(it) for it in comparison.suppressed], True),
    )
    for title, items, opened in sections:
        listed = list(_listed(title, items, LONGEST - size, opened=opened))
        size += sum(len(line) + 1 for line in listed)
        lines += listed
    return "\n".join(lines).rstrip() + "\n"


def _finding(finding: Finding, locate: Locate) -> Iterator[str]:
    change = finding.change
    breaks = "breaking" if finding.breaking else finding.severity.value
    yield f"### {breaks}: {quoted(finding.message)}"
    yield ""
    facts = [f"`{finding.check.id}`", finding.check.tier.value]
    if change.operations:
        facts.append(f"reaches {quoted(reach(change.operations))}")
    if change.new is not None:
        facts.append(f"{quoted(place(change.new, 'new', locate))}")
    yield ", ".join(facts)
    yield ""
    match change.verdict:
        case Witness() as witness:
            yield f"This {witness.kind}, accepted by {witness.accepted_by}, is refused by "
            yield f"{witness.refused_by}: {quoted(witness.because)}"
            yield ""
            yield from fenced(witness.value)
        case Unproven(reason=reason):
            yield f"Unproven: {quoted(reason)}"
            yield ""


def _line(finding: Finding) -> str:
    return f"- {quoted(finding.message)} (`{finding.check.id}`)"


def _accepted(item: Suppressed) -> str:
    return f"- {quoted(item.finding.message)} ({quoted(item.reason)})"


def _listed(title: str, items: list[str], room: int, *, opened: bool) -> Iterator[str]:
    """Yield one line for each, as far as there is room."""
    if not items:
        return
    yield f"<details{' open' if opened else ''}><summary>{title} ({len(items)})</summary>"
    yield ""
    for number, line in enumerate(items):
        room -= len(line) + 1
        if room < 0:
            yield f"- {len(items) - number} more"
            break
        yield line
    yield ""
    yield "</details>"
    yield ""


def fenced(value: Json) -> Iterator[str]:
    """Yield a message as a block of JSON."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    if len(text) > _WITNESS:
        text = f"{text[:_WITNESS]}\n…"
    fence = "```"
    while fence in text:
        fence += "`"
    yield from (f"{fence}json", text, fence, "")


def quoted(text: str) -> str:
    """Return text without what Markdown or HTML would take as theirs; `code` stays code."""
    parts = printable(text).split("`")
    if len(parts) % 2 == 0:
        parts = ["'".join(parts)]
    return "`".join(_plain(part) if at % 2 == 0 else part for at, part in enumerate(parts))


_MARKUP: Final = str.maketrans({char: f"&#{ord(char)};" for char in "&\\*_[]<>|#@!"})


def _plain(text: str) -> str:
    return text.translate(_MARKUP)

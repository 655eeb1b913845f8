"""A change as a page shows it: both versions side by side, and the message beside them."""

import json
import re
from html import escape
from typing import Final

from tallystick.diagnostics import Span
from tallystick.diff.model import Change, Proof, Unproven, Version, Witness
from tallystick.load.model import Position
from tallystick.report.comparison.facts import Locate, printable

_LONGEST: Final = 6_000
"""Characters of a message."""
_WHOLE: Final = frozenset({"", "/paths", "/webhooks"})
"""Places whose first lines say nothing of what is missing there."""
_WIDEST: Final = 200
"""Characters of a line."""
_NUMBERS: Final = re.compile(r"\[(\s+[^\[\]{}\"]+)\]")
"""A list, over several lines, of what is neither text nor holds anything."""


def text(said: str) -> str:
    """Return a sentence as HTML; what stands in backticks is code."""
    parts = printable(said).split("`")
    if len(parts) % 2 == 0:
        return escape("'".join(parts))
    return "".join(
        f"<code>{escape(part)}</code>" if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )


def figures(change: Change, locate: Locate) -> str:
    """Return both versions side by side, and beside them what the change does to messages.

    Args:
        change: The change.
        locate: Gives the position of a place.
    """
    verdict = change.verdict
    sides = _side("old", change.old, verdict, locate) + _side("new", change.new, verdict, locate)
    if isinstance(verdict, Witness):
        return f'<div class="sides shown">{sides}{_message(verdict)}</div>'
    return f'<div class="sides">{sides}</div>{_said(verdict)}'


def _side(version: Version, span: Span | None, verdict: object, locate: Locate) -> str:
    """Return one version: where it says so, and the lines around."""
    if span is None:
        return f"<figure><figcaption><b>{version}</b>: nothing of this</figcaption></figure>"
    position = locate(span, version)
    judged = ""
    if isinstance(verdict, Witness):
        accepts = verdict.accepted_by == version
        judged = f", {'accepts' if accepts else 'refuses'} the {verdict.kind}"
    where = f"{position.uri or span.uri}:{position.line}" if position else span.pointer
    caption = f"<figcaption><b>{version}</b>{judged}: {escape(printable(where))}</figcaption>"
    lines = _lines(position) if position and span.pointer not in _WHOLE else ""
    return f"<figure>{caption}{lines}</figure>"


def _lines(position: Position) -> str:
    """Return the lines around a place, without what they are indented by; its own is marked."""
    around = position.around or ((position.line, position.excerpt),)
    written = [line for _, line in around if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in written), default=0)
    lines = []
    for number, line in around:
        tag = "mark" if number == position.line else "span"
        shown = line[indent:]
        shown = shown if len(shown) <= _WIDEST else f"{shown[:_WIDEST]}…"
        lines.append(f'<{tag} class="at"><i>{number}</i>{escape(shown)}</{tag}>')
    return f"<pre>{''.join(lines)}</pre>"


def _message(witness: Witness) -> str:
    """Return the message that shows a change."""
    written = json.dumps(witness.value, indent=2, ensure_ascii=False)
    written = _NUMBERS.sub(lambda found: f"[{' '.join(found[1].split())}]", written)
    written = written if len(written) <= _LONGEST else f"{written[:_LONGEST]}\n…"
    kind = f"the {witness.kind}"
    return (
        f"<figure><figcaption><b>{kind}</b> that shows it</figcaption>"
        f'<pre class="message" tabindex="0" role="group" aria-label="{kind}">'
        f"{escape(written)}</pre>"
        f'<p class="quiet">{witness.refused_by} refuses it: {text(witness.because)}</p></figure>'
    )


def _said(verdict: object) -> str:
    match verdict:
        case Unproven(reason=reason):
            return f'<p class="quiet">Unproven: {text(reason)}</p>'
        case Proof(bounds=bounds) if bounds:
            return f'<p class="quiet">No difference found within {text(", ".join(bounds))}.</p>'
        case Proof():
            return '<p class="quiet">Proved: no message that was fine is refused.</p>'
        case _:
            return ""
